"""The life of a pact as data: which stage follows which."""

from shared.vocabulary import Stage

FOLLOWS: dict[Stage, frozenset[Stage]] = {
    Stage.PROPOSED: frozenset(),
    Stage.NEGOTIATING: frozenset({Stage.PROPOSED, Stage.SUSPENDED, Stage.REJECTED}),
    Stage.AGREED: frozenset({Stage.PROPOSED, Stage.NEGOTIATING, Stage.SUSPENDED, Stage.REJECTED}),
    Stage.INITIALLED: frozenset({Stage.PROPOSED, Stage.NEGOTIATING, Stage.AGREED, Stage.SUSPENDED, Stage.REJECTED}),
    Stage.SIGNED: frozenset(
        {Stage.PROPOSED, Stage.NEGOTIATING, Stage.AGREED, Stage.INITIALLED, Stage.SUSPENDED, Stage.REJECTED}
    ),
    Stage.RATIFIED: frozenset(
        {Stage.PROPOSED, Stage.NEGOTIATING, Stage.AGREED, Stage.INITIALLED, Stage.SIGNED, Stage.SUSPENDED}
    ),
    Stage.IN_FORCE: frozenset(
        {
            Stage.PROPOSED,
            Stage.NEGOTIATING,
            Stage.AGREED,
            Stage.INITIALLED,
            Stage.SIGNED,
            Stage.RATIFIED,
            Stage.SUSPENDED,
        }
    ),
    # A notice to end a pact may be taken back.
    Stage.EXTENDED: frozenset(Stage) - {Stage.EXTENDED, Stage.REJECTED},
    Stage.AMENDED: frozenset(Stage) - {Stage.AMENDED, Stage.TERMINATED, Stage.REJECTED},
    Stage.INVOKED: frozenset(Stage) - {Stage.INVOKED, Stage.TERMINATED, Stage.REJECTED},
    Stage.SUSPENDED: frozenset(Stage) - {Stage.SUSPENDED, Stage.TERMINATED, Stage.REJECTED},
    Stage.TERMINATED: frozenset(Stage) - {Stage.TERMINATED, Stage.REJECTED},
    Stage.REJECTED: frozenset({Stage.PROPOSED, Stage.NEGOTIATING, Stage.AGREED, Stage.INITIALLED, Stage.SIGNED}),
}
"""FOLLOWS[stage] is the set of stages from which a pact may come to it. What is not here is a late report: evidence."""


def is_step(before: Stage, after: Stage) -> bool:
    """True when a pact at `before` moves on by a report of `after`."""
    return before in FOLLOWS[after]
