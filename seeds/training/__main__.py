"""Train the models of the reading and say how good they are on articles held back."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from seeds.training import fit, measure
from seeds.training.examples import Labelled, Source, load, told
from services.extractor.evaluation import Score, evaluate, lines
from services.extractor.labels import folded_stage
from services.extractor.reading import Reader, parse
from services.extractor.reading.confidence import sure
from services.extractor.reading.document import Statement
from services.extractor.reading.judge import NO, YES, Judge, Model
from services.extractor.reading.linear import Linear
from services.extractor.reading.reader import REPORTED
from services.extractor.reading.values import Frame

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "services" / "extractor" / "data" / "model"
FOLDS = 4
RULES_AND_SUBJECTS = ("r:", "c:", "m:", "mf:", "k:")
"""Traits of which a forest decides whether a frame is news; single words are left to the linear model."""
WITH_WORDS = (*RULES_AND_SUBJECTS, "n:", "w:")
OTHERS = 6000
"""Items of the world's news taken as plain negatives: one in a thousand of them is none."""
GATES = {
    "gate_words": (("w:", "b:"), 0.99),
    "gate_outline": (("w:", "b:", "c:", "d:", "k:", "t:"), 0.95),
}
"""The gates before the parser: what each goes by, and the share of the sentences with news that it has to let pass."""

Example = tuple[int, Frame, dict[str, Any] | None, float]


def sources(corpus: Path | None) -> list[Source]:
    """All labelled sets of this repository, and those of a corpus folder when there is one."""
    found = [Source("seeds", ROOT / "seeds" / "articles.jsonl", ROOT / "seeds" / "expected.jsonl")]
    for path in sorted((ROOT / "seeds" / "labelled").glob("*_articles.jsonl")):
        name = path.name.removesuffix("_articles.jsonl")
        found.append(Source(name, path, path.with_name(f"{name}_labels.jsonl")))
    if corpus is not None and (corpus / "dev_articles.jsonl").exists():
        found.append(Source("corpus", corpus / "dev_articles.jsonl", corpus / "dev_gold.jsonl"))
        world = ROOT / "seeds" / "labelled" / "world_labels.jsonl"
        archive = corpus / "world-2002-2014.jsonl.gz"
        found += [Source("world", archive, world, others=OTHERS)] if archive.exists() else []
    return found


def _answer(yes: bool) -> str:
    return YES if yes else NO


def judge(examples: Sequence[Example]) -> dict[str, fit.Stored]:
    """The models that weigh frames, in the form of their data files."""
    rows = [frame.features for _, frame, _, _ in examples]
    weights = [weight for *_, weight in examples]
    news = [_answer(event is not None) for _, _, event, _ in examples]
    right = [(frame, event, weight) for _, frame, event, weight in examples if event is not None]
    traits, counted = [frame.features for frame, _, _ in right], [weight for *_, weight in right]
    stages = [folded_stage(event["stage"]) for _, event, _ in right]
    kinds = [event["pact_type"] for _, event, _ in right]
    options = [
        (option.features, _answer(option.mention.code in event["parties"]), weight)
        for frame, event, weight in right
        for option in frame.options
        if option.mention.code not in event.get("optional", ())
    ]
    party = [list(column) for column in zip(*options, strict=True)]
    return {
        "news": _both(rows, news, weights, RULES_AND_SUBJECTS),
        "stage": _both(traits, stages, counted, WITH_WORDS),
        "type": _both(traits, kinds, counted, WITH_WORDS),
        "party": _both(party[0], party[1], party[2], None),
    }


def _both(
    rows: fit.Rows, answers: Sequence[str], weights: Sequence[float], prefixes: tuple[str, ...] | None
) -> fit.Stored:
    return {
        "linear": fit.linear(rows, answers, weights),
        "forest": fit.forest(rows, answers, weights, prefixes),
    }


def as_judge(stored: dict[str, fit.Stored]) -> Judge:
    """A judge of models just made."""
    return Judge(*(Model.of(stored[name]) for name in ("news", "stage", "type", "party")))


def gate(examples: Sequence[Example], prefixes: tuple[str, ...], passed: float) -> fit.Stored:
    """The linear model on traits with these prefixes that lets the share `passed` of sentences with news through."""
    sentences: dict[tuple[int, int], tuple[frozenset[str], bool, float]] = {}
    for number, frame, event, weight in examples:
        key = (number, frame.sentence.index)
        traits = frozenset(trait for trait in frame.features if trait.startswith(prefixes))
        known = sentences.get(key)
        sentences[key] = (traits, event is not None or (known is not None and known[1]), weight)
    rows = [traits for traits, _, _ in sentences.values()]
    answers = [_answer(yes) for _, yes, _ in sentences.values()]
    weights = [weight for *_, weight in sentences.values()]
    held: list[float] = []
    places = list(range(len(rows)))
    for fold in range(FOLDS):
        kept = [place for place in places if place % FOLDS != fold]
        made = Linear.of(fit.linear([rows[p] for p in kept], [answers[p] for p in kept], [weights[p] for p in kept]))
        held += [made.scores(rows[p])[0] for p in places[fold::FOLDS] if answers[p] == YES]
    stored = fit.linear(rows, answers, weights)
    held.sort()
    stored["bias"] = [round(stored["bias"][0] - held[int(len(held) * (1 - passed))], 3)]
    return {"linear": stored}


