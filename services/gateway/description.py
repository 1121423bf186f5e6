"""The API's description of itself, OpenAPI 3.1: what FastAPI knows, and what it cannot."""

import importlib.metadata
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from services.gateway.examples import ANSWERS, PARAMETERS, REQUESTS
from services.gateway.problems import MEDIA_TYPE, RETRY_AFTER_SECONDS, ProblemDetails, title
from shared.messages import Article
from shared.subscriptions import SubscriptionSpec

SCHEMA = "#/components/schemas/{model}"
DESCRIPTION = """\
A live register of the world's security pacts, read from the news, and one alert per real change.

Errors are problem details (RFC 9457) that name the field and the remedy. Lists are paged: hand `next_cursor` back as
`cursor`, unread. Times are UTC.
"""
TAGS = [
    {"name": "articles", "description": "News in."},
    {"name": "subscriptions", "description": "Who is told of what, and where."},
    {"name": "alerts", "description": "What was told, and whether it arrived."},
    {"name": "pacts", "description": "The register: each pact, its life, and the sentences that prove it."},
    {"name": "status", "description": "How far everything has come."},
]
PROBLEMS = {
    404: "There is nothing of that id; the list beside it shows what there is.",
    413: "The body is too long; send it in several requests.",
    415: "The Content-Type is missing; send application/json.",
    422: "text: field required.",
    500: "Pactwatch failed here; it is not your request. The log of the gateway says why.",
    503: "Kafka does not answer yet. Nothing was taken; send it again in a few seconds.",
}
SENT: tuple[tuple[str, type[BaseModel]], ...] = (
    ("Article", Article),
    ("SubscriptionRequest", SubscriptionSpec),
    ("ProblemDetails", ProblemDetails),
)
"""Models that no route declares as its answer, and their names here."""
NEEDS_NO_SERVER = frozenset({"getStatus"})


def describe(api: FastAPI) -> None:
    """Have the application serve this description."""

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = document(api)
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def document(api: FastAPI) -> dict[str, Any]:
    """FastAPI's own description, with what it cannot know: bodies read by hand, problems, examples."""
    described = get_openapi(
        title="Pactwatch",
        version=importlib.metadata.version("pactwatch"),
        description=DESCRIPTION,
        routes=api.routes,
        tags=TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    schemas = described["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, model in SENT:
        schemas |= _schema(name, model)
    for operation in _operations(described):
        _complete(operation)
    return described


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    """The model as senders must write it, and the models inside."""
    schema = model.model_json_schema(ref_template=SCHEMA)
    inner: dict[str, Any] = schema.pop("$defs", {})
    return {**inner, name: schema}


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in described["paths"].values():
        yield from path.values()


def _complete(operation: dict[str, Any]) -> None:
    identity = operation["operationId"]
    parameters = operation.get("parameters", [])
    for parameter in parameters:
        if parameter["name"] in PARAMETERS:
            parameter["example"] = PARAMETERS[parameter["name"]]
    if identity in REQUESTS:
        operation["requestBody"] = _request_body(identity)
    responses = operation["responses"]
    for status, response in responses.items():
        if identity in ANSWERS and status.startswith("2") and "content" in response:
            example = ANSWERS[identity].model_dump(mode="json")
            response["content"]["application/json"]["example"] = example
    if identity == "subscribe":
        responses["201"]["headers"] = {"Location": {"schema": {"type": "string"}, "description": "The subscription."}}
    failures = {str(status): _problem(status) for status in _problems_of(operation, parameters)}
    operation["responses"] = dict(sorted((responses | failures).items()))


def _problems_of(operation: dict[str, Any], parameters: list[dict[str, Any]]) -> Iterator[int]:
    has_body = "requestBody" in operation
    if any(parameter["in"] == "path" for parameter in parameters):
        yield 404
    if has_body:
        yield from (413, 415)
    if has_body or parameters:
        yield 422
    yield 500
    if operation["operationId"] not in NEEDS_NO_SERVER:
        yield 503


def _request_body(identity: str) -> dict[str, Any]:
    one = {"$ref": SCHEMA.format(model="SubscriptionRequest" if identity == "subscribe" else "Article")}
    several = {"type": "array", "items": one, "minItems": 1, "maxItems": 1000}
    schemas = {
        "application/json": one if identity == "subscribe" else {"anyOf": [one, several]},
        "application/x-ndjson": {"type": "string", "description": "One article, as JSON, on each line."},
    }
    return {
        "required": True,
        "content": {
            media_type: {"schema": schemas[media_type], "examples": examples}
            for media_type, examples in REQUESTS[identity].items()
        },
    }


def _problem(status: int) -> dict[str, Any]:
    name = title(status)
    example: dict[str, Any] = {
        "type": "about:blank",
        "title": name,
        "status": status,
        "detail": PROBLEMS[status],
    }
    if status == 422:
        example["errors"] = [{"field": "text", "detail": PROBLEMS[status], "reason": "invalid"}]
    response: dict[str, Any] = {
        "description": name,
        "content": {MEDIA_TYPE: {"schema": {"$ref": SCHEMA.format(model="ProblemDetails")}, "example": example}},
    }
    if status == 503:
        seconds = {"type": "integer", "example": RETRY_AFTER_SECONDS}
        response["headers"] = {"Retry-After": {"schema": seconds, "description": "Seconds to wait."}}
    return response
