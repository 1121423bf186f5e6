"""Logs in tests: what the services say, with tracebacks as Python writes them.

structlog's own default draws tracebacks with every local variable, which can take seconds: long enough for a consumer
to miss its heartbeats and be thrown out of its group.
"""

import structlog


def log_plainly() -> None:
    """Set structlog up for tests; a test that sets it up otherwise is free to."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
