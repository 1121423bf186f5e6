"""What kinds of mistakes an article was read with."""

import pytest

from services.extractor.evaluation import evaluate
from services.extractor.labels import Event
from services.extractor.mistakes import Mistake, mistakes


def event(parties: str, stage: str = "signed", optional: str = "") -> Event:
    return Event(frozenset(parties.split()), stage, "defence_cooperation", optional=frozenset(optional.split()))


PACT = event("PER CHL")


@pytest.mark.parametrize(
    ("wanted", "read", "made"),
    [
        ([PACT], [PACT], []),
        ([], [], []),
        ([PACT, PACT], [], [Mistake.MISSED_ARTICLE]),
        ([], [PACT, PACT], [Mistake.FALSE_ALARM]),
        ([PACT], [event("PER BRA")], [Mistake.WRONG_PARTIES]),
        ([event("PER CHL", optional="BRA")], [event("PER CHL BRA")], []),
        ([PACT], [event("PER BRA", "agreed")], [Mistake.WRONG_PARTIES, Mistake.WRONG_STAGE]),
        ([PACT], [PACT, event("USA JPN")], [Mistake.EXTRA_EVENT]),
        ([PACT, event("USA JPN")], [PACT], [Mistake.MISSED_EVENT]),
        ([PACT], [event("USA JPN")], [Mistake.EXTRA_EVENT, Mistake.MISSED_EVENT]),
    ],
)
def test_mistakes_by_kind(wanted: list[Event], read: list[Event], made: list[Mistake]) -> None:
    assert list(mistakes(tuple(wanted), tuple(read))) == made


def test_mistakes_are_counted_over_all_articles() -> None:
    row = {"parties": ["PER", "CHL"], "stage": "signed", "pact_type": "defence_cooperation"}
    found = evaluate([{"id": name, "events": [row]} for name in "ab"], [])
    assert found.mistakes[Mistake.MISSED_ARTICLE] == 2
    assert sum(found.mistakes.values()) == 2
    assert [miss.mistakes for miss in found.misses] == [(Mistake.MISSED_ARTICLE,)] * 2


def test_the_closer_of_two_peoples_labels_is_the_one_that_was_missed() -> None:
    row = {"parties": ["PER", "CHL"], "stage": "signed", "pact_type": "defence_cooperation"}
    other = {**row, "parties": ["PER", "CHL", "BRA"], "stage": "negotiating"}
    labelled = {"id": "a", "events": [other], "second_events": [row]}
    read = {"article_id": "a", "reports": [{**row, "stage": "ratified"}]}
    [miss] = evaluate([labelled], [read]).misses
    assert miss.mistakes == (Mistake.WRONG_STAGE,)
