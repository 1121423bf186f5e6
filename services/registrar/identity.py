"""Which known pact a report speaks of: by parties, family, name and time; never by how alike two headlines are."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.messages import Pact, PactReport
from shared.vocabulary import PactType, Stage

FAMILY = {
    PactType.MUTUAL_DEFENCE: "alliance",
    PactType.ALLIANCE_ACCESSION: "accession",
    PactType.SECURITY_COOPERATION: "cooperation",
    PactType.DEFENCE_COOPERATION: "cooperation",
    PactType.INTELLIGENCE_SHARING: "cooperation",
    PactType.TRAINING_EXERCISE: "cooperation",
    PactType.LOGISTICS: "cooperation",
    PactType.CONSULTATION: "cooperation",
    PactType.ACCESS_BASING: "forces",
    PactType.STATUS_OF_FORCES: "forces",
    PactType.NON_AGGRESSION: "restraint",
    PactType.NEUTRALITY: "restraint",
    PactType.ARMS_PROCUREMENT: "arms",
    PactType.ARMS_CONTROL: "arms_control",
    PactType.OTHER: "other",
}
"""Outlets agree on the family of a pact far more often than on its exact type."""

REVIVAL_WINDOW = timedelta(days=365)
"""A notice to end a pact runs for months, and may be taken back as long."""

VAGUE = frozenset({PactType.SECURITY_COOPERATION, PactType.DEFENCE_COOPERATION})
"""Types of which nearly every pact has something, so that an outlet may call any pact by them."""

SAME_STEP_WINDOW = timedelta(days=30)
"""Reports of one step arrive within days; a month allows for late newspapers and digests."""

NEXT_STEP_WINDOW = timedelta(days=3 * 365)
"""A signed pact may wait years for parliaments; after three, the same parties more likely made another one."""

GENERIC_NAMES = frozenset({"agreement", "treaty", "pact", "memorandum", "accord", "deal"})


def seen_at(report: PactReport) -> datetime:
    """When the world learnt of it: the article's date, but not after it reached us. In the message: a replay agrees."""
    arrived = report.article.ingested_at or report.read_at
    return min(report.article.published_at or arrived, arrived)


def find(report: PactReport, candidates: Iterable[Pact]) -> Pact | None:
    """The candidate the report speaks of, or None for a pact not known yet. The best score wins, then the oldest."""
    scored = [(score(report, pact), pact) for pact in candidates]
    matching = [(points, pact) for points, pact in scored if points > 0]
    return min(matching, key=lambda one: (-one[0], one[1].first_seen, one[1].pact_id))[1] if matching else None


def score(report: PactReport, pact: Pact) -> float:
    """How well the report fits the pact; 0 when it cannot be that pact."""
    parties = _parties(set(report.party_codes()), set(pact.party_codes()))
    if parties == 0 or FAMILY[report.pact_type] != FAMILY[pact.pact_type]:
        return 0.0
    apart = abs(seen_at(report) - pact.last_seen)
    known_step = report.stage == pact.stage
    # Two kinds of agreement signed in one month are two; only a vague description may be the same one told otherwise.
    if known_step and report.pact_type != pact.pact_type and not {report.pact_type, pact.pact_type} & VAGUE:
        return 0.0
    # The window of a repeat of the same step is short: two signings a year apart are two pacts.
    if apart > (SAME_STEP_WINDOW if known_step else NEXT_STEP_WINDOW):
        return 0.0
    revived = report.stage == Stage.EXTENDED and apart <= REVIVAL_WINDOW
    if not known_step and pact.stage in ENDED and apart > SAME_STEP_WINDOW and not revived:
        return 0.0
    names = _names(report.name, pact.name)
    if names < 0:
        return 0.0
    # Partly named parties are trusted only close in time; otherwise "USA + JPN" would swallow every older trilateral.
    if parties < 1 and apart > SAME_STEP_WINDOW:
        return 0.0
    nearness = 1 - apart / NEXT_STEP_WINDOW
    return parties + 0.5 * names + 0.2 * (report.pact_type == pact.pact_type) + 0.1 * nearness


ENDED = frozenset({Stage.TERMINATED, Stage.REJECTED})


def _parties(reported: set[str], known: set[str]) -> float:
    """1 for the same set; the share in common when one names part of the other (two at least); else 0."""
    if reported == known:
        return 1.0
    if reported < known or known < reported:
        common = reported & known
        return len(common) / len(reported | known) if len(common) >= 2 else 0.0
    return 0.0


def _names(reported: str | None, known: str | None) -> float:
    """1 for equal instrument names, 0 when either is missing or generic, -1 for two different proper names."""
    first, second = _words(reported), _words(known)
    if not first or not second:
        return 0.0
    if first <= second or second <= first:
        return 1.0
    return -1.0 if not (first & second) else 0.0


def _words(name: str | None) -> frozenset[str]:
    words = frozenset((name or "").casefold().replace("-", " ").split())
    return words - GENERIC_NAMES
