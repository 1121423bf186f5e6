"""Hand labels and what was read, in the words in which they are compared.

A label file has one JSON line an article: `id`, `events` (each `parties`, `stage`, `pact_type`, and if need be
`optional`, `alt_stage`, `alt_type`), `borderline`, `stratum`, and `second_events` where a second person read it too.
Labels know fewer stages than Pactwatch: the finer ones are folded onto theirs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

STAGES = {
    "proposed": "announced",
    "agreed": "announced",
    "initialled": "signed",
    "amended": "extended",
    "withdrawn": "terminated",
    "denounced": "terminated",
    "expired": "terminated",
}
FAMILIES = {
    "security_cooperation": "cooperation",
    "defence_cooperation": "cooperation",
    "logistics": "cooperation",
    "training_exercise": "cooperation",
    "joint_exercise": "cooperation",
    "access_basing": "forces",
    "status_of_forces": "forces",
    "neutrality": "non_aggression",
    "consultation": "non_aggression",
}
JOINABLE = frozenset({"NATO", "EU", "CSTO", "SCO", "ASEAN", "GCC", "AU", "UN"})
NO_NEWS = frozenset({"hypothetical", "denied", "historical"})


def folded_stage(stage: str) -> str:
    """The label's stage for a stage."""
    return STAGES.get(stage, stage)


def family(pact_type: str) -> str:
    """The family in which types are held to be near."""
    return FAMILIES.get(pact_type, pact_type)


@dataclass(frozen=True, slots=True)
class Event:
    """A step on a pact, as labelled or as read; the alternatives are what a label also lets pass."""

    parties: frozenset[str]
    stage: str
    pact_type: str
    optional: frozenset[str] = frozenset()
    other_stages: frozenset[str] = frozenset()
    other_types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Label:
    """The labels of one article; `readings` are the first reader's events and the second's where they agree on news."""

    id: str
    readings: tuple[tuple[Event, ...], ...]
    borderline: bool = False
    stratum: str = ""


def _codes(parties: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(party["code"]) if isinstance(party, Mapping) else str(party) for party in parties)


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def event(row: Mapping[str, Any]) -> Event:
    """An event of a label or a report row."""
    return Event(
        parties=_codes(row["parties"]),
        stage=folded_stage(str(row["stage"])),
        pact_type=str(row["pact_type"]),
        optional=frozenset(_several(row.get("optional"))),
        other_stages=frozenset(folded_stage(stage) for stage in _several(row.get("alt_stage"))),
        other_types=frozenset(_several(row.get("alt_type"))),
    )


def label(row: Mapping[str, Any]) -> Label:
    """The labels of a line. A second reader counts only where both find news or both find none."""
    first = tuple(_joint(event(e) for e in row["events"]))
    readings = [first]
    second = row.get("second_events")
    if second and first:
        readings.append(tuple(_joint(event(e) for e in second)))
    return Label(str(row["id"]), tuple(readings), bool(row.get("borderline")), str(row.get("stratum", "")))


def news(reports: Iterable[Mapping[str, Any]]) -> tuple[Event, ...]:
    """The events of a row of reports; what is not presented as news, or is a pact invoked, is left out."""
    told = (
        event(report)
        for report in reports
        if report.get("modality", "actual") not in NO_NEWS and report["stage"] != "invoked" and report["parties"]
    )
    return tuple(_joint(told))


def _joint(events: Iterable[Event]) -> Iterator[Event]:
    """Candidates that take the same step towards one organisation are one event, however they were written."""
    joint: dict[tuple[frozenset[str], str], Event] = {}
    for found in events:
        organisations = found.parties & JOINABLE
        if family(found.pact_type) != "alliance_accession" or not organisations:
            yield found
            continue
        key = (organisations, found.stage)
        before = joint.get(key)
        joint[key] = replace(before, parties=before.parties | found.parties) if before else found
    yield from joint.values()
