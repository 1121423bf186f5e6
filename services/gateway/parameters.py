"""Path and query parameters that several routes share; what is wrong is refused with a sentence before SQL sees it."""

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BeforeValidator, Field, WithJsonSchema

from services.gateway.paging import Cursor, Limit
from shared.messages import Text, Timestamp
from shared.subscriptions import Country


def _no_number(value: Any) -> Any:
    """A bare number would be read as seconds since 1970, which nobody means by `since=2024`."""
    try:
        float(value)
    except (TypeError, ValueError):
        return value
    raise ValueError("is a number; write a day, 2024-06-13, or a moment, 2024-06-13T19:05:00Z")


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=200)]

PathId = Annotated[Id, Path(description="As an earlier answer gave it.")]
IdFilter = Annotated[Id | None, Query(description="As an earlier answer gave it.")]
PageCursor = Annotated[Cursor | None, Query(description="The `next_cursor` of an earlier answer.")]
PageLimit = Annotated[Limit, Query(description="How many at most.")]
OneCountry = Annotated[Country | None, Query(description="Code or name: JPN, jp, Japan, NATO.")]
Moment = Annotated[
    Timestamp,
    BeforeValidator(_no_number),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}),
]
Since = Annotated[Moment | None, Query(description="From this moment on; a bare day is UTC.")]
Until = Annotated[Moment | None, Query(description="Before this moment; a bare day is UTC.")]
Words = Annotated[Text, Field(min_length=1, max_length=200)]
