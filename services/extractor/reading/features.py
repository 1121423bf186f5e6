"""What the judge goes by: a frame as a set of named traits, the words of its sentence with all names masked.

Countries, organisations and numbers become signs, so that nothing is learned of who makes pacts, only of how news of
them is told. The prefixes: `r` what the rules found, `w` words, `b` pairs of words, `n` words near the step.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Doc

from services.extractor.reading import lexicon, moment, subjects
from services.extractor.reading.context import Context
from services.extractor.reading.governors import token_at
from services.extractor.reading.values import Frame, Mention, MentionKind

TOKEN = re.compile(r"[A-Za-z][A-Za-z'-]*|\d[\d,.:/-]*|[\"?;:]")
MASKS = {
    MentionKind.NAME: "Land",
    MentionKind.DEMONYM: "Demonym",
    MentionKind.SEAT: "Seat",
    MentionKind.LEADER: "Leader",
    MentionKind.ORGANISATION: "Body",
}
NEAR = 45
"""Characters around step and pact whose words count as near."""
MAX_WORDS = 70
"""Words of one sentence that are looked at."""


def masked(text: str, mentions: Iterable[Mention], offset: int) -> str:
    """`text` with each mention as one sign; `offset` is where the text begins in the article."""
    parts, place = [], 0
    for mention in mentions:
        start, end = mention.start - offset, mention.end - offset
        if start < place or end > len(text):
            continue
        parts += [text[place:start], f" {MASKS[mention.kind]} "]
        place = end
    return "".join([*parts, text[place:]])


def tokens(text: str) -> list[str]:
    """Words in lower case, numbers by their kind; signs of masked names keep their capital."""
    found = []
    for match in TOKEN.finditer(text):
        word = match.group()
        if word[0].isdigit():
            digits = re.sub(r"\D", "", word)
            found.append("#year" if len(digits) == 4 and digits[:2] in {"18", "19", "20"} else "#")
        elif word in {"Land", "Demonym", "Seat", "Leader", "Body"}:
            found.append(word)
        else:
            found.append(word.lower())
    return found


def bucket(count: int, *edges: int) -> str:
    """The first edge that `count` does not pass, as a name; "more" beyond the last."""
    return str(next((edge for edge in edges if count <= edge), "more"))


LINKS = frozenset(
    {
        "with",
        "between",
        "to",
        "by",
        "from",
        "for",
        "of",
        "on",
        "in",
        "not",
        "no",
        "and",
        "against",
        "under",
        "after",
        "that",
        "which",
    }
)
"""Small words that keep their place among the signs of a sentence's outline."""


def words_of(text: str, mentions: list[Mention], offset: int) -> list[str]:
    """The words of a sentence with all names masked; `offset` is where it begins in the article."""
    return tokens(masked(text, mentions, offset))[:MAX_WORDS]


def plain_traits(words: list[str]) -> frozenset[str]:
    """Words and pairs of words as traits: what the gate before the parser goes by."""
    pairs = zip(["^", *words], [*words, "$"], strict=True)
    return frozenset({*(f"w:{word}" for word in words), *(f"b:{one} {other}" for one, other in pairs)})


def sentence_traits(words: list[str]) -> frozenset[str]:
    """With the words what they speak of, and the sentence's outline."""
    signs = _signs(words)
    spoken = sorted({sign for _, sign in signs if not sign.startswith("+")})
    both = {f"d:{one}&{other}" for place, one in enumerate(spoken) for other in spoken[place + 1 :]}
    return plain_traits(words) | {*(f"c:{sign}" for sign in spoken), *both, *_outline(words, signs)}


def _signs(words: list[str]) -> list[tuple[int, str]]:
    """Classes of step and subject of the words, each with the word's place; steps with a plus."""
    joined = " ".join(words)
    starts = {}
    place = 0
    for number, word in enumerate(words):
        starts[place] = number
        place += len(word) + 1
    steps = [(starts[w.start], f"+{w.step}") for w in lexicon.find(joined) if w.start in starts]
    return sorted({*steps, *subjects.find(words)})


def _outline(words: list[str], signs: list[tuple[int, str]]) -> Iterator[str]:
    """Twos and threes of signs in the order of the sentence, without the words between."""
    at: dict[int, str] = {}
    for place, sign in signs:
        if sign.startswith("+") or place not in at:
            at[place] = sign
    row = [
        at.get(place) or ("L" if word[0].isupper() else word)
        for place, word in enumerate(words)
        if place in at or word[0].isupper() or word in LINKS
    ]
    yield from (f"k:{one}>{other}" for one, other in pairwise(row))
    yield from (f"t:{one}>{two}>{three}" for one, two, three in zip(row, row[1:], row[2:], strict=False))


