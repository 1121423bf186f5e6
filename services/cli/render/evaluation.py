"""Scores in a terminal."""

from collections.abc import Iterable, Sequence

from services.cli.render.listing import Listing
from services.extractor.evaluation import Evaluation, Miss, Rate, Score, lines
from services.extractor.labels import Event

SHARES = ("parties", "stage", "type")


def table(evaluation: Evaluation) -> Listing:
    """One line for each way of counting: precision, recall and F1; then what is right where events could be paired."""
    rates = tuple(f"{measure} P R F1" for measure in ("detection", "events", "alerts"))
    return Listing(
        ("", "articles", *rates, *SHARES),
        [(name, *_cells(score)) for name, score in lines(evaluation)],
        whole=frozenset({"", *rates}),
        numbers=frozenset({"articles", *SHARES}),
    )


def misses(of: Sequence[Miss]) -> Listing:
    """What was wanted and what was read, article by article."""
    return Listing(
        ("article", "wanted", "read"),
        [(miss.article_id, _events(miss.wanted), _events(miss.read)) for miss in of],
        whole=frozenset({"article"}),
    )


def _cells(score: Score) -> list[str]:
    rates = [_rate(rate) for rate in (score.detection, score.events, score.alerts)]
    shares = [score.share(count) for count in (score.parties_right, score.stage_right, score.type_right)]
    return [str(score.articles), *rates, *(_two(share) for share in shares)]


def _rate(rate: Rate) -> str:
    return f"{_two(rate.precision)} {_two(rate.recall)} {_two(rate.f1)}"


def _two(value: float) -> str:
    return f"{value:.2f}"


def _events(events: Iterable[Event]) -> str:
    return "; ".join(f"{' '.join(sorted(event.parties))} {event.stage} ({event.pact_type})" for event in events) or "–"