def confidence(tellings: Sequence[measure.Told]) -> fit.Stored:
    """The model that turns what is measured of a statement into a probability."""
    names = sorted(tellings[0].measured)
    values = np.array([[each.measured[name] for name in names] for each in tellings])
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=0.3, max_iter=1000).fit(
        (values - middle) / spread,
        [_answer(each.right) for each in tellings],
        sample_weight=[each.weight for each in tellings],
    )
    slopes = fitted.coef_[0] / spread
    bias = float(fitted.intercept_[0] - (slopes * middle).sum())
    weights = {name: [round(float(slope), 4)] for name, slope in zip(names, slopes, strict=True)}
    return {"linear": {"classes": [NO, YES], "bias": [round(bias, 4)], "weights": weights}}


def held_back(articles: Sequence[Labelled], examples: Sequence[Example]) -> list[measure.Told]:
    """The statements of all articles, each read by models that had not seen it."""
    tellings: list[measure.Told] = []
    for place, (train, test) in enumerate(measure.folds(articles, FOLDS), start=1):
        print(f"fold {place} of {FOLDS}", file=sys.stderr, flush=True)
        known = set(train)
        made = as_judge(judge([example for example in examples if example[0] in known]))
        tellings += measure.read(made, articles, test)
    return tellings


def scores(articles: Sequence[Labelled], tellings: Sequence[measure.Told], cut: float) -> None:
    """Print the strict scores by set, of statements each given the confidence of a model that had not seen it."""
    sured: dict[int, list[tuple[Statement, float]]] = {}
    pairs: list[tuple[float, bool]] = []
    for side in (0, 1):
        by = Linear.of(confidence([each for each in tellings if each.article % 2 != side])["linear"])
        for each in tellings:
            if each.article % 2 == side:
                certain = sure(by, each.measured)
                pairs.append((certain, each.right))
                if certain >= cut:
                    sured.setdefault(each.article, []).append((each.statement, certain))
    for name in sorted({each.name for each in articles}):
        numbers = [number for number, each in enumerate(articles) if each.name == name]
        gold = [articles[number].label for number in numbers]
        rows = [measure.as_row(articles[number].label["id"], sured.get(number, [])) for number in numbers]
        for title, score in lines(evaluate(gold, rows)):
            if title == "strict":
                print(f"{name:20} {_line(score)}")
    print(f"calibration error {measure.calibration_error(pairs):.3f}")
    for mean, share, count in measure.reliability(pairs):
        print(f"  confidence {mean:.2f}  right {share:.2f}  of {count}")


def _line(score: Score) -> str:
    """A score in one line, as the scorer of labelled sets shows it."""
    rates = (("detection", score.detection), ("event", score.events), ("alerts", score.alerts))
    parts = [f"{name} P {rate.precision:.3f} R {rate.recall:.3f} F1 {rate.f1:.3f}" for name, rate in rates]
    shares = (("parties", score.parties_right), ("stage", score.stage_right), ("type", score.type_right))
    of_pairs = " ".join(f"{name} {score.share(count):.3f}" for name, count in shares)
    return f"n={score.articles:<4} {' | '.join(parts)} | of pairs {of_pairs}"


def write(name: str, stored: fit.Stored) -> None:
    """Put a model into its data file, a trait or a tree a line, so that a change can be read."""
    MODELS.mkdir(parents=True, exist_ok=True)
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    (MODELS / f"{name}.json").write_text(text.replace('},{"trait"', '},\n{"trait"') + "\n", encoding="utf-8")


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus", help="folder of a corpus")
    parser.add_argument("--measure-only", action="store_true", help="write no models")
    options = parser.parse_args()
    # Not Reader.load: that reads the models, which may be what is not there yet.
    reader = Reader(parse.load())
    articles = [labelled for source in sources(options.corpus) for labelled in load(reader, source)]
    examples = list(told(articles))
    tellings = held_back(articles, examples)
    scores(articles, tellings, REPORTED)
    if options.measure_only:
        return
    for name, stored in judge(examples).items():
        write(name, stored)
    for name, (prefixes, passed) in GATES.items():
        write(name, gate(examples, prefixes, passed))
    write("confidence", confidence(tellings))


if __name__ == "__main__":
    main()
