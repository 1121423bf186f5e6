"""Where an article names countries, organisations and leaders, with the ambiguous names decided."""

import re
from datetime import date
from functools import cache

from services.extractor.reading.gazetteer import Entry, automaton
from services.extractor.reading.rulebook import Ambiguity, leaders, names
from services.extractor.reading.values import Mention, MentionKind

CONTEXT = 24
"""Characters before and after a name in which its ambiguity is decided."""


@cache
def _ambiguities() -> dict[str, Ambiguity]:
    return {rule.surface: rule for rule in names().ambiguous}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _is_country(entry: Entry, text: str, start: int, end: int) -> bool:
    """Whether an ambiguous name means the country here."""
    rule = _ambiguities().get(entry.surface)
    if rule is None:
        return True
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if rule.not_before and _compiled(rule.not_before).search(before):
        return False
    if rule.not_after and _compiled(rule.not_after).search(after):
        return False
    if rule.not_anywhere and _compiled(rule.not_anywhere).search(text):
        return bool(rule.unless_anywhere) and _compiled(rule.unless_anywhere).search(text) is not None
    return True


def _leader_code(entry: Entry, when: date | None) -> str:
    """Whom a leader's name means on a day: the one in office, else the last to hold it before."""
    people = [leaders()[place] for place in entry.leaders]
    if when is None:
        return people[-1].code
    serving = [p for p in people if p.since <= when and (p.until is None or when <= p.until)]
    return (serving or people)[-1].code


def _whole_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or before == "_") and not (after.isalnum() or after == "_")


def find(text: str, when: date | None = None) -> list[Mention]:
    """All mentions in order of place; overlapping names give the longest. `when` decides between leaders."""
    hits: list[tuple[int, int, Entry]] = []
    for last, entry in automaton().iter(text):
        start = last + 1 - len(entry.surface)
        if _whole_word(text, start, last + 1):
            hits.append((start, last + 1, entry))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    found: list[Mention] = []
    taken = 0
    for start, end, entry in hits:
        if start < taken:
            continue
        taken = end
        if not entry.code or not _is_country(entry, text, start, end):
            continue
        code = _leader_code(entry, when) if entry.kind is MentionKind.LEADER else entry.code
        found.append(Mention(code, start, end, entry.surface, entry.kind))
    return found
