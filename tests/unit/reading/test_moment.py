"""When a sentence puts what it tells."""

from datetime import date

import pytest

from services.extractor.reading.moment import AROUND, traits

DAY = date(2024, 6, 17)


def times(text: str, when: date | None = DAY) -> set[str]:
    """The times named, without what is near."""
    return {name.removeprefix("r:time=") for name in traits(text, 0, 0, when) if name.startswith("r:time=")}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("They signed it on Monday.", {"day"}),
        ("They signed it yesterday.", {"day"}),
        ("It was signed two years ago.", {"ago"}),
        ("The decade-long pact has lapsed after decades.", {"ago"}),
        ("It was signed last month.", {"last month"}),
        ("It was signed last autumn.", {"last"}),
        ("It will be signed next week.", {"next"}),
        ("It was signed in June.", {"month0"}),
        ("It was signed in May.", {"month1"}),
        ("It was signed in January.", {"monthold"}),
        ("It will be signed in July.", {"monthnext"}),
        ("It was signed in 2024.", {"year0"}),
        ("It was signed in 2023.", {"year1"}),
        ("It was signed in 1951.", {"yearold"}),
        ("It runs until 2030.", {"yearnext"}),
        ("It was signed on Friday, 73 years after that of 1951.", {"day", "yearold"}),
    ],
)
def test_times_are_told_by_their_distance_from_the_article(text: str, named: set[str]) -> None:
    assert times(text) == named


@pytest.mark.parametrize("text", ["It may lapse.", "Troops march on.", "They paid $2000 and £1999.", "Room 21005."])
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    assert times(text) == {"none"}


def test_without_a_day_of_the_article_months_and_years_are_only_named() -> None:
    assert times("It was signed in January 1951.", None) == {"month", "year"}
    assert times("It was signed on Monday.", None) == {"day"}


def test_a_time_near_the_step_says_on_which_side_it_stands() -> None:
    text = "On Monday they signed a defence treaty."
    start = text.index("signed")
    assert traits(text, start, len(text), DAY) == {"r:time=day", "r:near=day", "r:near=day+before"}
    text = "They signed a defence treaty on Monday."
    assert "r:near=day+after" in traits(text, text.index("signed"), text.index(" on"), DAY)


@pytest.mark.parametrize(("gap", "near"), [(AROUND - 1, True), (AROUND, False)])
def test_a_time_further_away_is_not_the_steps(gap: int, near: bool) -> None:
    text = "signed" + " " * gap + "Monday"
    assert ("r:near=day" in traits(text, 0, len("signed"), DAY)) is near
