"""What the benchmarks read: the newsroom's mix, or real news from a file of JSON lines."""

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from tests.newsroom import stories


def articles(amount: int, source: Path | None) -> list[bytes]:
    """`amount` articles as bytes for the topic; a file shorter than that is read again from its start."""
    if source is None:
        return [story.value for story in stories(amount)]
    return list(itertools.islice(_again_and_again(source), amount))


def _again_and_again(source: Path) -> Iterator[bytes]:
    open_file = gzip.open if source.suffix == ".gz" else open
    for turn in itertools.count():
        with open_file(source, "rt", encoding="utf-8") as lines:
            for line in lines:
                given = json.loads(line)
                text = given.get("text") or given.get("title")
                if not text:
                    continue
                # Another address each turn: the same article twice would be one article.
                article = {
                    "title": given.get("title", ""),
                    "text": text,
                    "url": f"https://x.example/{given['id']}/{turn}",
                }
                if published := given.get("published_at") or given.get("published"):
                    article["published_at"] = published
                yield json.dumps(article).encode()
