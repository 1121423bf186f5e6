"""Which words tell a pact's type, and in which order they are asked."""

import pytest

from services.extractor.reading.pact_types import pact_type
from services.extractor.reading.values import AnchorKind
from shared.vocabulary import PactType


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        ("a security and defence partnership that covers the arms industry", PactType.SECURITY_COOPERATION),
        ("a defence pact under which troops may use two airfields", PactType.ACCESS_BASING),
        ("a pact that binds each to help if either is attacked", PactType.MUTUAL_DEFENCE),
        ("a deal for the purchase of twelve frigates", PactType.ARMS_PROCUREMENT),
        ("a logistics support agreement", PactType.DEFENCE_COOPERATION),
    ],
)
def test_the_name_and_what_follows_it_come_first(near: str, expected: PactType) -> None:
    assert pact_type(AnchorKind.PACT, near, f"They signed {near}.") is expected


def test_the_sentence_tells_where_the_name_does_not() -> None:
    sentence = "Its soldiers will have immunity under the accord."
    assert pact_type(AnchorKind.PACT, "the accord", sentence) is PactType.STATUS_OF_FORCES


def test_an_office_says_nothing_of_what_is_agreed() -> None:
    sentence = "The defence ministers signed the accord."
    assert pact_type(AnchorKind.PACT, "the accord", sentence) is PactType.SECURITY_COOPERATION


def test_the_partnership_for_peace_is_no_alliance() -> None:
    found = pact_type(AnchorKind.MEMBERSHIP, "join the Partnership for Peace", "")
    assert found is PactType.DEFENCE_COOPERATION
