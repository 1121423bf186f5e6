"""The same step in the codes of other event data: CAMEO, PLOVER and ATOP."""

from shared.messages import Crosswalk
from shared.vocabulary import Obligation, PactType, Stage

CAMEO = {
    Stage.PROPOSED: "030",
    Stage.NEGOTIATING: "046",
    Stage.AGREED: "0312",
    Stage.INITIALLED: "057",
    Stage.SIGNED: "057",
    Stage.RATIFIED: "057",
    Stage.IN_FORCE: "062",
    Stage.EXTENDED: "057",
    Stage.AMENDED: "057",
    Stage.INVOKED: "062",
    Stage.SUSPENDED: "162",
    Stage.TERMINATED: "162",
    Stage.REJECTED: "128",
}
"""030 intend to co-operate; 0312 intend military co-operation; 046 negotiate; 057 sign formal agreement; 062 co-operate
militarily; 128 defy norms, law or reject; 162 reduce or stop military assistance."""
PLOVER = {
    Stage.PROPOSED: ("CONSULT", "propose"),
    Stage.NEGOTIATING: ("CONSULT", "negotiate"),
    Stage.SUSPENDED: ("SANCTION", "discontinue"),
    Stage.TERMINATED: ("SANCTION", "withdraw"),
    Stage.REJECTED: ("REJECT", "refuse"),
}
OBLIGATIONS = {
    PactType.MUTUAL_DEFENCE: (Obligation.DEFENCE,),
    PactType.ALLIANCE_ACCESSION: (Obligation.DEFENCE,),
    PactType.NON_AGGRESSION: (Obligation.NON_AGGRESSION,),
    PactType.NEUTRALITY: (Obligation.NEUTRALITY,),
    PactType.CONSULTATION: (Obligation.CONSULTATION,),
}


def crosswalk(pact_type: PactType, stage: Stage, obligations: tuple[Obligation, ...]) -> Crosswalk:
    """The codes of a step on a pact."""
    event, mode = PLOVER.get(stage, ("AGREE", "sign" if stage in {Stage.SIGNED, Stage.INITIALLED} else "agree"))
    contexts = (
        ("military", "diplomatic") if pact_type is not PactType.INTELLIGENCE_SHARING else ("military", "intelligence")
    )
    return Crosswalk(
        cameo=CAMEO[stage], plover_event=event, plover_mode=mode, plover_contexts=contexts, atop=obligations
    )
