"""Which type of pact the words tell."""

import re

from services.extractor.reading.rulebook import type_rules, words
from services.extractor.reading.values import AnchorKind
from shared.vocabulary import PactType

DEFAULT = {
    AnchorKind.PACT: PactType.SECURITY_COOPERATION,
    AnchorKind.COOPERATION: PactType.DEFENCE_COOPERATION,
    AnchorKind.MEMBERSHIP: PactType.ALLIANCE_ACCESSION,
    AnchorKind.ACCESS: PactType.ACCESS_BASING,
    AnchorKind.ACT: PactType.DEFENCE_COOPERATION,
}

PARTNERSHIP = r"Partnership for Peace"
"""What can be joined like an alliance but is none: its members owe each other nothing."""
OFFICE = re.compile(
    r"(?<!\w)(?:(?:defen[cs]e|security|military|intelligence|army|navy|armed forces)(?:'s)? "
    r"(?:ministers?|ministry|ministries|secretar(?:y|ies)|chiefs?|advis[eo]rs?|councils?(?! inside)|officials?|"
    r"spokes\w+|leaders?|officers?|sources?|government|rulers?|junta|committees?|attach\w+|experts?|analysts?|"
    r"establishment|commanders?|delegations?|teams?|services? chiefs?)|"
    r"heads? of (?:military )?intelligence|"
    r"(?:Department|Ministry|Secretary|Minister) (?:of|for) (?:National )?Defen[cs]e)"
    r"(?!\w)",
    re.IGNORECASE,
)
"""Who speaks or signs: the words of an office say nothing of what is agreed."""


def pact_type(kind: AnchorKind, near: str, sentence: str) -> PactType:
    """The type that the words `near` the pact tell, else the sentence's, else what the kind of anchor suggests."""
    if kind is AnchorKind.MEMBERSHIP and not words(PARTNERSHIP).search(near):
        return PactType.ALLIANCE_ACCESSION
    return _told(near, sentence) or DEFAULT[kind]


def _told(near: str, sentence: str) -> PactType | None:
    near, sentence = OFFICE.sub("", near), OFFICE.sub("", sentence)
    for rule in type_rules().rules:
        if rule.near and words(rule.near).search(near):
            return rule.type
        if rule.sentence and words(rule.sentence).search(sentence):
            return rule.type
    return None
