"""Keyset paging: a cursor names the last row seen, so a page stays true while rows are added before it."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, NamedTuple, TypeVar

from pydantic import AfterValidator, Field

DEFAULT_PAGE = 50
LONGEST_PAGE = 200

R = TypeVar("R")

Limit = Annotated[int, Field(ge=1, le=LONGEST_PAGE)]


class Position(NamedTuple):
    """A row's place in an order by time and id."""

    at: datetime
    id: str


BEGINNING = Position(datetime(1, 1, 1, tzinfo=UTC), "")


def encode(position: Position) -> str:
    """An opaque cursor; clients hand it back as it is."""
    text = json.dumps([position.at.astimezone(UTC).isoformat(), position.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> Position:
    """Raises ValueError, with a sentence, for what `encode` did not make."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        at, identity = json.loads(text)
        position = Position(datetime.fromisoformat(at).astimezone(UTC), str(identity))
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        raise _no_cursor() from None
    # Only the very bytes we made: PostgreSQL takes no NUL, and UTF-8 no lone surrogates.
    if not position.id.isprintable() or not position.id.isascii() or encode(position) != cursor:
        raise _no_cursor()
    return position


def _no_cursor() -> ValueError:
    return ValueError("is no cursor of this API; take it from the last answer, or leave it out to begin anew")


def _checked(cursor: str) -> str:
    decode(cursor)
    return cursor


Cursor = Annotated[
    str,
    Field(max_length=500),
    AfterValidator(_checked),
]


def cut(rows: Sequence[R], limit: int, position: Callable[[R], Position]) -> tuple[Sequence[R], str | None]:
    """A page from a query for one row more than `limit`, and the cursor for the next when there is one."""
    if len(rows) <= limit:
        return rows, None
    page = rows[:limit]
    return page, encode(position(page[-1]))
