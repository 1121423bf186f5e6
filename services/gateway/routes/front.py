"""The front page and the manual, for people with a browser."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.gateway import manual
from services.gateway.pages import page

router = APIRouter(include_in_schema=False)

FRONT = """<h1>Pactwatch</h1>
<p>A live register of the world's security pacts, read from the news, and one alert per real change.</p>
<ul>
<li><a href="/docs">The API</a>, with examples</li>
<li><a href="/pacts">Pacts</a>, last seen first</li>
<li><a href="/alerts">Alerts</a>, newest first</li>
<li><a href="/subscriptions">Subscriptions</a></li>
<li><a href="/status">Status</a>, hop by hop</li>
</ul>"""


@router.get("/")
async def front_page() -> HTMLResponse:
    """What there is, with links."""
    return page("Pactwatch", FRONT)


@router.get("/docs")
async def read_manual(request: Request) -> HTMLResponse:
    """The manual."""
    return page("Pactwatch API", manual.body(request.app.openapi()))
