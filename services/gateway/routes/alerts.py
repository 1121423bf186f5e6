"""/alerts: what was told, newest first, or everything after a point for those who follow."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.gateway import paging, queries
from services.gateway.answers import AlertPage, AlertWithDeliveries, Attempt, Delivery
from services.gateway.filters import AlertFilter
from services.gateway.paging import Cursor, Position
from services.gateway.parameters import IdFilter, OneCountry, PageCursor, PageLimit, PathId, Since
from services.gateway.problems import FieldError, Problem, unprocessable
from services.gateway.queries import AnyRow
from services.gateway.resources import Database

router = APIRouter(prefix="/alerts", tags=["alerts"])

After = Annotated[
    Cursor | None, Query(description="The `follow` of an earlier answer: only what came later, oldest first.")
]


@router.get("", operation_id="listAlerts", summary="List or follow alerts")
async def list_alerts(
    engine: Database,
    subscription_id: IdFilter = None,
    country: OneCountry = None,
    pact_id: IdFilter = None,
    since: Since = None,
    cursor: PageCursor = None,
    after: After = None,
    limit: PageLimit = paging.DEFAULT_PAGE,
) -> AlertPage:
    """Newest first, page by page with `cursor`; or, to follow, ask again and again with `after`."""
    if cursor is not None and after is not None:
        raise unprocessable(
            [FieldError(field="after", detail="after: goes forward and cursor goes back; send one of them.")]
        )
    wanted = AlertFilter(subscription_id, country, pact_id, since)
    async with engine.connect() as connection:
        if after is not None:
            rows = await queries.follow_alerts(connection, wanted, paging.decode(after), limit)
            return AlertPage(
                items=[row.data for row in rows],
                next_cursor=None,
                follow=paging.encode(_position(rows[-1])) if rows else after,
            )
        # Asked first, and of what is settled only: a newer alert of the page is told again by `follow`, none is missed.
        newest = await queries.latest_alert(connection) if cursor is None else None
        rows = await queries.list_alerts(connection, wanted, paging.decode(cursor) if cursor else None, limit)
    page, following = paging.cut(rows, limit, _position)
    return AlertPage(
        items=[row.data for row in page],
        next_cursor=following,
        follow=paging.encode(newest) if newest else None,
    )


@router.get("/{alert_id}", operation_id="getAlert", summary="One alert and its deliveries")
async def get_alert(alert_id: PathId, engine: Database) -> AlertWithDeliveries:
    """The alert, and every attempt to deliver it."""
    async with engine.connect() as connection:
        row = await queries.find_alert(connection, alert_id)
        if row is None:
            raise Problem(404, "There is no alert of that id; GET /alerts lists them.")
        deliveries, attempts = await queries.deliveries_of(connection, alert_id)
    tries: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        tries.setdefault(attempt.delivery_id, []).append(Attempt.model_validate(attempt._mapping, extra="ignore"))
    return AlertWithDeliveries(
        alert=row.data,
        deliveries=[_delivery(delivery, tries.get(delivery.delivery_id, [])) for delivery in deliveries],
    )


def _position(row: AnyRow) -> Position:
    return Position(row.created_at, row.alert_id)


def _delivery(row: AnyRow, tries: list[Attempt]) -> Delivery:
    return Delivery(
        delivery_id=row.delivery_id,
        channel=row.channel,
        target=row.target,
        state=row.state,
        attempts=row.attempts,
        next_try_at=row.next_try_at if row.state == "pending" else None,
        ended_at=row.ended_at,
        last_reason=row.last_reason,
        tries=tries,
    )
