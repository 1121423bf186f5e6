"""Every error is a problem with a sentence, and nothing of the input comes back in it."""

import json
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.gateway import problems
from services.gateway.problems import FieldError
from shared.decoding import Invalid, decode
from shared.messages import Article

REQUEST = Request({"type": "http", "method": "GET", "path": "/", "headers": []})


def body_of(response: Response) -> Any:
    assert response.media_type == problems.MEDIA_TYPE
    return json.loads(bytes(response.body))


@pytest.mark.parametrize("status", [404, 405, 413, 415, 422, 500, 503])
async def test_a_problem_names_its_status(status):
    response = await problems.on_http_error(REQUEST, problems.Problem(status, "What is wrong."))
    assert response.status_code == status
    body = body_of(response)
    assert body["type"] == "about:blank"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"] == "What is wrong."


async def test_the_routers_own_errors_get_a_sentence() -> None:
    response = await problems.on_http_error(REQUEST, HTTPException(404))
    assert "GET / lists" in body_of(response)["detail"]


def test_an_unreadable_message_names_every_field():
    with pytest.raises(Invalid) as refused:
        decode(Article, b'{"title": 7, "text": " ", "published_at": "soon"}')
    problem = problems.of_invalid(refused.value)
    assert problem.status_code == 422
    assert [error.field for error in problem.errors] == ["title", "text", "published_at"]
    assert problem.errors[1].detail.startswith("text: is blank; send")
    assert problem.detail == " ".join(error.detail for error in problem.errors)


async def test_a_wrong_parameter_is_named_and_its_value_is_not_repeated():
    error = RequestValidationError(
        [
            {
                "type": "int_parsing",
                "loc": ("query", "limit"),
                "msg": "Input should be a valid integer",
                "input": "s3cret",
            }
        ]
    )
    response = await problems.on_invalid_parameter(REQUEST, error)
    assert b"s3cret" not in response.body
    assert body_of(response)["errors"] == [{"field": "limit", "detail": "limit: input should be a valid integer."}]


def test_a_server_away_says_when_to_ask_again():
    assert problems.unavailable("Kafka is away.").headers == {"Retry-After": str(problems.RETRY_AFTER_SECONDS)}


def test_a_field_error_always_has_its_field_even_as_null():
    response = problems.answer(422, "x", [FieldError(field=None, detail="x", index=3)])
    assert body_of(response)["errors"] == [{"field": None, "detail": "x", "index": 3}]
