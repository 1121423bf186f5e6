"""Opening a pact from its first report, and adding a further report to what is known of it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from services.registrar.identity import seen_at
from shared import ids
from shared.messages import Pact, PactReport, Signatory
from shared.vocabulary import Change

T = TypeVar("T")

UNKNOWN_SOURCE = "unknown source"
MOST_CONFIDENT = 0.99
"""News is never certain, however many repeat it."""


def source_of(report: PactReport) -> str:
    """Who says so, as an independent voice is counted: the outlet, else the host of the address."""
    return report.article.source or (report.article.url or "").split("//")[-1].split("/")[0] or UNKNOWN_SOURCE


def opened(report: PactReport) -> Pact:
    """The pact as its first report tells it."""
    pact_id = ids.pact_id(report.report_id)
    seen = seen_at(report)
    return Pact(
        **_terms(report),
        pact_id=pact_id,
        stage=report.stage,
        step_id=ids.event_id(pact_id, Change.NEW, report.stage, report.report_id),
        stage_since=seen,
        told=(report.stage,),
        modality=report.modality,
        confidence=min(report.confidence, MOST_CONFIDENT),
        first_seen=seen,
        last_seen=seen,
        occurred_on=report.occurred_on,
        effective_on=report.effective_on,
        expires_on=report.expires_on,
        sources=(source_of(report),),
    )


def moved(pact: Pact, report: PactReport) -> Pact:
    """The pact after a step: stage, date and sources are the new step's, the terms are joined."""
    return _joined(pact, report).model_copy(
        update={
            "stage": report.stage,
            "step_id": ids.event_id(pact.pact_id, Change.STAGE, report.stage, report.report_id),
            "stage_since": seen_at(report),
            "told": (*pact.told, report.stage),
            "modality": report.modality,
            "confidence": min(report.confidence, MOST_CONFIDENT),
            "occurred_on": report.occurred_on,
            "sources": (source_of(report),),
        }
    )


def caught_up(pact: Pact, report: PactReport) -> tuple[Pact, Pact]:
    """After an earlier step that is learnt of late: the pact as it is, and as it was at that step."""
    now = _joined(pact, report).model_copy(update={"told": (*pact.told, report.stage)})
    then = moved(pact, report)
    return now, then


def confirmed(pact: Pact, report: PactReport) -> Pact:
    """The pact after one more report of its present stage; a new source makes it surer."""
    joined = _joined(pact, report)
    source = source_of(report)
    if source in pact.sources:
        return joined
    doubt = (1 - pact.confidence) * (1 - report.confidence)
    return joined.model_copy(
        update={"sources": (*pact.sources, source), "confidence": min(1 - doubt, MOST_CONFIDENT)},
    )


def remembered(pact: Pact, report: PactReport) -> Pact:
    """The pact after a report of an earlier stage: only what it adds to the terms."""
    return _joined(pact, report)


def _terms(report: PactReport) -> dict[str, object]:
    fields = ("pact_type", "instrument", "name", "parties", "mentioned", "duration")
    more = ("obligations", "provisions", "signatories", "place")
    return {field: getattr(report, field) for field in (*fields, *more)}


def _joined(pact: Pact, report: PactReport) -> Pact:
    parties = _union(pact.parties, report.parties, key=lambda party: party.code)
    bound = {party.code for party in parties}
    mentioned = _union(pact.mentioned, report.mentioned, key=lambda mention: mention.code)
    seen = seen_at(report)
    return pact.model_copy(
        update={
            "instrument": pact.instrument or report.instrument,
            "name": max(pact.name or "", report.name or "", key=len) or None,
            "parties": parties,
            "mentioned": tuple(mention for mention in mentioned if mention.code not in bound),
            "duration": pact.duration or report.duration,
            "obligations": _union(pact.obligations, report.obligations, key=str),
            "provisions": _union(pact.provisions, report.provisions, key=str),
            "signatories": _union(pact.signatories, report.signatories, key=_surname),
            "place": pact.place or report.place,
            "occurred_on": pact.occurred_on or report.occurred_on,
            "effective_on": pact.effective_on or report.effective_on,
            "expires_on": pact.expires_on or report.expires_on,
            "first_seen": min(pact.first_seen, seen),
            "last_seen": max(pact.last_seen, seen),
            "report_count": pact.report_count + 1,
        }
    )


def _surname(signatory: Signatory) -> str:
    """Outlets give first names or leave them out; the last word is what they agree on."""
    return signatory.name.split(" ")[-1]


def _union(known: Iterable[T], added: Iterable[T], key: Callable[[T], str]) -> tuple[T, ...]:
    """First come stays; later ones add only what is new."""
    joined: dict[str, T] = {}
    for item in (*known, *added):
        joined.setdefault(key(item), item)
    return tuple(joined.values())
