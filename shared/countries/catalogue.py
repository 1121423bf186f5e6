"""The facts about countries and organisations, loaded once from the JSON files beside this module."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory with an ISO 3166-1 code, or Kosovo (XKX)."""

    code: str
    alpha2: str
    name: str
    names: tuple[str, ...]
    """Other names: long forms, native names, abbreviations."""
    demonyms: tuple[str, ...]
    """Adjectives and words for its people, in the singular."""
    seats: tuple[str, ...]
    """Capital and seats of government that stand for the state in the news ("Tokyo", "the Kremlin")."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One member of an organisation; a country that left and came back has two."""

    code: str
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether `on` lies within the membership; the last day is included."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An intergovernmental organisation, alliance or standing group of states."""

    code: str
    name: str
    kind: str
    """alliance · union · partnership · group. A group has no will of its own: it never signs anything itself."""
    names: tuple[str, ...]
    seats: tuple[str, ...]
    members: tuple[Membership, ...]
    spread: bool = False
    """Whether its name in the news only lists its members: "the Baltic states"."""


@dataclass(frozen=True, slots=True)
class FormerState:
    """A state that is no more, and the code of the state that stands for it; its name means that until its last day."""

    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    code: str
    until: date


def _read(name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((files(__package__) / name).read_text(encoding="utf-8"))
    return rows


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _membership(row: dict[str, str]) -> Membership:
    since, until = row.get("from"), row.get("until")
    return Membership(
        row["code"],
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
    )


@cache
def countries() -> dict[str, Country]:
    """All countries by code."""
    return {
        str(row["code"]): Country(
            str(row["code"]),
            str(row["alpha2"]),
            str(row["name"]),
            _strings(row["names"]),
            _strings(row["demonyms"]),
            _strings(row["seats"]),
        )
        for row in _read("countries.json")
    }


@cache
def organisations() -> dict[str, Organisation]:
    """All organisations and groups by code."""
    return {
        str(row["code"]): Organisation(
            str(row["code"]),
            str(row["name"]),
            str(row["kind"]),
            _strings(row["names"]),
            _strings(row["seats"]),
            tuple(_membership(member) for member in row["members"]),  # type: ignore[attr-defined]
            row.get("spread") is True,
        )
        for row in _read("organisations.json")
    }


@cache
def former_states() -> tuple[FormerState, ...]:
    """States that ended within living memory."""
    return tuple(
        FormerState(
            (str(row["name"]), *_strings(row["names"])),
            _strings(row["demonyms"]),
            str(row["code"]),
            date.fromisoformat(str(row["until"])),
        )
        for row in _read("former.json")
    )
