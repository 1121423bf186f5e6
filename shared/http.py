"""Serving HTTP inside a service: uvicorn under our own signals, and the operations endpoints of the skeleton."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.health import Health

log = structlog.get_logger()


class PortTaken(OSError):
    """The address is in use; the message names the setting that moves it."""


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the service decides when to stop, and stops everything in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int, setting: str) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise PortTaken(f"Cannot listen on {host}:{port}: {error.strerror}. Set {setting} to another port.") from error


async def serve(app: Any, host: str, port: int, stop: asyncio.Event, *, setting: str) -> None:
    """Serve `app` until `stop` is set, then let requests in flight end. Raises PortTaken at once when it cannot."""
    listener = _listen(host, port, setting)
    server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=5))
    log.info("listening", host=host, port=listener.getsockname()[1], setting=setting)

    async def stopper() -> None:
        await stop.wait()
        server.should_exit = True

    watcher = asyncio.create_task(stopper())
    try:
        await server.serve(sockets=[listener])
    finally:
        watcher.cancel()
        listener.close()


def operations_app(health: Health) -> Starlette:
    """`/metrics` for Prometheus, `/healthz` for progress, `/readyz` for readiness: the same in every service."""

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def healthz(_request: Request) -> Response:
        stalled = health.stalled()
        return JSONResponse({"healthy": stalled is None, "reason": stalled}, status_code=503 if stalled else 200)

    async def readyz(_request: Request) -> Response:
        reasons = health.not_ready_because()
        return JSONResponse({"ready": not reasons, "reasons": reasons}, status_code=503 if reasons else 200)

    return Starlette(routes=[Route("/metrics", metrics), Route("/healthz", healthz), Route("/readyz", readyz)])
