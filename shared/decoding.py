"""From bytes to a message, or to one clear sentence that names the field and the remedy."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared.messages import SCHEMA_VERSION


class Reason(StrEnum):
    """Why a message was refused; also the metric label."""

    EMPTY = "empty"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    SCHEMA_VERSION = "schema_version"
    INVALID = "invalid"
    FAILED = "failed"


class Invalid(ValueError):
    """A message that cannot be read; `str()` is the sentence for people.

    `problems` are all its problems, each a field (None: the whole message) and a sentence; `field` is the first one's.
    """

    def __init__(
        self,
        reason: Reason,
        detail: str,
        field: str | None = None,
        problems: Sequence[tuple[str | None, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.field = field
        self.problems = tuple(problems) or ((field, detail),)


M = TypeVar("M", bound=BaseModel)


def decode(model: type[M], raw: bytes | None) -> M:
    """Read one message. Raises Invalid."""
    if not raw or not raw.strip():
        raise Invalid(Reason.EMPTY, "The message is empty; send a JSON object.")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(
            Reason.NOT_UTF8,
            f"The message is not UTF-8 (byte {error.start} is 0x{raw[error.start]:02x}); encode the JSON as UTF-8.",
        ) from None
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise explain(error) from None


def explain(error: ValidationError) -> Invalid:
    """All problems of one message as sentences; reason and field are the first problem's."""
    found = error.errors(include_url=False, include_context=False)
    # A list is also called too short when its elements were wrong; those say it already.
    problems = [
        problem
        for problem in found
        if problem["type"] != "too_short"
        or not any(other is not problem and other["loc"][: len(problem["loc"])] == problem["loc"] for other in found)
    ]
    first = problems[0]
    field = ".".join(str(part) for part in first["loc"]) or None
    if first["type"] == "json_invalid":
        parser_says = first["msg"].removeprefix("Invalid JSON: ")
        if "surrogate" in parser_says or "hex escape" in parser_says:
            parser_says += "; a \\ud8xx escape is half of a surrogate pair, send the whole character"
        return Invalid(Reason.NOT_JSON, f"The message is not JSON ({parser_says}).")
    if field == "schema_version":
        return Invalid(
            Reason.SCHEMA_VERSION,
            f"schema_version is {first['input']!r:.40}, and this Pactwatch reads {SCHEMA_VERSION}; send that or none.",
            field,
        )
    if first["type"] in {"model_type", "model_attributes_type"}:
        return Invalid(Reason.INVALID, "The message is JSON but not an object; send one JSON object a message.")
    told = [
        (".".join(map(str, problem["loc"])) or None, sentence(problem["loc"], problem["msg"])) for problem in problems
    ]
    return Invalid(Reason.INVALID, " ".join(text for _, text in told), field, told)


def sentence(location: tuple[int | str, ...], message: str) -> str:
    """One problem as a sentence: `published_at: lies outside 1800-2100; …`."""
    name = ".".join(str(part) for part in location) or "message"
    text = message.removeprefix("Value error, ")
    return f"{name}: {text[:1].lower()}{text[1:].rstrip('.')}."
