"""Duration, dates, signatories and codes of other data."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.reading import dates, mentions
from services.extractor.reading.crosswalk import crosswalk
from services.extractor.reading.duration import duration
from services.extractor.reading.provisions import obligations, provisions
from services.extractor.reading.signatories import signatories
from shared.vocabulary import Obligation, PactType, Precision, Provision, Stage

MONDAY = date(2024, 6, 17)


@pytest.mark.parametrize(
    ("text", "words", "years"),
    [
        ("a ten-year security agreement", "10 years", 10),
        ("a 5-year military pact", "5 years", 5),
        ("The pact is valid for an initial period of 25 years.", "25 years", 25),
        ("extended for another six months", "6 months", 0.5),
        ("a long-term security accord", "long-term", None),
        ("an open-ended arrangement", "indefinite", None),
    ],
)
def test_duration(text: str, words: str, years: float | None) -> None:
    found = duration(text)
    assert found is not None
    assert (found.text, found.years) == (words, years)


@pytest.mark.parametrize("text", ["a defence pact", "the five-year-old president", "in ten years' time"])
def test_no_duration(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("signed on 3 May 2024", date(2024, 5, 3), Precision.DAY),
        ("signed on May 3, 2024", date(2024, 5, 3), Precision.DAY),
        ("signed in May 2024", date(2024, 5, 1), Precision.MONTH),
        ("signed on June 14", date(2024, 6, 14), Precision.DAY),
        ("signed on Friday", date(2024, 6, 14), Precision.DAY),
        ("signed yesterday", date(2024, 6, 16), Precision.DAY),
        ("signed", MONDAY, Precision.DAY),
    ],
)
def test_when_it_happened(text: str, on: date, precision: Precision) -> None:
    found = dates.occurred_on(text, MONDAY)
    assert found is not None
    assert (found.on, found.precision) == (on, precision)


def test_a_planned_step_without_a_day_has_none() -> None:
    assert dates.occurred_on("will sign", MONDAY, future=True) is None
    coming = dates.occurred_on("will sign on Friday", MONDAY, future=True)
    assert coming is not None
    assert coming.on == date(2024, 6, 21)


def test_beginning_and_end() -> None:
    begins = dates.effective_on("It will enter into force on 1 January 2025.")
    ends = dates.expires_on("It runs until 2030.")
    assert begins is not None
    assert begins.on == date(2025, 1, 1)
    assert ends is not None
    assert (ends.on.year, ends.precision) == (2030, Precision.YEAR)
    assert dates.effective_on("The pact is signed.") is None


@given(st.text(max_size=120))
def test_dates_never_raise(text: str) -> None:
    dates.occurred_on(text, MONDAY)
    dates.effective_on(text)
    dates.expires_on(text)
    duration(text)


def test_signatories_are_those_of_the_parties() -> None:
    text = (
        "Peruvian President Ana Flores and Chilean Prime Minister Luis Soto signed it before Swiss President Ada Meyer."
    )
    found = signatories([(0, text)], mentions.find(text), {"PER", "CHL"})
    assert [(s.name, s.title, s.for_code) for s in found] == [
        ("Ana Flores", "President", "PER"),
        ("Luis Soto", "Prime Minister", "CHL"),
    ]


def test_obligations_follow_from_type_and_provisions() -> None:
    assert obligations(PactType.MUTUAL_DEFENCE, []) == (Obligation.DEFENCE,)
    assert obligations(PactType.SECURITY_COOPERATION, [Provision.CONSULTATION]) == (Obligation.CONSULTATION,)
    assert obligations(PactType.OTHER, provisions(["nothing"])) == ()


@pytest.mark.parametrize("stage", list(Stage))
def test_every_step_has_codes(stage: Stage) -> None:
    codes = crosswalk(PactType.MUTUAL_DEFENCE, stage, (Obligation.DEFENCE,))
    assert codes.cameo
    assert codes.plover_event
    assert codes.atop == (Obligation.DEFENCE,)
