"""Reading without Kafka: articles from JSON lines in, one row of reports an article out.

A line is an article as on the topic, or in the form of labelled sets, which have an `id` of their own and call the day
`published`. The row carries the line's own id if it has one, so that rows and labels can be put side by side.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from services.extractor.reading import Reader
from shared.messages import Article, PactReport

BATCH = 128
"""Articles read together; their sentences are parsed in common batches."""


class BadLine(ValueError):
    """A line that is no article; the message says which line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Given:
    """An article and the id it came with."""

    id: str
    article: Article


@dataclass(frozen=True, slots=True)
class Row:
    """The reports of one article."""

    article_id: str
    reports: list[PactReport]

    def as_json(self) -> str:
        """The row as a JSON line: `{"article_id", "reports"}`."""
        reports = [report.model_dump(mode="json") for report in self.reports]
        return json.dumps({"article_id": self.article_id, "reports": reports}, ensure_ascii=False)


def _day(value: Any) -> Any:
    """Labelled sets write a day with dashes or slashes; what is no day is left to the article's own check."""
    return value.replace("/", "-") if isinstance(value, str) else value


def article(line: str, number: int) -> Given:
    """The article of a JSON line. Raises `BadLine` with the line's number, counted from 1."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"line {number} is no JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(row, dict):
        raise BadLine(f"line {number} is no JSON object")
    row = dict(row)
    if "published" in row and "published_at" not in row:
        row["published_at"] = _day(row.pop("published")) or None
    own = row.pop("id", None)
    try:
        made = Article.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "article"
        raise BadLine(f"line {number}: {field} {first['msg'].removeprefix('Value error, ')}") from error
    return Given(str(own) if own else made.id, made)


def articles(lines: Iterable[str]) -> Iterator[Given]:
    """The articles of JSON lines; empty lines are passed over. Raises `BadLine`."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield article(line, number)


def extract(reader: Reader, given: Iterable[Given], now: datetime | None = None) -> Iterator[Row]:
    """One row for each article, in order. `now` is the time of reading that the reports carry."""
    moment = now or datetime.now(UTC)
    batch: list[Given] = []
    for item in given:
        batch.append(item)
        if len(batch) == BATCH:
            yield from _rows(reader, batch, moment)
            batch = []
    yield from _rows(reader, batch, moment)


def _rows(reader: Reader, batch: list[Given], now: datetime) -> Iterator[Row]:
    found = reader.read([item.article for item in batch], [None] * len(batch), now)
    for item, reports in zip(batch, found, strict=True):
        yield Row(item.id, reports)
