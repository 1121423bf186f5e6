"""How sure a report is: of reports with confidence 0.9, nine in ten tell of a pact that exists between these parties.

A statement's frames each have a probability; this weighs them together with what else the article says, in one small
linear model whose answer is calibrated (`docs/reading.md` has the table).
"""

import math
from collections.abc import Mapping, Sequence

from services.extractor.reading.document import Statement
from services.extractor.reading.judge import linear
from services.extractor.reading.linear import Linear, log_odds, logistic
from services.extractor.reading.values import AnchorKind

NONE = -4.0
"""Log-odds of a second frame where there is none."""


def measures(statement: Statement, all_statements: Sequence[Statement], sentences: int) -> dict[str, float]:
    """What the confidence goes by, by name; `sentences`: how many the article has."""
    best = statement.best
    scores = [frame.score for frame in statement.frames]
    tops = [other.best.score for other in all_statements]
    first = min(frame.sentence.index for frame in statement.frames if frame.score >= 0.6 * best.score)
    return {
        "best": log_odds(best.score),
        "second": log_odds(scores[1]) if len(scores) > 1 else NONE,
        "frames": float(min(len(scores), 6)),
        "rank_1": float(all(best.score >= top for top in tops)),
        "rank_2": float(sum(top > best.score for top in tops) == 1),
        "behind": log_odds(max(tops)) - log_odds(best.score),
        "rivals": float(sum(top > 0.4 for top in tops)),
        **{name: float(share) for name, share in statement.certainty.items()},
        "length": math.log(max(sentences, 1)),
        "title_alone": float(first == 0 and best.sentence.is_title),
        "titled": float(any(frame.sentence.is_title for frame in statement.frames)),
        "lead": float(first <= 1),
        "early": float(first <= 2),
        "place": math.log1p(first),
        "pair": float(len(statement.parties) == 2),
        "many": float(len(statement.parties) > 4),
        "membership": float(best.anchor.kind is AnchorKind.MEMBERSHIP),
        "act": float(best.anchor.kind is AnchorKind.ACT),
    }


def confidence(statement: Statement, all_statements: Sequence[Statement], sentences: int) -> float:
    """The confidence of a statement, 0 to 1, rounded to two places."""
    return sure(linear("confidence"), measures(statement, all_statements, sentences))


def sure(by: Linear, measured: Mapping[str, float]) -> float:
    """The confidence that a model gives for the measures, rounded to two places."""
    score = by.bias[0] + sum(by.weights[name][0] * value for name, value in measured.items() if name in by.weights)
    return round(logistic(score), 2)
