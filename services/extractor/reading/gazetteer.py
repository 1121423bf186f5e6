"""All words that name a country, organisation or leader, as one Aho-Corasick automaton."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import ahocorasick

from services.extractor.reading.rulebook import leaders, names
from services.extractor.reading.values import MentionKind
from shared.countries import all_countries, all_organisations, former_states


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface means. A leader's surname may mean several people, told apart by the date."""

    surface: str
    code: str
    kind: MentionKind
    leaders: tuple[int, ...] = ()
    """Places in `leaders.json`."""
    until: date | None = None
    """Last day on which a former state's name means it."""
    spread: bool = False
    """Whether the name only lists the members of a group."""


MEN = frozenset({"Frenchman", "Englishman"})
"""Words for a people that end in a man, as "German" does not."""


def plural(demonym: str) -> str | None:
    """ "Ukrainian" → "Ukrainians"; None where the adjective is no noun ("Japanese", "Spanish")."""
    if demonym in MEN:
        return demonym.removesuffix("man") + "men"
    return None if demonym.endswith(("ese", "ish", "nch", "tch", "ss", "s")) else demonym + "s"


def _entries() -> dict[str, Entry]:
    skip, found = set(names().ignored), dict[str, Entry]()

    def put(entry: Entry) -> None:
        if entry.surface not in skip:
            found.setdefault(entry.surface, entry)

    def people(demonyms: tuple[str, ...], code: str, until: date | None = None) -> None:
        for demonym in demonyms:
            for surface in (demonym, plural(demonym)):
                if surface:
                    put(Entry(surface, code, MentionKind.DEMONYM, until=until))

    for surface, code in names().extra.items():
        found[surface] = Entry(surface, code, MentionKind.NAME)
    for former in former_states():
        for name in former.names:
            found[name] = Entry(name, former.code, MentionKind.NAME, until=former.until)
        people(former.demonyms, former.code, former.until)
    for country in all_countries():
        for name in (country.name, *country.names):
            put(Entry(name, country.code, MentionKind.NAME))
        people(country.demonyms, country.code)
        for seat in country.seats:
            put(Entry(seat, country.code, MentionKind.SEAT))
    for organisation in all_organisations():
        for name in (organisation.name, *organisation.names):
            put(Entry(name, organisation.code, MentionKind.ORGANISATION, spread=organisation.spread))
        for seat in organisation.seats:
            put(Entry(seat, organisation.code, MentionKind.SEAT))
    by_name: dict[str, list[int]] = {}
    for place, leader in enumerate(leaders()):
        for name in (*leader.names, *leader.surnames):
            by_name.setdefault(name, []).append(place)
    for name, places in by_name.items():
        found.setdefault(name, Entry(name, leaders()[places[0]].code, MentionKind.LEADER, tuple(places)))
    for surface, entry in list(found.items()):
        # Headlines in capitals; short names would match ordinary words in them.
        loud = surface.upper()
        if len(surface) > (4 if entry.kind is MentionKind.LEADER else 3) and loud not in skip:
            found.setdefault(loud, replace(entry, surface=loud))
    for mask in names().masks:
        found[mask] = Entry(mask, "", MentionKind.NAME)
        found.setdefault(mask.upper(), Entry(mask.upper(), "", MentionKind.NAME))
    return found


@cache
def automaton() -> Any:
    """The automaton; its values are `Entry`s, a mask has an empty code."""
    built = ahocorasick.Automaton()
    for surface, entry in _entries().items():
        built.add_word(surface, entry)
    built.make_automaton()
    return built
