"""Measure throughput, latency and memory of the whole system, beside spaCy on every word, in one run.

    make bench
    python -m tests.bench [--articles FILE] [--amount N] [--seconds S] [--markdown]

Absolute figures are this machine's; the ratio to the baseline of the same run is what can be compared.
"""

import argparse
import asyncio
import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from shared.messages import Article
from tests.bench import measure
from tests.bench.baseline import articles_per_second
from tests.bench.news import articles
from tests.live import live_system
from tests.receiver import Receiver


async def run(amount: int, source: Path | None, seconds: int) -> list[tuple[str, str, str]]:
    """All figures, as rows: what, figure, beside the baseline."""
    news = articles(amount, source)
    with Receiver() as receiver, live_system(PACTWATCH_LOG_LEVEL="warning") as live:
        await measure.watch_everything(live, receiver.url)
        read, told = await measure.throughput(live, news)
        known = len(receiver.posts)
        # Pacts that the throughput run has not told: a known one would be told to nobody again.
        waits = await measure.latency(live, receiver, per_second=100, seconds=seconds, first=amount // 50)
        memory = measure.memory(live)
    sample = [Article.model_validate_json(one) for one in news[: min(1500, amount)]]
    plain = await asyncio.to_thread(articles_per_second, sample)
    rows = [
        ("articles/s, read and reported", f"{read:,.0f}", f"{read / plain:.0f} ×"),
        ("articles/s, to the last webhook", f"{told:,.0f}", f"{told / plain:.0f} ×"),
        ("articles/s, spaCy on every word (one process)", f"{plain:,.0f}", "1 ×"),
    ]
    rows += [
        (f"publish → webhook at 100 articles/s, p{round(share * 100)}", f"{measure.percentile(waits, share):.3f} s", "")
        for share in (0.5, 0.95, 0.99)
    ]
    rows += [(f"memory, {name}", f"{size:,.0f} MiB", "") for name, size in sorted(memory.items())]
    rows.append(("alerts sent in the throughput run", str(known), ""))
    return rows


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description="Measure the whole system on this machine.")
    given = os.environ.get("PACTWATCH_BENCH_ARTICLES")
    parser.add_argument("--articles", type=Path, default=Path(given) if given else None, help="JSON lines, also .gz")
    parser.add_argument("--amount", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=30, help="how long latency is measured")
    parser.add_argument("--markdown", action="store_true", help="print rows for docs/performance.md")
    options = parser.parse_args()
    rows = asyncio.run(run(options.amount, options.articles, options.seconds))
    console = Console()
    if options.markdown:
        console.print("\n".join(f"| {' | '.join(row)} |" for row in rows), soft_wrap=True, highlight=False)
        return
    source = options.articles.name if options.articles else "the newsroom's mix"
    table = Table("", "this run", "beside spaCy on every word", title=f"{options.amount:,} articles of {source}")
    for row in rows:
        table.add_row(*row)
    console.print(table)


if __name__ == "__main__":
    main()
