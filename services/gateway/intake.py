"""From a request body to articles, and for each that cannot be read the sentences that say why. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.decoding import Invalid, Reason, decode
from shared.messages import Article

LONGEST_BATCH = 1000
LINES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"})


class TooMany(ValueError):
    """More articles than one request may carry."""


@dataclass(frozen=True)
class Intake:
    """What a body held; the numbers are places in it, counted from 0."""

    articles: list[tuple[int, Article]]
    refused: list[tuple[int, Invalid]]


def is_json(media_type: str) -> bool:
    """`application/json`, or a type built on it."""
    return media_type == "application/json" or media_type.endswith("+json")


def read(body: bytes, media_type: str, now: datetime) -> Intake:
    """Read a body; articles without a fetch time get `now`.

    Raises Invalid when the body as a whole cannot be read, TooMany when it holds too many articles.
    """
    if not body.strip():
        raise Invalid(Reason.EMPTY, "The body is empty; send an article as JSON object, or an array of them.")
    if media_type in LINES:
        return _read_each((line for line in body.split(b"\n") if line.strip()), now)
    if body.lstrip()[:1] == b"[":
        return _read_each(_elements(body), now)
    return Intake([(0, _arrived(decode(Article, body), now))], [])


def _elements(body: bytes) -> list[bytes]:
    # Each goes through the very reading a Kafka message gets, so both say the same; ASCII lets lone surrogates through
    # to where they are refused.
    try:
        elements = [json.dumps(element).encode() for element in json.loads(body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise Invalid(
            Reason.NOT_UTF8, f"The body is not UTF-8 (byte {error.start}); encode the JSON as UTF-8."
        ) from None
    except (ValueError, RecursionError) as error:
        # RecursionError: brackets nested by the thousand.
        raise Invalid(Reason.NOT_JSON, f"The body is not JSON ({error}).") from None
    if not elements:
        raise Invalid(Reason.EMPTY, "The array is empty; send at least one article.")
    return elements


def _read_each(parts: Iterable[bytes], now: datetime) -> Intake:
    intake = Intake([], [])
    for index, part in enumerate(parts):
        if index == LONGEST_BATCH:
            raise TooMany(f"One request takes {LONGEST_BATCH} articles at most; send the rest in further requests.")
        try:
            intake.articles.append((index, _arrived(decode(Article, part), now)))
        except Invalid as why:
            intake.refused.append((index, why))
    return intake


def _arrived(article: Article, now: datetime) -> Article:
    return article if article.fetched_at else article.model_copy(update={"fetched_at": now})
