"""How single things are worded."""

from datetime import UTC, date, datetime

import pytest

from services.cli.render import words
from shared.messages import Evidence, FuzzyDate, Mention, Party, Signatory, Span
from shared.vocabulary import MentionRole, PartyRole, Precision, Stage


def test_text_from_outside_is_one_harmless_line() -> None:
    assert words.clean("a\x1b[2Jb\n\n c\u202ed\x00\x9b") == "a [2Jb c d"


def test_letters_of_every_script_stay() -> None:
    assert words.clean("Київ 東京 Zürich 👍🏽") == "Київ 東京 Zürich 👍🏽"


@pytest.mark.parametrize(
    ("amount", "said"), [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 days"), (-3, "0 s")]
)
def test_ages(amount: float, said: str) -> None:
    assert words.seconds(amount) == said


@pytest.mark.parametrize(
    ("precision", "said"), [(Precision.DAY, "3 June 2024"), (Precision.MONTH, "June 2024"), (Precision.YEAR, "2024")]
)
def test_a_date_is_as_exact_as_it_is_known(precision: Precision, said: str) -> None:
    assert words.day(FuzzyDate(on=date(2024, 6, 3), precision=precision)) == said


def test_numbers_of_things() -> None:
    assert [words.many(n, noun) for n, noun in ((0, "alert"), (1, "alert"), (2, "delivery"))] == [
        "0 alerts",
        "1 alert",
        "2 deliveries",
    ]


def test_moments_are_utc() -> None:
    assert words.moment(datetime(2024, 1, 1, 12, tzinfo=UTC)) == "2024-01-01 12:00:00"


def test_parties_and_those_only_mentioned() -> None:
    joining = (Party(code="SWE", name="Sweden", role=PartyRole.CANDIDATE), Party(code="NATO", name="NATO"))
    assert words.parties(joining) == "🇸🇪 Sweden (candidate) · NATO"
    others = (Mention(code="RUS", name="Russia", role=MentionRole.THREAT), Mention(code="ITA", name="Italy"))
    assert words.mentioned(others) == "🇷🇺 Russia (threat), 🇮🇹 Italy"


def test_a_code_from_the_future_is_its_own_name() -> None:
    assert words.country("XYZ") == "XYZ"


def test_signatories_have_titles_and_countries() -> None:
    people = (Signatory(name="A. B.", title="President", for_code="UKR"), Signatory(name="C. D."))
    assert words.signatories(people) == "A. B. (President, Ukraine); C. D."


def test_the_trigger_stands_out() -> None:
    said = words.sentence(
        Evidence(sentence="They signed (again).", span=Span(start=0, end=1), trigger="signed (again)")
    )
    assert said.plain == "“They signed (again).”"
    assert any(span.style == "bold" and said.plain[span.start : span.end] == "signed (again)" for span in said.spans)


def test_every_stage_has_a_colour() -> None:
    assert all(words.stage(stage).style for stage in Stage)
