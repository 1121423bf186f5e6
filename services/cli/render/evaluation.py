"""Scores in a terminal."""

from collections.abc import Iterable

from services.cli.render import words
from services.cli.render.listing import Listing
from services.extractor.evaluation import Evaluation, Rate, Score, lines
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


def mistakes(evaluation: Evaluation) -> Listing:
    """How often each mistake was made, and in how many articles."""
    return Listing(
        ("mistake", "times", "articles"),
        [
            (kind, str(times), str(sum(kind in miss.mistakes for miss in evaluation.misses)))
            for kind, times in evaluation.mistakes.items()
        ],
        whole=frozenset({"mistake"}),
        numbers=frozenset({"times", "articles"}),
    )


def misses(evaluation: Evaluation, most: int) -> Listing:
    """What was wanted and what was read, of each mistake `most` articles; one with two mistakes is there twice."""
    rows = []
    for kind in evaluation.mistakes:
        made = [miss for miss in evaluation.misses if kind in miss.mistakes]
        rows += [(kind, words.clean(miss.article_id), _events(miss.wanted), _events(miss.read)) for miss in made[:most]]
    return Listing(("mistake", "article", "wanted", "read"), rows, whole=frozenset({"mistake", "article"}))


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
