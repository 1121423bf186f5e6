"""Who signed, and for whom: a name after an office of a party's country."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from services.extractor.reading.rulebook import leaders
from services.extractor.reading.values import Mention
from shared.messages import Signatory

OFFICE = (
    r"(?:Deputy |Vice |Acting |Interim )?(?:Prime Minister|President|Chancellor|Premier|King|Emir|Crown Prince|"
    r"Sultan|Secretary[- ]General|"
    r"Secretary of (?:State|Defen[cs]e|War)|(?:Foreign|Defen[cs]e|Interior|Security) (?:Minister|Secretary)|"
    r"Minister (?:of|for) (?:Foreign Affairs|Defen[cs]e|the Interior)|Ambassador)"
)
PERSON = r"(?:[A-Z][\w'’-]+)(?: (?:bin|al|el|de|da|van|von|der|Al|El)\b| [A-Z]\.| [A-Z][\w'’-]+){0,4}"
NAMED = re.compile(
    rf"\b(?P<office>{OFFICE}|(?i:prime minister|president|chancellor|defen[cs]e minister|foreign minister|"
    rf"defen[cs]e secretary)),? (?P<name>{PERSON})"
)
SIGNING = re.compile(
    r"\bsign(?:s|ed|ing)?\b|\bsignature\b|\bceremony\b|\bink(?:s|ed)\b|\battended by\b|\bconclud", re.IGNORECASE
)


def _title_case(office: str) -> str:
    small = {"of", "for", "the"}
    return " ".join(word if word in small else word[:1].upper() + word[1:] for word in office.split())


def signatories(
    sentences: Iterable[tuple[int, str]], mentions: list[Mention], parties: set[str]
) -> tuple[Signatory, ...]:
    """Those whom sentences of signing name with their office; `sentences` are (offset, text).

    Someone counts only for a party: the one named right before the office ("Japanese Prime Minister …"), else the one
    that a known leader leads.
    """
    found: dict[str, Signatory] = {}
    ends = [m.end for m in mentions]
    for offset, text in sentences:
        if not SIGNING.search(text):
            continue
        for match in NAMED.finditer(text):
            start = offset + match.start()
            name = match.group("name").rstrip(",")
            last = bisect_right(ends, start)
            before = mentions[last - 1] if last and start - ends[last - 1] <= 2 else None
            known = [leader.code for leader in leaders() if name in leader.names]
            code = before.code if before else known[0] if known else None
            if code in parties and " " in name:
                found.setdefault(name, Signatory(name=name, title=_title_case(match.group("office")), for_code=code))
    return tuple(found.values())
