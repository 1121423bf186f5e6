"""The demonstration: a whole system in a throw-away home, articles in, alerts out, everything gone again."""

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.home import Home
from deploy.local.programs import ROOT
from services.cli.articles import Draft, Read
from services.cli.client import Gateway, Json
from services.cli.draining import until_drained, waiting
from services.cli.errors import WrongUse
from services.cli.publishing import Outcome, publish
from services.cli.render.progress import bar
from services.cli.render.steps import Steps
from services.cli.session import Session
from shared import countries

SEEDS = ROOT / "seeds" / "articles.jsonl"
PATIENCE_SECONDS = 60.0
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Shown:
    """What the demonstration came to."""

    watchers: dict[str, str] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)
    alerts: list[Json] = field(default_factory=list)


def seeds() -> str:
    """The file of sample articles. Raises `WrongUse` where there is none."""
    if not SEEDS.exists():
        raise WrongUse("The sample articles are not installed here; name a file with --articles.")
    return str(SEEDS)


def check_writable(path: Path) -> None:
    """Told before anything is started, not after minutes. Raises `WrongUse`."""
    try:
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise WrongUse(f"{path} cannot be written: {error.strerror}.") from None


def in_order_of_time(drafts: Sequence[Read]) -> list[Read]:
    """As the days brought them, since a pact is signed before it enters into force; what has no date comes last."""
    return sorted(drafts, key=lambda draft: _published(draft) or "9999")


def _published(draft: Read) -> str:
    # ISO 8601 sorts as text; what is written otherwise is the gateway's to judge.
    return str(draft.body.get("published_at") or "") if isinstance(draft, Draft) else ""


def play(run: Session, steps: Steps, drafts: Sequence[Read], codes: Sequence[str], drain_seconds: float) -> Shown:
    """All of it; when it returns or raises, nothing runs any more."""
    shown = Shown()
    with _throw_away_home(steps) as home, _running(run, home, steps) as address, run.gateway(address) as gateway:
        _watch(gateway, codes, shown.watchers, steps)
        began = time.monotonic()
        with bar(run.err, "Publishing", len(drafts)) as progress:
            publish(
                gateway,
                in_order_of_time(drafts),
                shown.outcome,
                patience_seconds=PATIENCE_SECONDS,
                on_batch=progress.advance,
                on_wait=progress.say,
            )
        steps.say(f"{len(shown.outcome.accepted)} articles published")
        with steps.waiting("Reading …") as say:
            until_drained(gateway, seconds=drain_seconds, on_status=lambda status: say(f"Under way: {waiting(status)}"))
        shown.alerts = sorted(gateway.alerts(), key=lambda alert: (alert["created_at"], alert["alert_id"]))
        steps.say(f"Everything came through in {time.monotonic() - began:.1f} s: {len(shown.alerts)} alerts")
    return shown


def write(path: Path, alerts: Sequence[Json]) -> None:
    """The alerts as JSON lines."""
    path.write_text("".join(json.dumps(alert, ensure_ascii=False) + "\n" for alert in alerts), encoding="utf-8")


def _watch(gateway: Gateway, codes: Sequence[str], watchers: dict[str, str], steps: Steps) -> None:
    # Before anything is published: a subscription tells of what comes after it.
    for code in codes:
        name = countries.name(code)
        made = gateway.subscribe({"name": name, "countries": [code]})
        watchers[made["subscription_id"]] = name
    steps.say(f"Watching: {', '.join(watchers.values())}")


@contextmanager
def _throw_away_home(steps: Steps) -> Iterator[Home]:
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
def _running(run: Session, home: Home, steps: Steps) -> Iterator[str]:
    """A system that is stopped afterwards, whatever happens; the address of its gateway."""
    with _ended_like_ctrl_c():
        try:
            with steps.waiting("Starting …"):
                running = run.system.up(
                    home, progress=steps.say, environment=_environment(os.environ), well_known_ports=False
                )
            yield running.gateway_url
        finally:
            # A second Ctrl-C must not leave half of it running.
            for number in ENDING:
                signal.signal(number, signal.SIG_IGN)
            with steps.waiting("Stopping …"):
                run.system.down(home, progress=steps.say)
            steps.say("Everything is stopped")


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """A demonstration has servers of its own, for sample articles have no place in yours; and it keeps their order."""
    own = {name: value for name, value in environment.items() if name not in {"PACTWATCH_KAFKA", "PACTWATCH_DATABASE"}}
    # On several partitions a pact's entry into force could be read before its signing, and the signing be old news.
    return own | {"PACTWATCH_TOPIC_PARTITIONS": "1"}


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
