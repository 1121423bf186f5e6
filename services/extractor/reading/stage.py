"""Which step the cues amount to: step classes folded from the pact outward.

"agrees to extend the lease": extend, then agree = extended. "agrees to sign": sign, then agree = agreed, planned.
"suspends the termination": terminate, then suspend = extended. "urges X not to sign": hypothetical.
"""

from services.extractor.reading import rulebook
from services.extractor.reading.values import Cue, Step
from shared.vocabulary import Modality, Stage

MAYBE = frozenset({"would", "may", "might", "could", "should", "can", "must", "if", "whether", "unless", "ought"})
FUTURE = frozenset({"will", "shall", "'ll", "to", "going", "won"})
REPORTING = frozenset({"report", "announce", "agree"})
"""Classes under which "would" is the "will" of indirect speech."""
UNMOVED = frozenset({"report", "comment", "announce", "make", "grow", "begin"})
"""Classes over an infinitive that do not decide whether it happens."""
DECIDED = frozenset({"agree", "extend", "ratify", "admit"})
"""Classes whose "did not" is itself a decision; else what was not done is no news."""
RANK = (Modality.ACTUAL, Modality.PLANNED, Modality.HYPOTHETICAL, Modality.HISTORICAL, Modality.DENIED)


def _outer(one: Modality, other: Modality) -> Modality:
    """The less certain of two modalities."""
    return max(one, other, key=RANK.index)


def _apply(effect: str, stage: str, modality: Modality) -> tuple[str, Modality]:
    """Take an entry of the fold table: "stage", "same" or "none", with an optional "/modality"."""
    result, _, mood = effect.partition("/")
    if mood:
        modality = _outer(modality, Modality(mood))
    if result == "same":
        return stage, modality
    return ("-" if result == "none" else result), modality


def _only_named(cues: list[Cue]) -> bool:
    """Whether accession or ratification is only named ("roadblocks to their accession"), with no verb of a step."""
    core = [cue for cue in cues if rulebook.steps().classes[cue.step].core]
    return len(core) == 1 and core[0].noun and core[0].step in {"enter", "ratify"}


def fold(cues: list[Cue]) -> Step | None:
    """The step that cues, ordered from the pact outward, amount to; None when they name none."""
    rules = rulebook.fold()
    stage, modality, trigger = "-", Modality.ACTUAL, ""
    for place, cue in enumerate(cues):
        row = rules.table[cue.step]
        before = stage
        stage, modality = _apply(row.get(stage, row.get("*", "same")), stage, modality)
        if before == "-" and stage != "-":
            trigger = cue.word
        if stage == "-":
            continue
        if cue.negated:
            done = cue.auxiliary in {"", "have", "has", "had"} and cue.step not in DECIDED
            if done:
                return None
            stage, modality = _apply(rules.negated.get(stage, "same"), stage, modality)
            if stage == "-":
                return None
            continue
        if cue.auxiliary == "had" and not any(c.step in {"report", "announce"} for c in cues[place + 1 :]):
            modality = _outer(modality, Modality.HISTORICAL)
        reported = cue.auxiliary == "would" and any(c.step in REPORTING for c in cues[place + 1 :])
        if cue.auxiliary in MAYBE and not reported:
            modality = _outer(modality, Modality.HYPOTHETICAL)
        if cue.auxiliary in FUTURE or reported:
            governed = cue.auxiliary == "to" and place + 1 < len(cues) and cues[place + 1].step not in UNMOVED
            if not governed:
                stage, modality = _apply(rules.future.get(stage, rules.future["*"]), stage, modality)
    if stage == "-" or _only_named(cues):
        return None
    return Step(Stage(stage), modality, trigger, tuple(cues))
