"""From labelled articles to what the models learn: the frames of each article, and what the labels say of each."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.extractor.labels import folded_stage
from services.extractor.offline import Given, articles
from services.extractor.reading import Reader
from services.extractor.reading.values import Frame

DEBATABLE = 0.3
"""What a borderline article counts beside a clear one."""
BATCH = 128


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article's frames beside its labels."""

    name: str
    """The set it comes from."""
    label: dict[str, Any]
    frames: tuple[Frame, ...]
    sentences: int

    @property
    def weight(self) -> float:
        """How much it counts."""
        return DEBATABLE if self.label.get("borderline") else 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """A file of articles and one of labels; articles without a label are without an event."""

    name: str
    articles: Path
    labels: Path
    others: int = -1
    """How many articles without a label are taken, from all over the file; -1: all."""


def load(reader: Reader, source: Source) -> Iterator[Labelled]:
    """The labelled articles of a source, read as far as the rules go."""
    labels = {row["id"]: row for row in _rows(source.labels)}
    given = list(_chosen(source, labels))
    for start in range(0, len(given), BATCH):
        batch = given[start : start + BATCH]
        read = reader.frames([item.article for item in batch])
        for item, (sentences, frames) in zip(batch, read, strict=True):
            label = labels.get(item.id, {"id": item.id, "events": [], "borderline": False})
            yield Labelled(source.name, label, tuple(frames), sentences)


def _chosen(source: Source, labels: dict[str, Any]) -> Iterator[Given]:
    """The articles of a source: all that have a label, and as many of the others as it asks for."""
    opened = gzip.open if source.articles.suffix == ".gz" else open
    with opened(source.articles, "rt", encoding="utf-8") as lines:
        given = list(articles(lines))
    others = [item for item in given if item.id not in labels]
    step = 1 if source.others < 0 else max(1, len(others) // max(source.others, 1))
    taken = {item.id for item in others[::step]}
    return (item for item in given if item.id in labels or item.id in taken)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def event_of(frame: Frame, label: dict[str, Any]) -> dict[str, Any] | None:
    """The labelled event that a frame tells of, None when it tells of none.

    It does when they share parties and either the label's evidence stands in the frame's sentence or half of all their
    parties and the stage are the same.
    """
    codes = {party.code for party in frame.parties}
    sentence = _plain(frame.sentence.text)
    best: tuple[tuple[float, bool, bool], dict[str, Any]] | None = None
    for event in label["events"]:
        shared = len(codes & {*event["parties"], *event.get("optional", ())})
        if not shared:
            continue
        evidence = _plain(event.get("evidence") or "")
        proved = bool(evidence) and (evidence[:60] in sentence or sentence[:60] in evidence)
        overlap = shared / len(codes | set(event["parties"]))
        stage = folded_stage(frame.step.stage.value) == folded_stage(event["stage"])
        if proved or (overlap >= 0.5 and (stage or not frame.step.certain)):
            rank = (overlap, proved, stage)
            if best is None or rank > best[0]:
                best = (rank, event)
    return best[1] if best else None


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def told(labelled: Sequence[Labelled]) -> Iterator[tuple[int, Frame, dict[str, Any] | None, float]]:
    """All frames: the number of the article, the frame, its event or None, its weight."""
    for number, each in enumerate(labelled):
        for frame in each.frames:
            yield number, frame, event_of(frame, each.label), each.weight
