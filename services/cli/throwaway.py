"""A whole system for a short while: however it ends, nothing is left running."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from deploy.local.home import Home
from services.cli.render.steps import Steps
from services.cli.session import Session

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def throw_away_system(run: Session, steps: Steps, start_seconds: float) -> Iterator[str]:
    """A system in a home of its own, both gone afterwards; the address of its gateway."""
    with _ended_like_ctrl_c(), _home(steps) as home, _running(run, home, steps, start_seconds) as address:
        yield address


@contextmanager
def _home(steps: Steps) -> Iterator[Home]:
    """A home that is gone afterwards; kept, and named, when something failed: its logs tell why."""
    home = Home.at(tempfile.mkdtemp(prefix="pactwatch-demo-"))
    failed = False
    try:
        yield home
    except Exception:
        failed = True
        raise
    finally:
        if failed:
            steps.say(f"Its logs are kept in {home.logs}")
        else:
            shutil.rmtree(home.path, ignore_errors=True)


@contextmanager
def _running(run: Session, home: Home, steps: Steps, seconds: float) -> Iterator[str]:
    """A system that is stopped afterwards, whatever happens; the address of its gateway."""
    try:
        with steps.waiting("Starting …"):
            running = run.system.up(
                home,
                progress=steps.say,
                environment=_environment(os.environ, home),
                well_known_ports=False,
                seconds=seconds,
            )
        yield running.gateway_url
    finally:
        # A second Ctrl-C must not leave half of it running.
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        with steps.waiting("Stopping …"):
            run.system.down(home, progress=steps.say)
        steps.say("Everything is stopped")


def _environment(environment: Mapping[str, str], home: Home) -> dict[str, str]:
    """A demonstration has servers of its own, for sample articles have no place in yours; and it keeps their order."""
    own = {name: value for name, value in environment.items() if name not in {"PACTWATCH_KAFKA", "PACTWATCH_DATABASE"}}
    # On several partitions a pact's entry into force could be read before its signing, and the signing be old news.
    # Temporary files go with the home.
    return own | {"PACTWATCH_TOPIC_PARTITIONS": "1", "TMPDIR": str(home.path)}


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """A request to end (SIGTERM from a CI, SIGHUP from a closed window) tidies up as Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
