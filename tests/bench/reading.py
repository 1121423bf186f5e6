"""Measure the reading alone, in one process and without Kafka: triage, the gate, the whole cascade and its memory.

    python -m tests.bench.reading [--amount N] [--memory N] [--world FILE]

Absolute figures are this machine's; the ratio to spaCy on every word, with the same model and in the same run, is what
can be compared. `--memory 200000` shows that memory stays flat.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import psutil
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from services.extractor.reading import Reader, candidates, mentions, sentences, triage
from services.extractor.reading.language import language
from services.extractor.reading.plain import full_text, readable
from shared.messages import Article
from tests.bench import mix
from tests.bench.baseline import articles_per_second

BATCH = 128
"""Articles read together, as many as the service takes at once when there is much to read."""
SAMPLE = 600
"""Articles that spaCy reads whole; more would only take longer."""
TENTHS = 10
MIB = 2**20

T = TypeVar("T")
Step = Callable[[int], None]
"""Told how many articles are done, for the progress shown."""


def per_second(work: Callable[[T], object], items: Sequence[T], step: Step) -> float:
    """How many items `work` does in a second, after a few to warm up."""
    for item in items[:20]:
        work(item)
    begun = time.perf_counter()
    for item in items:
        work(item)
    took = time.perf_counter() - begun
    step(len(items))
    return len(items) / took


def sift(article: Article) -> bool:
    """Triage, with what comes before it: the text as one string, its markup and typography made plain."""
    return triage.passes(readable(full_text(article)))


def cascade(reader: Reader, articles: Sequence[Article], step: Step) -> tuple[float, int]:
    """Articles read in a second, and how many of them have a report."""
    reader.read(articles[:BATCH], [None] * len(articles[:BATCH]), datetime.now(UTC))
    told = 0
    begun = time.perf_counter()
    for batch in batches(articles):
        told += sum(map(bool, reader.read(batch, [None] * len(batch), datetime.now(UTC))))
        step(len(batch))
    return len(articles) / (time.perf_counter() - begun), told


def batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """The articles in the batches in which they are read."""
    return (articles[start : start + BATCH] for start in range(0, len(articles), BATCH))


def funnel(articles: Sequence[Article], step: Step) -> dict[str, int]:
    """How many articles and sentences get how far before the parser."""
    count = dict.fromkeys(
        ("sentences", "articles sifted", "sentences sifted", "articles parsed", "sentences parsed"), 0
    )
    for article in articles:
        plain = readable(full_text(article))
        split = sentences.split(plain, len(article.title))
        count["sentences"] += len(split)
        if triage.passes(plain) and language(plain, article.language) == "en":
            named = mentions.find(plain, article.published_at.date() if article.published_at else None)
            parsed = len(candidates.find(split, named)) if named else 0
            count["articles sifted"] += 1
            count["sentences sifted"] += sum(triage.passes(sentence.text) for sentence in split)
            count["articles parsed"] += parsed > 0
            count["sentences parsed"] += parsed
    step(len(articles))
    return count


def speed(reader: Reader, world: Path | None, amount: int, progress: Progress) -> Iterator[Table]:
    """The tables of speed and of what gets how far."""
    kinds = {
        "short items": list(islice(mix.short(world), amount)),
        "full-length articles": list(islice(mix.full(), max(amount // mix.FULL_EVERY, 1))),
        "both, a tenth full-length": list(islice(mix.mixed(world), amount)),
    }
    sample = kinds["both, a tenth full-length"][:SAMPLE]
    total = sum(map(len, kinds.values()))
    task = progress.add_task("speed", total=3 * total + len(sample))

    def step(done: int) -> None:
        progress.advance(task, done)

    sifted = {name: per_second(sift, articles, step) for name, articles in kinds.items()}
    passed = {name: funnel(articles, step) for name, articles in kinds.items()}
    read = {name: cascade(reader, articles, step) for name, articles in kinds.items()}
    plain = articles_per_second(sample)
    step(len(sample))
    fast = Table("articles/s, one process", *kinds, title=f"{amount:,} articles; short items: {mix.source(world)}")
    fast.add_row("triage alone", *(f"{each:,.0f}" for each in sifted.values()))
    fast.add_row("whole cascade", *(f"{each:,.0f}" for each, _ in read.values()))
    fast.add_row("spaCy on every word", "", "", f"{plain:,.0f}")
    fast.add_row("cascade beside spaCy", "", "", f"{read['both, a tenth full-length'][0] / plain:.0f} ×")
    yield fast
    far = Table("how far they get", *kinds)
    for what, whole in (("articles", None), ("sentences", "sentences")):
        for name, key in (("pass triage", f"{what} sifted"), ("pass the gate and are parsed", f"{what} parsed")):
            shares = (passed[kind][key] / (passed[kind][whole] if whole else len(kinds[kind])) for kind in kinds)
            far.add_row(f"{what} that {name}", *(f"{share:.2%}" for share in shares))
    shares = (passed[kind]["sentences parsed"] / len(kinds[kind]) for kind in kinds)
    far.add_row("sentences parsed an article", *(f"{share:.2f}" for share in shares))
    far.add_row("articles with a report", *(f"{read[kind][1] / len(kinds[kind]):.2%}" for kind in kinds))
    yield far


def memory(reader: Reader, world: Path | None, amount: int, progress: Progress) -> Table:
    """Resident memory of this process after each tenth of `amount` articles, none of them kept."""
    process, articles = psutil.Process(), mix.mixed(world)
    task = progress.add_task("memory", total=amount)
    table = Table("articles read", "memory, MiB", title="memory of the process")
    table.add_row("0", f"{process.memory_info().rss / MIB:,.0f}")
    done = 0
    for tenth in range(1, TENTHS + 1):
        until = amount * tenth // TENTHS
        while done < until:
            batch = list(islice(articles, min(BATCH, until - done)))
            reader.read(batch, [None] * len(batch), datetime.now(UTC))
            done += len(batch)
            progress.advance(task, len(batch))
        table.add_row(f"{done:,}", f"{process.memory_info().rss / MIB:,.0f}")
    return table


def main() -> None:
    """Run and print the tables."""
    parser = argparse.ArgumentParser(description="Measure the reading alone on this machine.")
    parser.add_argument("--amount", type=int, default=5_000, help="articles of each kind, of full-length ones a tenth")
    parser.add_argument("--memory", type=int, default=5_000, help="articles read while memory is watched")
    parser.add_argument("--world", type=Path, default=mix.WORLD if mix.WORLD.exists() else None, help="JSON lines")
    options = parser.parse_args()
    console, reader = Console(), Reader.load()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        # Memory first: what the other measurements hold would stand in it.
        tables = [memory(reader, options.world, options.memory, progress)]
        tables += speed(reader, options.world, options.amount, progress)
    for table in tables[1:] + tables[:1]:
        console.print(table)


if __name__ == "__main__":
    main()
