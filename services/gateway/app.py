"""The gateway, wired: HTTP in, the `articles` topic and the `subscriptions` table out, everything else to read."""

import asyncio

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from services.gateway import problems
from services.gateway.description import describe
from services.gateway.middleware import Surroundings
from services.gateway.resources import Resources
from services.gateway.routes import alerts, articles, front, pacts, status, subscriptions
from services.gateway.settings import GatewaySettings
from shared.health import Health
from shared.http import serve


def build() -> FastAPI:
    """The application, without its resources: enough to describe it."""
    # The usual documentation pages load their program from a public server; ours (`front`) work without a network.
    api = FastAPI(docs_url=None, redoc_url=None)
    for feature in (articles, subscriptions, alerts, pacts, status, front):
        api.include_router(feature.router)
    api.add_exception_handler(HTTPException, problems.on_http_error)
    api.add_exception_handler(RequestValidationError, problems.on_invalid_parameter)
    api.add_middleware(Surroundings)
    describe(api)
    return api


async def work(settings: GatewaySettings, health: Health, stop: asyncio.Event) -> None:
    """Serve until `stop`; requests in flight end first. It listens at once, and says 503 for what is not there yet."""
    resources = Resources(settings, health)
    api = build()
    api.state.resources = resources
    preparing = asyncio.create_task(resources.prepare())
    serving = asyncio.create_task(
        serve(api, settings.gateway_host, settings.gateway_port, stop, setting="PACTWATCH_GATEWAY_PORT")
    )
    try:
        done, _ = await asyncio.wait({preparing, serving}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        preparing.cancel()
        serving.cancel()
        await asyncio.gather(preparing, serving, return_exceptions=True)
        await resources.close()
