"""Path and query parameters that several routes share; what is wrong is refused with a sentence before SQL sees it."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from services.gateway.paging import Cursor, Limit
from shared.messages import Text, Timestamp
from shared.subscriptions import Country

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=200)]

PathId = Annotated[Id, Path(description="As an earlier answer gave it.")]
IdFilter = Annotated[Id | None, Query(description="As an earlier answer gave it.")]
PageCursor = Annotated[Cursor | None, Query()]
PageLimit = Annotated[Limit, Query()]
OneCountry = Annotated[Country | None, Query(description="Code or name: JPN, jp, Japan, NATO.")]
Since = Annotated[Timestamp | None, Query(description="From this moment on; a bare day is UTC.")]
Until = Annotated[Timestamp | None, Query(description="Before this moment; a bare day is UTC.")]
Words = Annotated[Text, Field(min_length=1, max_length=200)]
