from typing import Any

import pytest

from services.extractor.evaluation import Rate, evaluate, lines
from services.extractor.labels import folded_stage


def event(parties: str, stage: str = "signed", pact_type: str = "defence_cooperation", **more: Any) -> dict[str, Any]:
    return {"parties": parties.split(), "stage": stage, "pact_type": pact_type, **more}


def gold(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "a", "events": list(events), "borderline": False, "stratum": "brief", **more}


def row(*reports: dict[str, Any]) -> dict[str, Any]:
    return {"article_id": "a", "reports": list(reports)}


def test_exactly_right() -> None:
    result = evaluate([gold(event("PER CHL"))], [row(event("CHL PER"))])
    assert result.strict.detection == result.strict.events == Rate(right=1)
    assert result.strict.alerts == Rate(right=2)
    assert result.strict.events.f1 == 1.0
    assert not result.misses


def test_a_wrong_party_is_a_wrong_event_and_two_wrong_alerts() -> None:
    result = evaluate([gold(event("PER CHL"))], [row(event("PER BRA"))])
    assert result.strict.detection == Rate(right=1)
    assert result.strict.events == Rate(wrong=1, missing=1)
    assert result.strict.alerts == Rate(right=1, wrong=1, missing=1)
    assert [miss.article_id for miss in result.misses] == ["a"]


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [("agreed", "announced"), ("proposed", "announced"), ("initialled", "signed"), ("amended", "extended")],
)
def test_fine_stages_fold_onto_the_labels(fine: str, coarse: str) -> None:
    assert folded_stage(fine) == coarse
    assert evaluate([gold(event("PER CHL", coarse))], [row(event("PER CHL", fine))]).strict.events == Rate(right=1)


def test_what_is_not_told_as_news_does_not_count() -> None:
    reports = [event("PER CHL", modality=m) for m in ("hypothetical", "denied", "historical")]
    result = evaluate([gold()], [row(*reports, event("PER CHL", "invoked"))])
    assert result.strict.detection == result.strict.alerts == Rate()


def test_optional_parties_may_be_there_or_not() -> None:
    labelled = gold(event("PER CHL", optional=["BRA"]))
    for read in ("PER CHL", "PER CHL BRA"):
        result = evaluate([labelled], [row(event(read))])
        assert result.strict.events == Rate(right=1)
        assert result.strict.alerts == Rate(right=2)


def test_candidates_on_the_same_step_are_one_event() -> None:
    labelled = gold(event("NATO FIN SWE", "ratified", "alliance_accession"))
    read = row(event("NATO FIN", "ratified", "alliance_accession"), event("NATO SWE", "ratified", "alliance_accession"))
    assert evaluate([labelled], [read]).strict.events == Rate(right=1)


def test_alternatives_and_debatable_articles_count_only_leniently() -> None:
    labelled = gold(event("PER CHL", "negotiating", alt_stage="announced"), borderline=True)
    result = evaluate([labelled], [row(event("PER CHL", "agreed"))])
    assert result.strict.articles == 0
    assert result.lenient.events == Rate(right=1)


def test_of_two_readers_the_one_that_agrees_counts() -> None:
    labelled = gold(event("PER CHL"), second_events=[event("PER CHL", "ratified")])
    assert evaluate([labelled], [row(event("PER CHL", "ratified"))]).strict.events == Rate(right=1)


def test_an_article_without_a_row_was_read_and_found_empty() -> None:
    result = evaluate([gold(event("PER CHL"))], [])
    assert result.unread == 1
    assert result.strict.detection == Rate(missing=1)
    assert result.strict.detection.precision == result.strict.detection.recall == result.strict.detection.f1 == 0.0


def test_scores_are_shown_by_name() -> None:
    shown = [name for name, _ in lines(evaluate([gold(event("PER CHL"))], []))]
    assert shown == ["strict", "lenient", "strict brief"]
