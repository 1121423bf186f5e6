"""POST /articles: articles in over HTTP, published and confirmed before the answer."""

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request

from services.gateway import intake, problems
from services.gateway.answers import Accepted, ArticlesTaken, Refused
from services.gateway.body import read_body, require_type
from services.gateway.intake import Intake
from services.gateway.metrics import ARTICLES_ACCEPTED, ARTICLES_REJECTED
from services.gateway.problems import FieldError, Problem
from services.gateway.resources import Everything, Resources
from shared.decoding import Invalid
from shared.publisher import NotConfirmed, Outgoing, TooLarge
from shared.topics import ARTICLES

router = APIRouter(tags=["articles"])

TYPES_TAKEN = "send application/json (an article, or an array of them) or application/x-ndjson (one a line)"


@router.post("/articles", status_code=202, operation_id="publishArticles", summary="Publish articles")
async def publish_articles(request: Request, resources: Everything) -> ArticlesTaken:
    """Take one article, or up to 1,000; each is judged for itself.

    202 means that Kafka has confirmed every accepted article. Publishing an article again is harmless: its id comes
    from its URL, or from its text. When not one can be accepted, the answer is 422.
    """
    media_type = require_type(request, lambda name: intake.is_json(name) or name in intake.LINES, TYPES_TAKEN)
    body = await read_body(request, resources.settings.gateway_max_body_bytes)
    try:
        # A long body takes a moment to read; other requests go on meanwhile.
        taken = await asyncio.to_thread(intake.read, body, media_type, datetime.now(UTC))
    except Invalid as why:
        ARTICLES_REJECTED.labels(why.reason.value).inc()
        raise problems.of_invalid(why) from None
    except intake.TooMany as why:
        raise problems.unprocessable([FieldError(detail=str(why), reason="too_many")]) from None
    for _, refusal in taken.refused:
        ARTICLES_REJECTED.labels(refusal.reason.value).inc()
    if not taken.articles:
        raise _nothing_accepted(taken)
    await _publish(resources, taken)
    return ArticlesTaken(
        accepted=[Accepted(index=index, id=article.id, revision=article.revision) for index, article in taken.articles],
        rejected=[
            Refused(index=index, field=why.field, detail=str(why), reason=why.reason) for index, why in taken.refused
        ],
    )


async def _publish(resources: Resources, taken: Intake) -> None:
    if not resources.kafka_ready:
        raise problems.unavailable("Kafka does not answer yet. Nothing was taken; send it again in a few seconds.")
    try:
        await resources.publisher.publish(
            [Outgoing.of(ARTICLES, article.id, article, "gateway") for _, article in taken.articles],
            within_seconds=resources.settings.gateway_publish_seconds,
        )
    except NotConfirmed as late:
        raise problems.unavailable(f"{late} Nothing is promised; send it again, a repeat is harmless.") from None
    except TooLarge as error:
        raise Problem(413, f"{error} Nothing is promised; shorten it and send all again.") from None
    resources.hops.forget()
    resources.health.progressed()
    ARTICLES_ACCEPTED.inc(len(taken.articles))


def _nothing_accepted(taken: Intake) -> Problem:
    # One entry an article, as in `rejected`: a client reads both alike.
    return problems.unprocessable(
        [
            FieldError(index=index, field=why.field, detail=str(why), reason=why.reason.value)
            for index, why in taken.refused
        ]
    )
