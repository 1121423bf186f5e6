"""Keeping libraries silent: the command speaks in sentences, and their logs would only stand between them."""

import logging
import os


def silence() -> None:
    """Show no log line of the shared modules or of Kafka's client; `PACTWATCH_DEBUG=1` shows them all."""
    if os.environ.get("PACTWATCH_DEBUG"):
        return
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger().addHandler(logging.NullHandler())
    logging.disable(logging.ERROR)
