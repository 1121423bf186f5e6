"""What tells a party from a host, a threat or a commentator: traits of each country named, for the learned choice.

The rules' own finding is one trait among others; the rest is where the name stands in sentence and parse.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from services.extractor.reading.context import PLURAL_REFERENCE, Context
from services.extractor.reading.features import bucket, tokens
from services.extractor.reading.governors import token_at
from services.extractor.reading.parties import LIST, PartyFinder, role_of
from services.extractor.reading.values import Frame, Mention, Option
from shared.countries import is_organisation, members

OUTSIDE = 4
"""Actors of the article that are looked at though the sentence does not name them."""
PATH = 5
"""Relations of the parse between a name and the step that are told."""


def _path(token: Token, goals: set[int]) -> str:
    """The relations from a name up to the step or the pact, with the prepositions passed."""
    steps: list[str] = []
    while len(steps) < PATH:
        if token.i in goals:
            return "<".join(steps) or "self"
        if token.head.i == token.i:
            return "root:" + "<".join(steps)
        steps.append(f"{token.dep_}:{token.lower_}" if token.dep_ in {"prep", "agent"} else token.dep_)
        token = token.head
    return "far:" + "<".join(steps[:3])


def _where(mention: Mention, finder: PartyFinder, frame: Frame, goals: set[int]) -> Iterator[str]:
    """Traits of one place where the sentence names the country."""
    offset, text = frame.sentence.start, frame.sentence.text
    start, end = mention.start - offset, mention.end - offset
    left, right = tokens(text[max(0, start - 30) : start]), tokens(text[end : end + 25])
    yield f"left={left[-1] if left else '^'}"
    yield f"left2={' '.join(left[-2:])}"
    yield f"right={right[0] if right else '$'}"
    yield f"kind={mention.kind}"
    yield f"role={role_of(text, mention, offset)}"
    yield f"side={'before' if end <= frame.anchor.start else 'after' if start >= frame.anchor.end else 'inside'}"
    gap = frame.anchor.start - end if end <= frame.anchor.start else start - frame.anchor.end
    yield f"gap={bucket(gap, 0, 3, 12, 30, 60, 120)}"
    token = token_at(finder.doc, start)
    if token is not None:
        last = token_at(finder.doc, end - 1) or token
        head = last if last.head.i not in range(token.i, last.i) else token
        yield f"path={_path(head, goals)}"
        yield f"dep={head.dep_}<{head.head.dep_}"
        yield f"governor={head.head.lower_}"


def _listed(finder: PartyFinder) -> set[Mention]:
    """Mentions that stand in a list with another."""
    text, start = finder.sentence.text, finder.sentence.start
    found: set[Mention] = set()
    for one, other in pairwise(finder.mentions):
        if LIST.fullmatch(text[one.end - start : other.start - start]):
            found |= {one, other}
    return found


def _standing(code: str, frame: Frame, context: Context, codes: list[str]) -> Iterator[str]:
    """Traits of the country in sentence and article, wherever it is named."""
    chosen = {party.code for party in frame.parties}
    weight = context.weight.get(code, 0)
    rank = context.rank.get(code, 99)
    yield f"rules={code in chosen}"
    yield f"rules+structural={code in chosen}+{code in frame.bound}"
    yield f"rules+count={code in chosen}+{len(chosen)}"
    yield f"structural={code in frame.bound}+{bucket(len(frame.bound), 0, 1, 2, 3, 5)}"
    yield f"titled={code in context.titled}"
    yield f"rank={bucket(rank, 0, 1, 2, 3, 5)}"
    yield f"weight={bucket(weight, 1, 3, 6, 12)}"
    yield f"issuer={code == context.issuer}"
    yield f"count={bucket(len(codes), 1, 2, 3, 4, 6)}"
    yield f"place={bucket(codes.index(code), 0, 1, 2, 3) if code in codes else 'outside'}"
    yield f"body={is_organisation(code)}+{frame.anchor.kind}"
    if is_organisation(code):
        inside = sum(other in members(code, context.when) for other in chosen)
        yield f"hasmembers={bucket(inside, 0, 1, 2)}"


def options(frame: Frame, finder: PartyFinder, context: Context) -> tuple[Option, ...]:
    """All who could be party: those the sentence names, and the article's first actors."""
    goals = {token.i for token in _goals(frame, finder)}
    codes = list(dict.fromkeys(m.code for m in finder.mentions))
    listed = _listed(finder)
    repeated = Counter(m.code for m in finder.mentions)
    found: list[Option] = []
    for code in codes:
        places = [m for m in finder.mentions if m.code == code]
        traits = set(_standing(code, frame, context, codes))
        for mention in places:
            traits.update(_where(mention, finder, frame, goals))
        traits.add(f"listed={any(m in listed for m in places)}")
        traits.add(f"times={bucket(repeated[code], 1, 2)}")
        found.append(Option(places[0], _crossed(traits, frame)))
    plural = PLURAL_REFERENCE.search(frame.sentence.text) is not None
    actors = [m for m in (*context.actors, *context.organisations[:1]) if m.code not in codes]
    for mention in actors[:OUTSIDE]:
        traits = set(_standing(mention.code, frame, context, codes))
        traits |= {f"outside+plural={plural}", f"outside+named={bucket(len(codes), 0, 1, 2)}"}
        found.append(Option(mention, _crossed(traits, frame)))
    return tuple(found)


def _crossed(traits: set[str], frame: Frame) -> frozenset[str]:
    """With the kind of pact beside each trait: "in" means another thing for an alliance than for a base."""
    return frozenset({"bias", *traits, *(f"{frame.anchor.kind}|{trait}" for trait in traits)})


def _goals(frame: Frame, finder: PartyFinder) -> Iterator[Token]:
    places = [frame.anchor.head, *(cue.start for cue in frame.step.cues)]
    yield from (token for place in places if (token := token_at(finder.doc, place)) is not None)
