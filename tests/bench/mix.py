"""The articles that the reading is measured on: short items of the world's news, and full-length articles.

The full-length ones are the stories of the labelled set; about half of them tell of a pact, and the others come close
to it, so they are far dearer to read than the news of a day, of which two in a hundred do.
"""

import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path

from services.extractor.offline import articles
from shared.messages import Article

ROOT = Path(__file__).parents[2]
LABELLED = ROOT / "seeds" / "labelled"
WORLD = ROOT.parent / "shared" / "corpus" / "world-2002-2014.jsonl.gz"
"""A corpus of dated news items beside the checkout, when there is one."""
FULL_EVERY = 10
"""One article in so many is a full-length one."""


def source(world: Path | None) -> str:
    """What the short items are, in words."""
    return world.name if world else "the labelled briefs"


def short(world: Path | None) -> Iterator[Article]:
    """Short items without end: of a file of JSON lines, else the labelled briefs."""
    return _endless([world] if world else sorted(LABELLED.glob("briefs-*_articles.jsonl")))


def full() -> Iterator[Article]:
    """Full-length articles without end."""
    return _endless(sorted(LABELLED.glob("stories-*_articles.jsonl")))


def mixed(world: Path | None) -> Iterator[Article]:
    """Both without end, a tenth of them full-length."""
    items, stories = short(world), full()
    return (next(items) if number % FULL_EVERY else next(stories) for number in itertools.count(1))


def _endless(files: list[Path]) -> Iterator[Article]:
    # Read again each time, not kept: what measures memory must not hold a corpus.
    for path in itertools.cycle(files):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            yield from (given.article for given in articles(lines))
