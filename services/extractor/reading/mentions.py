"""Where an article names countries, organisations and leaders, with the ambiguous names decided."""

import re
from datetime import date, timedelta
from functools import cache

from services.extractor.reading.gazetteer import Entry, automaton
from services.extractor.reading.rulebook import Ambiguity, Leader, leaders, names
from services.extractor.reading.values import Mention, MentionKind
from shared.countries import members

CONTEXT = 24
"""Characters before and after a name in which its ambiguity is decided."""
BEFORE, AFTER = timedelta(days=120), timedelta(days=540)
"""How long before and after an office a surname alone still means its holder."""


@cache
def _ambiguities() -> dict[str, Ambiguity]:
    return {rule.surface: rule for rule in names().ambiguous}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _is_country(entry: Entry, text: str, start: int, end: int, elsewhere: dict[str, bool]) -> bool:
    """Whether an ambiguous name means the country here; `elsewhere` keeps what the whole text says of each name."""
    rule = _ambiguities().get(entry.surface)
    if rule is None:
        return True
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if rule.not_before and _compiled(rule.not_before).search(before):
        return False
    if rule.not_after and _compiled(rule.not_after).search(after):
        return False
    # Looked up once a text: a name said a thousand times would have the whole text searched a thousand times.
    if entry.surface not in elsewhere:
        elsewhere[entry.surface] = _is_ruled_out(rule, text)
    return not elsewhere[entry.surface]


def _is_ruled_out(rule: Ambiguity, text: str) -> bool:
    """Whether the text as a whole says that an ambiguous name does not mean the country."""
    if not rule.not_anywhere or not _compiled(rule.not_anywhere).search(text):
        return False
    return not rule.unless_anywhere or _compiled(rule.unless_anywhere).search(text) is None


def _led(entry: Entry, when: date | None) -> str:
    """Whom a leader's name means on a day: the one in office, else the last to hold it before.

    Empty for a surname alone long before or after its bearer held office: it is somebody else.
    """
    people = [leaders()[place] for place in entry.leaders]
    if when is not None:
        serving = [p for p in people if p.since <= when and (p.until is None or when <= p.until)]
        people = serving or [p for p in people if _remembered(p, entry.surface, when)]
        people = [p for p in people if p.since <= when] or people[:1]
    return max(people, key=lambda p: p.since).code if people else ""


def _remembered(leader: Leader, surface: str, when: date) -> bool:
    if surface in leader.names or surface in map(str.upper, leader.names):
        return True
    return leader.since - BEFORE <= when and (leader.until is None or when <= leader.until + AFTER)


def _whole_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def find(text: str, when: date | None = None) -> list[Mention]:
    """All mentions in order of place; overlapping names give the longest. `when` decides between leaders.

    A name that only lists states ("the Baltic states") gives one mention for each, all in the same place.
    """
    hits: list[tuple[int, int, Entry]] = []
    for last, entry in automaton().iter(text):
        start = last + 1 - len(entry.surface)
        over = entry.until is not None and (when is None or when > entry.until)
        if not over and _whole_word(text, start, last + 1):
            hits.append((start, last + 1, entry))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    found: list[Mention] = []
    elsewhere: dict[str, bool] = {}
    taken = 0
    for start, end, entry in hits:
        if start < taken:
            continue
        taken = end
        if not entry.code or not _is_country(entry, text, start, end, elsewhere):
            continue
        code = _led(entry, when) if entry.kind is MentionKind.LEADER else entry.code
        if entry.spread:
            found += [Mention(each, start, end, entry.surface, MentionKind.NAME) for each in members(code, when)]
        elif code:
            found.append(Mention(code, start, end, entry.surface, entry.kind))
    return found
