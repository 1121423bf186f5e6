"""Which step words govern an anchor: the parse climbed from the anchor outward, with the plain order of words as a fallback."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from services.extractor.reading.lexicon import Word
from services.extractor.reading.values import Anchor, Cue

CLIMBED = frozenset(
    "dobj obj nsubj nsubjpass pobj pcomp prep xcomp ccomp acl compound nmod appos agent attr oprd npadvmod poss amod dative "
    "conj advcl acomp".split()
)
"""Relations along which what happens to the head happens to the pact; a relative clause or another sentence is none."""
AUXILIARIES = frozenset({"aux", "auxpass"})
MODALS = frozenset("will shall 'll would may might could should can must wo ca to have has had".split())
NEAR = 48
"""Characters between a step word and its anchor when only the order of words speaks."""


def _climb(token: Token) -> Iterator[Token]:
    """The token and what governs it, outward; stops where another statement begins."""
    yield token
    while token.head is not token and token.head.i != token.i:
        relation, head = token.dep_, token.head
        if relation not in CLIMBED:
            return
        if relation == "conj" and token.pos_ in {"VERB", "AUX"}:
            return
        if relation == "advcl" and not _purpose(token):
            return
        token = head
        yield token


def _purpose(verb: Token) -> bool:
    """An infinitive ("met to sign"): the step is what the meeting is for."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _negated(token: Token) -> bool:
    return any(c.dep_ == "neg" or c.lower_ in {"not", "never", "n't", "no"} for c in token.children)


def _auxiliary(token: Token) -> str:
    found = ""
    for child in token.children:
        word = child.lower_
        if child.dep_ in AUXILIARIES and word in MODALS:
            found = (
                {"wo": "will", "ca": "can", "'ll": "will"}.get(word, word)
                if found in {"", "have", "has", "had", "to"}
                else found
            )
        if child.dep_ == "mark" and word in {"if", "whether", "unless"}:
            return word
    if not found and token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        # "will meet and sign": the auxiliary stands with the first verb only.
        return _auxiliary(token.head)
    return found


def _cue(word: Word, token: Token) -> Cue:
    return Cue(word.text, word.step, word.start, _negated(token), _auxiliary(token))


def _by_token(doc: Doc, words: list[Word]) -> dict[int, Word]:
    """Step word at each token that is, or lies in, one."""
    found: dict[int, Word] = {}
    for word in words:
        span = doc.char_span(word.start, word.end, alignment_mode="expand")
        for token in span or ():
            found.setdefault(token.i, word)
    return found


def token_at(doc: Doc, offset: int) -> Token | None:
    """The token that holds a character."""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def governing(doc: Doc, anchor: Anchor, words: list[Word]) -> list[tuple[Cue, int]]:
    """Cues from the anchor outward, each with the index of its token."""
    head = token_at(doc, anchor.head)
    if head is None:
        return []
    at = _by_token(doc, words)
    found: list[tuple[Cue, int]] = []
    seen: set[int] = set()

    def take(token: Token) -> None:
        word = at.get(token.i)
        if (
            word is not None
            and word.start not in seen
            and not (anchor.start <= word.start < anchor.end and token.i != head.i)
        ):
            seen.add(word.start)
            found.append((_cue(word, token), token.i))

    modifiers = [c for c in head.children if c.dep_ in {"amod", "acl", "relcl", "nmod", "compound"}]
    for token in _climb(head):
        # A phrase ("comes into force") may begin at a verb whose words lie in the children.
        take(token)
        for child in token.children:
            if (
                child.dep_ in {"prep", "prt", "acomp", "dobj", "attr"}
                and child.i in at
                and at[child.i].start not in seen
            ):
                start = at[child.i].start
                if token_at(doc, start) is token or (start <= token.idx < at[child.i].end):
                    take(child)
    if not any(_is_core(cue) for cue, _ in found):
        early: list[tuple[Cue, int]] = []
        for child in modifiers:
            word = at.get(child.i)
            if word is not None and word.start not in seen:
                seen.add(word.start)
                early.append((_cue(word, child), child.i))
        found = early + found
    return found


def _is_core(cue: Cue) -> bool:
    from services.extractor.reading import rulebook

    return rulebook.steps().classes[cue.step].core


def nearest(doc: Doc, anchor: Anchor, words: list[Word]) -> list[tuple[Cue, int]]:
    """The fallback for headlines that the parser tags as nouns: the step word next to the anchor in plain order."""
    before = [w for w in words if w.end <= anchor.start and anchor.start - w.end <= NEAR and not w.noun]
    after = [w for w in words if w.start >= anchor.end and w.start - anchor.end <= 24 and not w.noun]
    for word in (*reversed(before[-2:]), *after[:1]):
        between = doc.text[min(word.end, anchor.end) : max(anchor.start, word.start)]
        if any(stop in between for stop in (";", ". ", " which ", " who ", " that ")):
            continue
        token = token_at(doc, word.start)
        if token is not None:
            return [(_cue(word, token), token.i)]
    return []
