"""/subscriptions: say which countries to watch, and where to tell."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from services.gateway import intake, paging, problems, queries, subscribing
from services.gateway.answers import NewSubscription, Subscription, SubscriptionPage
from services.gateway.body import read_body, require_type
from services.gateway.paging import Position
from services.gateway.parameters import PageCursor, PageLimit, PathId
from services.gateway.problems import FieldError, Problem
from services.gateway.queries import AnyRow
from services.gateway.resources import Database, Everything
from shared.decoding import Invalid, decode
from shared.subscriptions import SubscriptionSpec

router = APIRouter(prefix="/subscriptions", tags=["subscriptions"])

LONGEST_BYTES = 256 * 1024
NOT_FOUND = "There is no subscription of that id; GET /subscriptions lists them."


@router.post("", status_code=201, operation_id="subscribe", summary="Subscribe to changes")
async def subscribe(request: Request, response: Response, engine: Database, resources: Everything) -> NewSubscription:
    """Watch countries and organisations, by code or name. With a webhook, keep the secret: it is shown only here."""
    require_type(request, intake.is_json, "send application/json")
    body = await read_body(request, LONGEST_BYTES)
    try:
        # Finding near names for hundreds of unknown ones takes a moment; other requests go on meanwhile.
        spec = await asyncio.to_thread(decode, SubscriptionSpec, body)
    except Invalid as why:
        raise problems.of_invalid(why) from None
    if not resources.settings.notifier_allow_private_targets and (why_not := subscribing.leads_nowhere(spec)):
        raise problems.unprocessable([FieldError(field="webhook", detail=why_not)])
    if useless := subscribing.never_tells(spec):
        raise problems.unprocessable([FieldError(field="rule", detail=useless)])
    identity = subscribing.new_id()
    secret = subscribing.new_secret() if spec.webhook else None
    async with engine.begin() as connection:
        created_at = await queries.add_subscription(connection, identity, spec, secret)
    response.headers["Location"] = f"/subscriptions/{identity}"
    return NewSubscription(
        subscription_id=identity, spec=spec, created_at=created_at, says=subscribing.says(spec), secret=secret
    )


@router.get("", operation_id="listSubscriptions", summary="List subscriptions")
async def list_subscriptions(
    engine: Database, cursor: PageCursor = None, limit: PageLimit = paging.DEFAULT_PAGE
) -> SubscriptionPage:
    """Newest first."""
    async with engine.connect() as connection:
        rows = await queries.list_subscriptions(connection, paging.decode(cursor) if cursor else None, limit)
    page, following = paging.cut(rows, limit, lambda row: Position(row.created_at, row.subscription_id))
    return SubscriptionPage(items=[_view(row) for row in page], next_cursor=following)


@router.get("/{subscription_id}", operation_id="getSubscription", summary="One subscription")
async def get_subscription(subscription_id: PathId, engine: Database) -> Subscription:
    """As it is now, without its secret."""
    async with engine.connect() as connection:
        row = await queries.find_subscription(connection, subscription_id)
    if row is None:
        raise Problem(404, NOT_FOUND)
    return _view(row)


@router.delete("/{subscription_id}", status_code=204, operation_id="unsubscribe", summary="End a subscription")
async def unsubscribe(subscription_id: PathId, engine: Database) -> Response:
    """From now on it tells nothing; the alerts it had stay readable."""
    async with engine.begin() as connection:
        if not await queries.remove_subscription(connection, subscription_id):
            raise Problem(404, NOT_FOUND)
    return Response(status_code=204)


def _view(row: AnyRow) -> Subscription:
    spec = SubscriptionSpec.model_validate(row.data)
    return Subscription(
        subscription_id=row.subscription_id, spec=spec, created_at=row.created_at, says=subscribing.says(spec)
    )
