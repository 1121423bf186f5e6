"""What one report changes in the register. Pure: known pacts in, a decision out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.registrar import identity, pact
from services.registrar.lifecycle import is_step
from shared import ids
from shared.messages import Pact, PactEvent, PactReport
from shared.vocabulary import Change, Modality, Stage

EARLY = frozenset({Stage.PROPOSED, Stage.NEGOTIATING, Stage.AGREED})
"""Stages that a planned later step does not wait for: talks about a coming signature are no new step."""

NOT_NEWS = frozenset({Modality.HYPOTHETICAL, Modality.DENIED, Modality.HISTORICAL})


@dataclass(frozen=True)
class Decision:
    """The pact after the report (None: it is about no known pact and opens none), and the event, if it is one."""

    outcome: str
    pact: Pact | None
    event: PactEvent | None = None


def decide(report: PactReport, candidates: Iterable[Pact], now: datetime) -> Decision:
    """Open a pact, move it, confirm it, or keep the report as evidence."""
    known = identity.find(report, candidates)
    if report.modality in NOT_NEWS:
        return Decision("no_news", pact.remembered(known, report) if known else None)
    if known is None:
        opened = pact.opened(report)
        return Decision("opened", opened, _event(Change.NEW, None, opened, report, now))
    if _is_step(known, report):
        moved = pact.moved(known, report)
        return Decision("moved", moved, _event(Change.STAGE, known, moved, report, now))
    if _is_missed_step(known, report):
        after, at_that_step = pact.caught_up(known, report)
        return Decision("caught_up", after, _event(Change.STAGE, None, at_that_step, report, now))
    if report.stage != known.stage:
        return Decision("late", pact.remembered(known, report))
    confirmed = pact.confirmed(known, report)
    if confirmed.sources == known.sources:
        return Decision("repeated_by_source", confirmed)
    return Decision("confirmed", confirmed, _event(Change.CORROBORATED, known, confirmed, report, now))


def _is_step(known: Pact, report: PactReport) -> bool:
    """A later stage; or what was only planned is done, or something else is done instead."""
    if known.modality is Modality.PLANNED and report.modality is Modality.ACTUAL and report.stage not in EARLY:
        return True
    return is_step(known.stage, report.stage)


def _is_missed_step(known: Pact, report: PactReport) -> bool:
    """News of an earlier step that came in after the later one: after an outage, partitions are read out of step."""
    return (
        report.stage not in known.told
        and is_step(report.stage, known.stage)
        and known.stage_since is not None
        and identity.seen_at(report) < known.stage_since
    )


def _event(change: Change, before: Pact | None, after: Pact, report: PactReport, now: datetime) -> PactEvent:
    return PactEvent(
        event_id=ids.event_id(after.pact_id, change, after.stage, report.report_id),
        pact_id=after.pact_id,
        step_id=after.step_id,
        change=change,
        stage_before=before.stage if before else None,
        stage=after.stage,
        modality=after.modality,
        pact=after,
        evidence=report.evidence,
        sources=after.sources,
        reports=(report.report_id,),
        confidence=after.confidence,
        occurred_on=report.occurred_on,
        first_seen=after.first_seen,
        last_seen=after.last_seen,
        ingested_at=report.article.ingested_at,
        registered_at=now,
    )
