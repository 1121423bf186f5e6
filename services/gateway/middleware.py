"""Around every request: what is counted, the headers every answer has, and the last net under a failure."""

import time

import sqlalchemy.exc
import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway import problems
from services.gateway.metrics import REQUESTS, SECONDS, UNMATCHED, method_label
from shared.retrying import is_away

log = structlog.get_logger()

NOTHING_ACTIVE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class Surroundings:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _secure(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if status:
                raise  # the answer has begun; all that is left is to break it off
            await _explain(error)(scope, receive, send_with_headers)
        finally:
            route = getattr(scope.get("route"), "path", UNMATCHED)
            method = method_label(scope["method"])
            REQUESTS.labels(route, method, str(status)).inc()
            SECONDS.labels(route, method).observe(time.perf_counter() - started)


def _secure(headers: MutableHeaders) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers.setdefault("Cache-Control", "no-store")
    headers.setdefault("Content-Security-Policy", NOTHING_ACTIVE)


def _explain(error: Exception) -> ASGIApp:
    # The second TimeoutError is the connection pool's: all are busy, or wait for a server that hangs.
    if isinstance(error, TimeoutError | sqlalchemy.exc.TimeoutError) or is_away(error):
        log.warning("server_away", reason=type(error).__name__)
        away = problems.unavailable("The database does not answer; try again in a few seconds.")
        return problems.answer(away.status_code, away.detail, headers=away.headers)
    log.error("request_failed", exc_info=error)
    return problems.answer(500, problems.HELP[500])
