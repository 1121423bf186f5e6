"""The demonstration: a whole system in a throw-away home, articles in, alerts out, everything gone again."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.programs import ROOT
from services.cli.articles import Draft, Read
from services.cli.client import Gateway, Json
from services.cli.draining import until_drained, waiting
from services.cli.errors import WrongUse
from services.cli.publishing import Outcome, publish
from services.cli.render import words
from services.cli.render.progress import bar
from services.cli.render.steps import Steps
from services.cli.session import Session
from services.cli.throwaway import throw_away_system
from shared import countries

SEEDS = ROOT / "seeds" / "articles.jsonl"


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


def play(run: Session, steps: Steps, drafts: Sequence[Read], codes: Sequence[str], patience_seconds: float) -> Shown:
    """All of it; when it returns or raises, nothing runs any more. The patience is for each thing that takes time."""
    shown = Shown()
    with throw_away_system(run, steps, patience_seconds) as address, run.gateway(address) as gateway:
        _watch(gateway, codes, shown.watchers, steps)
        began = time.monotonic()
        with bar(run.err, "Publishing", len(drafts)) as progress:
            publish(
                gateway,
                in_order_of_time(drafts),
                shown.outcome,
                patience_seconds=patience_seconds,
                on_batch=progress.advance,
                on_wait=progress.say,
            )
        steps.say(f"{words.many(len(shown.outcome.accepted), 'article')} published")
        with steps.waiting("Reading …") as say:
            until_drained(
                gateway, seconds=patience_seconds, on_status=lambda status: say(f"Waiting: {waiting(status)}")
            )
        shown.alerts = sorted(gateway.alerts(), key=lambda alert: (alert["created_at"], alert["alert_id"]))
        took = time.monotonic() - began
        steps.say(f"Everything came through in {took:.1f} s: {words.many(len(shown.alerts), 'alert')}")
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
