"""Errors as RFC 9457 problem details: what is wrong, in sentences, and what to do about it. Never a traceback."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from shared.decoding import Invalid, sentence

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Names of RFC 9110 that Python 3.13 took over; so the same in every Python."""

HELP = {
    404: "There is nothing here. GET / lists what there is.",
    405: "This address does not take this method; the Allow header names those it takes.",
    500: "Pactwatch failed here; it is not your request. The log of the gateway says why.",
}


class FieldError(BaseModel):
    """One thing wrong with a request."""

    model_config = ConfigDict(json_schema_extra={"example": {"field": "text", "detail": "text: field required."}})

    field: str | None = Field(None, description="Where it is wrong, dotted; null for the request as a whole.")
    detail: str = Field(description="What is wrong, and the remedy.")
    index: int | None = Field(None, description="Which article of a batch, counted from 0.")
    reason: str | None = Field(None, description="A word for programs.")


class ProblemDetails(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field("about:blank", description="Always about:blank: the status says what kind it is.")
    title: str = Field(description="The name of the HTTP status.")
    status: int
    detail: str = Field(description="What is wrong, in sentences for people.")
    errors: list[FieldError] | None = Field(None, description="Every single thing that is wrong (422).")


class Problem(HTTPException):
    """Raise it anywhere in a request; the client gets it as problem details."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[FieldError] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.errors = list(errors)


def title(status: int) -> str:
    """The name of an HTTP status."""
    return RENAMED.get(status) or HTTPStatus(status).phrase


def unavailable(detail: str) -> Problem:
    """503: a server Pactwatch needs is away; ask again soon."""
    return Problem(503, detail, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def unprocessable(errors: Sequence[FieldError]) -> Problem:
    """422: the request can be read, and something in it is wrong."""
    return Problem(422, " ".join(error.detail for error in errors[:20]), errors)


def of_invalid(why: Invalid) -> Problem:
    """422 from the sentences that Kafka's side gives for the same message."""
    return unprocessable([FieldError(field=name, detail=text, reason=why.reason) for name, text in why.problems])


def answer(status: int, detail: str, errors: Sequence[FieldError] = (), headers: Any = None) -> Response:
    """The response itself."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title(status),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = [error.model_dump(exclude_none=True) | {"field": error.field} for error in errors]
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


async def on_http_error(request: Request, error: Exception) -> Response:
    """What the router and our own code raise."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    if isinstance(error, Problem):
        return answer(error.status_code, error.detail, error.errors, error.headers)
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return answer(error.status_code, HELP.get(error.status_code, error.detail), headers=headers)


def _allowed(request: Request) -> str:
    """Every method of this address; the router itself names only those of the first route that has it."""
    return ", ".join(
        method
        for method in ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    )


async def on_invalid_parameter(request: Request, error: Exception) -> Response:
    """What FastAPI says of a path or query parameter; the input itself is not repeated."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    errors = []
    for problem in error.errors():
        # The first part only says "query" or "path".
        place = tuple(problem["loc"][1:])
        errors.append(FieldError(field=".".join(map(str, place)) or None, detail=sentence(place, problem["msg"])))
    return await on_http_error(request, unprocessable(errors))
