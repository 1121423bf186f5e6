"""Structured logs: one JSON object a line on standard error, with ids as fields and no secrets."""

import logging
import re
import sys
from typing import Any

import structlog

_SECRET_NAME = re.compile(r"secret|password|token|authorization|api_?key|database", re.IGNORECASE)
# Greedy up to the last @ before the host: a password may hold one.
_IN_TEXT = re.compile(r"(?<=://)[^/\s]+(?=@)|whsec_[A-Za-z0-9+/=]+")


def hide_secrets(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Blank what a field's name or a URL's user part marks as secret, whatever the caller passed."""
    for key, value in event.items():
        event[key] = "***" if _SECRET_NAME.search(key) else _hidden(value)
    return event


def _hidden(value: Any) -> Any:
    match value:
        case str():
            return _IN_TEXT.sub("***", value)
        case dict():
            return {key: "***" if _SECRET_NAME.search(str(key)) else _hidden(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_hidden(inner) for inner in value]
    return value


def configure(service: str, level: str, log_format: str) -> None:
    """Set up structlog, and route the standard library's loggers (Faust, aiokafka, uvicorn) through it."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if log_format == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Libraries speak up only when something is wrong: their chatter is not the story of an article.
    # aiokafka tells every failed connection several times a second; services say once what they wait for, and why.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    for library in ("faust", "mode", "uvicorn.access", "httpx", "httpcore", "alembic", "apprise"):
        logging.getLogger(library).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(service=service)
