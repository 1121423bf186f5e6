"""Which pact a report speaks of."""

from datetime import timedelta

import pytest

from services.registrar import identity, pact
from shared.messages import PactReport
from shared.vocabulary import PactType, Stage
from tests.messages import NOON, report

SIGNED = pact.opened(report("JPN", "UKR"))


@pytest.mark.parametrize(
    "other",
    [
        report("UKR", "JPN", source="Other Times"),
        report("JPN", "UKR", source="Other Times", pact_type=PactType.DEFENCE_COOPERATION),
        report("JPN", "UKR", source="Other Times", stage=Stage.IN_FORCE, at=NOON + timedelta(days=200)),
        report("JPN", "UKR", source="Other Times", stage=Stage.NEGOTIATING, at=NOON - timedelta(days=20)),
    ],
)
def test_same_pact(other: PactReport) -> None:
    assert identity.find(other, [SIGNED]) == SIGNED


@pytest.mark.parametrize(
    "other",
    [
        report("JPN", "POL"),
        report("JPN", "UKR", pact_type=PactType.ARMS_PROCUREMENT),
        report("JPN", "UKR", at=NOON + timedelta(days=200)),
        report("JPN", "UKR", stage=Stage.IN_FORCE, at=NOON + timedelta(days=2000)),
        report("JPN"),
        report("JPN", "UKR", pact_type=PactType.MUTUAL_DEFENCE),
    ],
)
def test_another_pact(other: PactReport) -> None:
    assert identity.find(other, [SIGNED]) is None


def test_two_kinds_of_agreement_signed_in_one_month_are_two_pacts() -> None:
    intelligence = pact.opened(report(pact_type=PactType.INTELLIGENCE_SHARING))
    later = NOON + timedelta(days=20)
    assert identity.find(report(pact_type=PactType.LOGISTICS, at=later), [intelligence]) is None
    assert identity.find(report(pact_type=PactType.SECURITY_COOPERATION, at=later), [intelligence]) == intelligence


def test_a_notice_taken_back_after_months_is_about_the_same_pact() -> None:
    ended = pact.opened(report(stage=Stage.TERMINATED))
    months_later = NOON + timedelta(days=92)
    assert identity.find(report(stage=Stage.EXTENDED, at=months_later), [ended]) == ended
    assert identity.find(report(stage=Stage.SIGNED, at=months_later), [ended]) is None


def test_a_date_in_the_future_does_not_count() -> None:
    article = report().article.model_copy(update={"published_at": NOON + timedelta(days=27_000)})
    assert identity.seen_at(report().model_copy(update={"article": article})) == NOON


def test_a_partial_list_of_parties_is_enough_for_two_close_in_time() -> None:
    three = pact.opened(report("JPN", "USA", "PHL"))
    assert identity.find(report("JPN", "USA", source="Brief"), [three]) == three
    assert identity.find(report("JPN", "USA", stage=Stage.IN_FORCE, at=NOON + timedelta(days=90)), [three]) is None


def test_two_proper_names_are_two_pacts() -> None:
    named = pact.opened(report("JPN", "UKR", name="Accord on Support"))
    assert identity.find(report("JPN", "UKR", name="Reciprocal Access Treaty"), [named]) is None
    assert identity.find(report("JPN", "UKR", name="The Accord on Support"), [named]) == named


def test_the_best_candidate_wins_whatever_the_order() -> None:
    wide = pact.opened(report("JPN", "UKR", "POL"))
    for order in ([SIGNED, wide], [wide, SIGNED]):
        assert identity.find(report("JPN", "UKR", source="X"), order) == SIGNED


def test_every_type_has_a_family() -> None:
    assert set(identity.FAMILY) == set(PactType)
