"""All words that name a country, organisation or leader, as one Aho-Corasick automaton."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick

from services.extractor.reading.rulebook import leaders, names
from services.extractor.reading.values import MentionKind
from shared.countries import all_countries, all_organisations


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface means. A leader's surname may mean several people, told apart by the date."""

    surface: str
    code: str
    kind: MentionKind
    leaders: tuple[int, ...] = ()
    """Places in `leaders.json`."""


def plural(demonym: str) -> str | None:
    """ "Ukrainian" → "Ukrainians"; None where the adjective is no noun ("Japanese", "Spanish")."""
    return None if demonym.endswith(("ese", "ish", "ch", "ss", "s", "i")) else demonym + "s"


def _entries() -> dict[str, Entry]:
    skip, found = set(names().ignored), dict[str, Entry]()

    def put(surface: str, code: str, kind: MentionKind) -> None:
        if surface not in skip:
            found.setdefault(surface, Entry(surface, code, kind))

    for surface, code in names().extra.items():
        found[surface] = Entry(surface, code, MentionKind.NAME)
    for country in all_countries():
        for name in (country.name, *country.names):
            put(name, country.code, MentionKind.NAME)
        for demonym in country.demonyms:
            put(demonym, country.code, MentionKind.DEMONYM)
            many = plural(demonym)
            if many and demonym != "French":
                put(many, country.code, MentionKind.DEMONYM)
        for seat in country.seats:
            put(seat, country.code, MentionKind.SEAT)
    for organisation in all_organisations():
        for name in (organisation.name, *organisation.names):
            put(name, organisation.code, MentionKind.ORGANISATION)
        for seat in organisation.seats:
            put(seat, organisation.code, MentionKind.SEAT)
    for surface, entry in list(found.items()):
        # Headlines in capitals; short names would match ordinary words in them.
        if len(surface) > 3 and entry.kind in {MentionKind.NAME, MentionKind.DEMONYM}:
            found.setdefault(surface.upper(), Entry(surface.upper(), entry.code, entry.kind))
    by_name: dict[str, list[int]] = {}
    for place, leader in enumerate(leaders()):
        for name in (*leader.names, *leader.surnames):
            by_name.setdefault(name, []).append(place)
    for name, places in by_name.items():
        found.setdefault(name, Entry(name, leaders()[places[0]].code, MentionKind.LEADER, tuple(places)))
    for mask in names().masks:
        found[mask] = Entry(mask, "", MentionKind.NAME)
    return found


@cache
def automaton() -> Any:
    """The automaton; its values are `Entry`s, a mask has an empty code."""
    built = ahocorasick.Automaton()
    for surface, entry in _entries().items():
        built.add_word(surface, entry)
    built.make_automaton()
    return built
