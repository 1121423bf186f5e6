"""/status and the front page."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.gateway.answers import Status
from services.gateway.resources import Everything

router = APIRouter()

FRONT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Pactwatch</title><meta name="viewport" content="width=device-width"></head>
<body>
<h1>Pactwatch</h1>
<p>A live register of the world's security pacts, read from the news, and one alert per real change.</p>
<ul>
<li><a href="/docs">The API, with examples</a> (<a href="/openapi.json">OpenAPI</a>)</li>
<li><a href="/pacts">Pacts</a>, last seen first</li>
<li><a href="/alerts">Alerts</a>, newest first</li>
<li><a href="/subscriptions">Subscriptions</a></li>
<li><a href="/status">Status</a>, hop by hop</li>
</ul>
</body>
</html>
"""


@router.get("/status", tags=["status"], operation_id="getStatus", summary="How far everything has come")
async def get_status(resources: Everything) -> Status:
    """Measured at most once a second; it answers, with nulls and sentences, when Kafka or PostgreSQL is away too."""
    return await resources.hops.measure()


@router.get("/", include_in_schema=False, response_class=HTMLResponse)
async def front_page() -> HTMLResponse:
    """What there is, with links."""
    return HTMLResponse(FRONT)
