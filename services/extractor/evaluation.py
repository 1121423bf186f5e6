"""How well the reading does against hand labels.

Three measures: *detection* (does an article tell of a pact at all), *events* (exactly the right parties and stage) and
*country alerts* (of all pairs of article and country that should alert, which do). For events that could be paired,
the shares with the right parties, stage and type. Strict leaves out articles labelled as debatable; lenient counts
them and lets a label's alternatives pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.extractor.labels import Event, Label, family, label, news
from services.extractor.mistakes import Mistake, mistakes, pairs, same_parties


@dataclass(frozen=True, slots=True)
class Rate:
    """Right, wrong and missing."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.right + other.right, self.wrong + other.wrong, self.missing + other.missing)

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 0 when nothing was read."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was read; 0 when nothing is there."""
        return self.right / (self.right + self.missing) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """All measures over some articles; the last five count pairs of a labelled and a read event."""

    articles: int = 0
    detection: Rate = Rate()
    events: Rate = Rate()
    alerts: Rate = Rate()
    pairs: int = 0
    parties_right: int = 0
    stage_right: int = 0
    type_right: int = 0
    family_right: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.articles + other.articles,
            self.detection + other.detection,
            self.events + other.events,
            self.alerts + other.alerts,
            self.pairs + other.pairs,
            self.parties_right + other.parties_right,
            self.stage_right + other.stage_right,
            self.type_right + other.type_right,
            self.family_right + other.family_right,
        )

    def share(self, count: int) -> float:
        """`count` as a share of the pairs."""
        return count / self.pairs if self.pairs else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """An article that was not read exactly right."""

    article_id: str
    wanted: tuple[Event, ...]
    read: tuple[Event, ...]
    mistakes: tuple[Mistake, ...] = ()
    """What is wrong, each mistake as often as it was made."""


@dataclass(slots=True)
class Evaluation:
    """The scores of a label file."""

    strict: Score = field(default_factory=Score)
    lenient: Score = field(default_factory=Score)
    strata: dict[str, Score] = field(default_factory=dict)
    """Strict scores by stratum."""
    misses: list[Miss] = field(default_factory=list)
    mistakes: dict[Mistake, int] = field(default_factory=lambda: dict.fromkeys(Mistake, 0))
    """How often each mistake was made, of strict reading."""
    unread: int = 0
    """Labelled articles without a row of reports: counted as read and found empty."""


def _against(wanted: tuple[Event, ...], read: tuple[Event, ...], lenient: bool) -> Score:
    """The score of one article against one reading of it."""
    should = frozenset[str]().union(*(e.parties for e in wanted))
    may = frozenset[str]().union(*(e.optional for e in wanted))
    did = frozenset[str]().union(*(e.parties for e in read))
    paired = pairs(wanted, read)
    parties = [same_parties(w, r) for w, r in paired]
    stages = [r.stage == w.stage or (lenient and r.stage in w.other_stages) for w, r in paired]
    types = [r.pact_type == w.pact_type or (lenient and r.pact_type in w.other_types) for w, r in paired]
    near = [family(r.pact_type) in {family(t) for t in (w.pact_type, *w.other_types)} for w, r in paired]
    exact = sum(p and s for p, s in zip(parties, stages, strict=True))
    return Score(
        articles=1,
        detection=Rate(int(bool(read and wanted)), int(bool(read) > bool(wanted)), int(bool(wanted) > bool(read))),
        events=Rate(exact, len(read) - exact, len(wanted) - exact),
        alerts=Rate(len(should & did), len(did - should - may), len(should - did)),
        pairs=len(paired),
        parties_right=sum(parties),
        stage_right=sum(stages),
        type_right=sum(types),
        family_right=sum(near),
    )


def _agreement(score: Score) -> tuple[int, int]:
    return (
        score.events.right - score.events.wrong - score.events.missing,
        score.alerts.right - score.alerts.wrong - score.alerts.missing,
    )


def score(labelled: Label, read: tuple[Event, ...], lenient: bool = False) -> Score:
    """The score of one article; of two people's labels the one that agrees better counts."""
    return _best(labelled, read, lenient)[1]


def _best(labelled: Label, read: tuple[Event, ...], lenient: bool) -> tuple[tuple[Event, ...], Score]:
    scored = ((wanted, _against(wanted, read, lenient)) for wanted in labelled.readings)
    return max(scored, key=lambda one: _agreement(one[1]))


def evaluate(gold: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]) -> Evaluation:
    """Score rows of reports (`article_id`, `reports`) against rows of labels."""
    read = {str(row["article_id"]): news(row["reports"]) for row in rows}
    result = Evaluation()
    for labelled in map(label, gold):
        result.unread += labelled.id not in read
        events = read.get(labelled.id, ())
        result.lenient += score(labelled, events, lenient=True)
        if labelled.borderline:
            continue
        wanted, strict = _best(labelled, events, lenient=False)
        result.strict += strict
        result.strata[labelled.stratum] = result.strata.get(labelled.stratum, Score()) + strict
        if strict.events.wrong or strict.events.missing:
            made = tuple(mistakes(wanted, events))
            result.misses.append(Miss(labelled.id, wanted, events, made))
            for mistake in made:
                result.mistakes[mistake] += 1
    return result


def lines(evaluation: Evaluation) -> list[tuple[str, Score]]:
    """The scores with their names, as they are shown: strict, lenient, then each stratum."""
    named = [("strict", evaluation.strict), ("lenient", evaluation.lenient)]
    return named + sorted((f"strict {name or 'other'}", one) for name, one in evaluation.strata.items())