def _rules(frame: Frame, mentions: list[Mention], context: Context) -> Iterator[str]:
    anchor, step = frame.anchor, frame.step
    classes = [cue.step for cue in step.cues]
    countries = len({m.code for m in mentions})
    yield f"r:kind={anchor.kind}"
    yield f"r:rule={anchor.rule}"
    yield f"r:explicit={anchor.explicit}"
    yield f"r:stage={step.stage}" if step.certain else "r:stage=none"
    yield f"r:modality={step.modality}"
    yield f"r:kind+stage={anchor.kind}+{step.stage if step.certain else 'none'}"
    yield f"r:stage+modality={step.stage if step.certain else 'none'}+{step.modality}"
    yield f"r:chain={'<'.join(classes[:4])}"
    yield f"r:first={classes[0] if classes else 'none'}"
    yield from (f"r:cue={name}" for name in classes)
    yield from (f"r:cue+kind={name}+{anchor.kind}" for name in classes)
    yield from (f"r:aux={cue.auxiliary}" for cue in step.cues if cue.auxiliary)
    yield from ("r:negated" for cue in step.cues if cue.negated)
    yield from ("r:noun" for cue in step.cues[:1] if cue.noun)
    yield f"r:veto={frame.veto.reason if frame.veto else 'none'}"
    yield f"r:countries={bucket(countries, 0, 1, 2, 3, 5)}"
    yield f"r:parties={bucket(len(frame.parties), 0, 1, 2, 3, 6)}"
    yield f"r:structural={bucket(len(frame.bound), 0, 1, 2, 3)}"
    yield f"r:place={'title' if frame.sentence.is_title else bucket(frame.sentence.index, 1, 2, 4, 8, 16, 32)}"
    yield f"r:type={frame.pact_type}"
    yield f"r:titled={len(context.titled & {p.code for p in frame.parties})}"
    yield f"r:length={bucket(len(frame.sentence.text), 80, 160, 320)}"
    yield f"r:article={bucket(context.sentences, 2, 5, 15, 40)}"
    yield f"r:issued={context.issuer is not None}"
    yield f"r:head={frame.sentence.text[anchor.head : anchor.end].split(' ')[0].lower().rstrip('s')}"


def _span(frame: Frame) -> tuple[int, int]:
    places = [cue.start for cue in frame.step.cues if cue.word == frame.step.trigger]
    return min([frame.anchor.start, *places]), max([frame.anchor.end, *places])


ARTICLES = ("a", "an", "the", "their", "its", "this", "that", "no", "any")
"""Words before a pact that tell whether it is a new one."""


def _syntax(doc: Doc, frame: Frame) -> Iterator[str]:
    """How the parse puts pact and step: the pact's article, the verb's form and place, the sentence's main verb."""
    head = token_at(doc, frame.anchor.head)
    if head is not None:
        words = {child.lower_ for child in head.children if child.dep_ in {"det", "poss"}}
        kind = next((name for name in ARTICLES if name in words), "none")
        yield f"r:det={kind}"
        yield f"r:headdep={head.dep_}"
        yield f"r:headdep+det={head.dep_}+{kind}"
        yield from (f"r:headchild={child.dep_}" for child in head.children)
        yield f"r:headtag={head.tag_}"
    for place, cue in enumerate(frame.step.cues[:3]):
        token = token_at(doc, cue.start)
        if token is not None:
            yield f"r:tag{place}={token.tag_}"
            yield f"r:dep{place}={token.dep_}"
            yield f"r:cue+tag={cue.step}+{token.tag_}"
            yield f"r:cue+dep={cue.step}+{token.dep_}"
            yield f"r:word={cue.word.lower()}"
            yield from (
                f"r:auxof{place}={child.lower_}" for child in token.children if child.dep_ in {"aux", "auxpass", "neg"}
            )
    root = next((token for token in doc if token.head.i == token.i), None)
    if root is not None:
        yield f"r:root={root.lower_}"
        yield f"r:roottag={root.tag_}"
        yield f"r:rootstep={lexicon.step_of(root.lower_)}"
        cues = [token_at(doc, cue.start) for cue in frame.step.cues]
        yield f"r:rootiscue={any(cue is not None and cue.i == root.i for cue in cues)}"


def features(
    doc: Doc, frame: Frame, words: frozenset[str], mentions: list[Mention], context: Context
) -> frozenset[str]:
    """The traits of a frame; `words` are those of its sentence, `mentions` too, in order."""
    sentence = frame.sentence
    start, end = _span(frame)
    left, right = max(0, start - NEAR), min(len(sentence.text), end + NEAR)
    near = sentence.text[left:right]
    inside = [m for m in mentions if left <= m.start - sentence.start < right]
    found = {*words, *_rules(frame, mentions, context), *_syntax(doc, frame)}
    found |= moment.traits(sentence.text, start, end, context.when)
    words_near = tokens(masked(near, inside, sentence.start + left))
    found.update(f"n:{word}" for word in words_near)
    spoken = sorted({sign for _, sign in _signs(words_near)})
    first = frame.step.cues[0].step if frame.step.cues else "none"
    found.update(f"m:{sign}" for sign in spoken)
    found.update(f"mm:{one}&{other}" for place, one in enumerate(spoken) for other in spoken[place + 1 :])
    found.update(f"mf:{first}&{sign}" for sign in spoken)
    return frozenset(found)
