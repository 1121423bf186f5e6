"""Traits of frames and sentences in words, for people who ask what the judge went by."""

import re
from collections.abc import Iterable

from services.extractor.reading.values import Reason

RULES = {
    "kind": "kind of pact words: {}",
    "rule": "the rule “{}” named the pact",
    "stage": "the rules say “{}”",
    "modality": "told as “{}”",
    "veto": "the rules object: {}",
    "place": "sentence, at most: {}",
    "countries": "names in the sentence: {}",
    "parties": "parties by the rules: {}",
    "structural": "parties bound by grammar: {}",
    "article": "sentences of the article, at most: {}",
    "length": "characters of the sentence, at most: {}",
    "titled": "parties in the title: {}",
    "issued": "a state's own text: {}",
    "explicit": "security in the pact's own name: {}",
    "cue": "step “{}”",
    "first": "innermost step “{}”",
    "chain": "steps “{}”",
    "aux": "auxiliary “{}”",
    "word": "step word “{}”",
    "head": "head word “{}”",
    "root": "main verb “{}”",
    "rootstep": "step of the main verb: {}",
    "rootiscue": "main verb is the step: {}",
    "tag": "form of the step word: {}",
    "dep": "grammar of the step word: {}",
    "auxof": "beside the step word: “{}”",
    "roottag": "form of the main verb: {}",
    "headdep": "grammar of the pact word: {}",
    "headtag": "form of the pact word: {}",
    "headchild": "with the pact word: {}",
    "det": "article before the pact: {}",
    "time": "time: {}",
    "near": "time near the step: {}",
    "type": "type by the rules: {}",
}
"""Traits of the rules by name; the others are shown as they are."""
WORDS = {
    "w": "word “{}”",
    "b": "words “{}”",
    "n": "“{}” near the step",
    "c": "speaks of {}",
    "d": "speaks of {}",
    "m": "near the step: {}",
    "mm": "near the step: {}",
    "mf": "innermost step and what is near it: {}",
    "k": "order: {}",
    "t": "order: {}",
}
SIGNS = {
    "Land": "⟨country⟩",
    "Demonym": "⟨demonym⟩",
    "Seat": "⟨capital⟩",
    "Leader": "⟨leader⟩",
    "Body": "⟨organisation⟩",
}
EDGES = {"^": "⟨beginning⟩", "$": "⟨end⟩", "L": "⟨name⟩"}
VALUES = {"none": "nothing", "more": "many", "True": "yes", "False": "no"}
SIGN = re.compile(r"\b(?:Land|Demonym|Seat|Leader|Body)\b")


def said(trait: str) -> str:
    """A trait in words: `b:Land sign` is "words “⟨country⟩ sign”"."""
    prefix, _, rest = trait.partition(":")
    if prefix == "r":
        name, is_valued, value = rest.partition("=")
        wording = RULES.get(name.rstrip("0123456789")) if is_valued else None
        return wording.format(_value(value)) if wording else rest.replace("=", ": ").replace("+", " with ")
    wording = WORDS.get(prefix)
    if wording is None:
        return trait
    if prefix in {"k", "t"}:
        rest = " … ".join(EDGES.get(part, part.removeprefix("+")) for part in rest.split(">"))
    elif prefix in {"d", "m", "mm", "mf"}:
        rest = " and ".join(part.removeprefix("+") for part in rest.split("&"))
    else:
        rest = " ".join(EDGES.get(part, part) for part in rest.split(" "))
    return wording.format(SIGN.sub(lambda match: SIGNS[match.group()], rest))


def _value(value: str) -> str:
    return VALUES.get(value) or value.replace("_", " ")


def listed(reasons: Iterable[Reason]) -> str:
    """Reasons in one line, each with its weight."""
    return "; ".join(f"{said(reason.trait)} ({reason.weight:+.2f})" for reason in reasons)
