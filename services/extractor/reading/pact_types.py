"""Which type of pact the words tell."""

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


def pact_type(kind: AnchorKind, near: str, sentence: str) -> PactType:
    """The type that the words `near` the pact tell, else the sentence's, else what the kind of anchor suggests."""
    if kind is AnchorKind.MEMBERSHIP and not words(PARTNERSHIP).search(near):
        return PactType.ALLIANCE_ACCESSION
    for rule in type_rules().rules:
        if rule.near and words(rule.near).search(near):
            return rule.type
        if rule.sentence and words(rule.sentence).search(sentence):
            return rule.type
    return DEFAULT[kind]
