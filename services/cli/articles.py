"""Articles as people have them in files: JSON lines, JSON, or plain text with the title on the first line. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LINE_ENDINGS = (".jsonl", ".ndjson")
SPACE = " \t\r\n"
TEXT_ENDINGS = (".txt", ".md", ".text")


@dataclass(frozen=True)
class Draft:
    """One article as it stands in a file; nobody has checked it yet. `place` is file and line."""

    place: str
    body: dict[str, Any]

    @property
    def given_id(self) -> str | None:
        """The id the file gives it, by which a labelled set finds it again; Pactwatch makes its own."""
        given = self.body.get("id")
        return str(given) if given not in (None, "") else None


@dataclass(frozen=True)
class Unreadable:
    """A piece of a file that is no article, and why."""

    place: str
    detail: str


Read = Draft | Unreadable


def read(name: str, raw: bytes) -> Iterator[Read]:
    """Everything in one file. The form is told by the name's ending, else by how the content begins."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        yield Unreadable(f"{name}:{line}", f"is not UTF-8 (byte {error.start}); save the file as UTF-8.")
        return
    if not text.strip():
        yield Unreadable(name, "is empty; write an article into it.")
    elif name.endswith(LINE_ENDINGS) or (not name.endswith(".json") and _is_lines(text)):
        yield from _lines(name, text)
    elif name.endswith(".json") or (_looks_like_json(text) and not name.endswith(TEXT_ENDINGS)):
        yield from _json(name, text)
    else:
        yield _plain(name, text)


def _looks_like_json(text: str) -> bool:
    start = "".join(text[:200].split())[:2]
    # A headline may begin "[Update]"; an array of articles begins with a brace, or is empty.
    return start.startswith("{") or start in {"[{", "[]"}


def _is_lines(text: str) -> bool:
    """Whether the first line is a whole object, so that the file is JSON lines whatever it is called."""
    try:
        return isinstance(json.loads(text.lstrip().split("\n", 1)[0]), dict)
    except ValueError:
        return False


def _lines(name: str, text: str) -> Iterator[Read]:
    # Not splitlines(): it also splits at characters that JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = f"{name}:{number}"
            try:
                yield _draft(place, json.loads(line))
            except ValueError as error:
                yield Unreadable(place, f"is not JSON ({error}).")
            except RecursionError:
                yield Unreadable(place, "is nested too deeply.")


def _json(name: str, text: str) -> Iterator[Read]:
    """An object, or an array of them, each with the line on which it begins."""
    decoder = json.JSONDecoder()
    position = _skip(text, 0)
    is_array = text[position] == "["
    closing = "]" if is_array else ""
    position = _skip(text, position + 1) if is_array else position
    line, counted = 1, 0
    while position < len(text) and text[position] != closing:
        line, counted = line + text.count("\n", counted, position), position
        place = f"{name}:{line}"
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as error:
            yield Unreadable(f"{name}:{error.lineno}", f"is not JSON ({error.msg}, column {error.colno}).")
            return
        except RecursionError:
            yield Unreadable(place, "is nested too deeply.")
            return
        yield _draft(place, value)
        position = _skip(text, position, SPACE + ",")
    if is_array and position == len(text):
        yield Unreadable(name, "ends in the middle of its array; the file was cut off.")
    elif is_array and text[position + 1 :].strip():
        yield Unreadable(name, "goes on after its array; write one array, or one object a line.")


def _skip(text: str, position: int, characters: str = SPACE) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position


def _draft(place: str, value: object) -> Read:
    if not isinstance(value, dict):
        return Unreadable(place, "is JSON but not an object; an article is an object with a text.")
    body = dict(value)
    # Labelled sets say `published`, with dashes, slashes or nothing in it; the contract says `published_at`.
    if "published" in body and "published_at" not in body:
        given = body.pop("published")
        body["published_at"] = given.replace("/", "-") or None if isinstance(given, str) else given
    return Draft(place, body)


def _plain(name: str, text: str) -> Draft:
    title, _, rest = text.strip().partition("\n")
    if not rest.strip():
        # A single line is all the text there is; saying it twice would count it twice.
        return Draft(f"{name}:1", {"text": title.strip()})
    return Draft(f"{name}:1", {"title": title.strip().lstrip("# "), "text": rest.strip()})
