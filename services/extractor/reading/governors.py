"""Which step words govern an anchor: the parse climbed from it outward, with the order of words as the fallback."""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from services.extractor.reading import rulebook
from services.extractor.reading.grammar import is_adjective, is_adverb, is_noun, is_verb
from services.extractor.reading.lexicon import Word
from services.extractor.reading.stage import MAYBE
from services.extractor.reading.values import Anchor, AnchorKind, Cue

CLIMBED = frozenset(
    {
        "dobj", "obj", "nsubj", "nsubjpass", "pobj", "pcomp", "prep", "xcomp", "ccomp", "csubj", "acl", "compound",
        "nmod", "appos", "agent", "attr", "oprd", "npadvmod", "poss", "amod", "dative", "conj", "advcl", "acomp",
    }
)  # fmt: skip
"""Relations along which what happens to the head happens to the pact; a relative clause is another statement."""
MODALS = frozenset(
    {
        "will", "shall", "'ll", "would", "may", "might", "could", "should", "can", "must", "wo", "ca", "to", "have",
        "has", "had",
    }
)  # fmt: skip
ELSEWHEN = frozenset({"after", "before", "since", "while", "despite", "besides"})
"""Prepositions before a verb that begin another statement: "after suspending the accord"."""
SPELT = {"wo": "will", "ca": "can", "'ll": "will"}
CONDITIONS = frozenset({"if", "whether", "unless"})
COMING = frozenset(
    {
        "ready", "set", "due", "likely", "willing", "eager", "keen", "able", "free", "unable", "unlikely",
    }
)  # fmt: skip
OF_A_PACT = frozenset(
    {
        "plans", "plan", "proposal", "draft", "text", "terms", "details", "possibility", "idea", "range", "series",
        "package", "number", "agreement", "accord", "deal", "principle",
    }
)  # fmt: skip
"""Nouns through which a verb reaches the pact: "discuss plans for a pact"."""
NOBODY = frozenset({"neither", "none", "nobody", "no-one"})
SUBORDINATE = frozenset({"relcl", "advcl", "acl"})
"""Relations of clauses that tell something besides the news."""
CHANGES = frozenset({"extend", "amend"})
"""What a further pact can do to an older one, and the news is that."""
CONTENT = frozenset({"xcomp", "ccomp", "dobj", "obj", "prep", "pobj", "pcomp"})
TO = re.compile(r"\bto\b")
LOOSE = frozenset({"agree", "allow", "make", "unveil", "sign"})
"""Steps that "for another ten years" turns into an extension."""
DEEP = 4
"""How far below an act its content is read."""
NEAR = 48
"""Characters between a step word and its anchor when only the order of words speaks."""


def _climb(token: Token) -> Iterator[Token]:
    """The token and what governs it, outward; stops where another statement begins."""
    yield token
    while token.head.i != token.i:
        if token.dep_ not in CLIMBED:
            return
        if token.dep_ == "conj" and is_verb(token):
            # "said it would recall its envoy and suspend the accord": past the first verb to what both are said under.
            while token.dep_ == "conj" and is_verb(token.head):
                token = token.head
            if token.dep_ not in {"ccomp", "xcomp"}:
                return
        if token.dep_ == "advcl" and not _is_infinitive(token):
            return
        if token.dep_ == "pcomp" and token.head.lower_ in ELSEWHEN:
            return
        token = token.head
        yield token


def _is_infinitive(verb: Token) -> bool:
    """An infinitive ("met to sign"): the step is what the meeting is for."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _negated(token: Token) -> bool:
    if token.dep_ == "pcomp" and token.head.lower_ in {"against", "without"}:
        return True
    return any(
        c.dep_ == "neg"
        or c.lower_ in {"not", "never", "n't"}
        or (c.dep_ in {"nsubj", "nsubjpass"} and (c.lower_ in NOBODY or any(d.lower_ == "neither" for d in c.children)))
        for c in token.children
    )


def _auxiliary(token: Token) -> str:
    """The modal of a verb, its condition, "to" of an infinitive, else empty."""
    found = ""
    for child in token.children:
        word = child.lower_
        if child.dep_ in {"aux", "auxpass"} and word in MODALS and found in {"", "have", "has", "had", "to"}:
            found = SPELT.get(word, word)
        if child.dep_ == "mark" and word in CONDITIONS:
            return word
    if found == "to" and (
        _is_ordinal(token.head) or any(_is_ordinal(c) for c in token.head.children if c.dep_ == "attr")
    ):
        # "the first country to sign" has signed.
        return ""
    if found == "to" and is_adjective(token.head) and token.head.lower_ not in COMING:
        # "proud to welcome" welcomes.
        return ""
    if not found and token.dep_ == "conj" and is_verb(token.head):
        # "will meet and sign": the auxiliary stands with the first verb only.
        return _auxiliary(token.head)
    return found


def _is_ordinal(noun: Token) -> bool:
    return is_noun(noun) and any(
        c.lower_ in {"first", "second", "third", "last", "latest", "only"} for c in noun.children
    )


def token_at(doc: Doc, offset: int) -> Token | None:
    """The token that holds a character."""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def is_core(step: str) -> bool:
    """Whether a step class names a stage by itself."""
    return rulebook.steps().classes[step].core


class Governors:
    """Collects the cues of one anchor in one parsed sentence."""

    def __init__(self, doc: Doc, anchor: Anchor, words: list[Word]) -> None:
        self.doc = doc
        self.anchor = anchor
        self.words = [word for word in words if self._is_for(word)]
        self.at: dict[int, Word] = {}
        for word in self.words:
            span = doc.char_span(word.start, word.end, alignment_mode="expand")
            for token in span or ():
                self.at.setdefault(token.i, word)
        self.found: list[tuple[Cue, int]] = []
        self._seen: set[int] = set()

    def _is_for(self, word: Word) -> bool:
        """Words inside a pact's name ("joint action agreement") say nothing of its step."""
        kinds = rulebook.steps().classes[word.step].kinds
        inside = self.anchor.start <= word.start and word.end <= self.anchor.end
        if inside and self.anchor.kind is AnchorKind.PACT:
            token = token_at(self.doc, word.start)
            if token is not None and is_verb(token) and token.dep_ not in {"amod", "compound", "nmod"}:
                # The name was taken too far to the left: "Envoys initial a pact".
                return True
            modifier = word.step in {"sign", "negotiate", "suspend", "extend"}
            return modifier and word.end < self.anchor.head
        return not kinds or self.anchor.kind in kinds

    def _cue(self, word: Word, reached: Token | None = None) -> tuple[Cue, int] | None:
        """The cue of a word; negation and auxiliary stand with a phrase's first verb, else with the token reached."""
        token = token_at(self.doc, word.start)
        if token is None:
            return None
        if not is_verb(token) and reached is not None:
            token = reached
        auxiliary = "" if token.idx > word.start and TO.search(word.text) else _auxiliary(token)
        return Cue(word.text, word.step, word.start, _negated(token), auxiliary, word.noun), token.i

    def _take(self, token: Token, direct: bool) -> None:
        word = self.at.get(token.i)
        if word is None or word.start in self._seen:
            return
        if (
            (is_adjective(token) or is_adverb(token))
            and not word.noun
            and " " not in word.text
            and token.dep_ in {"amod", "acomp", "advmod"}
        ):
            # "a close partnership", "is welcome to apply": no act.
            return
        rule = rulebook.steps().classes[word.step]
        if rule.direct and not direct:
            return
        made = self._cue(word, token)
        if made is not None:
            cue, index = made
            if rule.modifier and token.dep_ not in {"amod", "compound", "nmod"}:
                cue = replace(cue, step=rule.otherwise)
            if cue.step == "announce" and direct and self.anchor.kind is AnchorKind.PACT and not self._core_found():
                # "announce a pact": the announcement itself is the step.
                cue = replace(cue, step="unveil")
            self._seen.add(word.start)
            self.found.append((cue, index))

    def _core_found(self) -> bool:
        return any(is_core(cue.step) for cue, _ in self.found)

    def governing(self) -> list[tuple[Cue, int]]:
        """Cues from the anchor outward, each with the index of its token."""
        head = token_at(self.doc, self.anchor.head)
        if head is None:
            return []
        previous = came = head
        for token in _climb(head):
            for child in token.children:
                if token.i != head.i and child.dep_ == "compound" and is_noun(token):
                    self._take(child, direct=False)
                elif child.dep_ in {"prep", "prt", "acomp", "dobj", "attr", "oprd", "advmod"} and self._is_phrase(
                    child, token
                ):
                    self._take(child, direct=True)
            if came.dep_ in {"prep", "xcomp", "advcl"} and is_verb(token):
                for child in token.children:
                    if child.dep_ in {"dobj", "obj"} and child.i in self.at and self.at[child.i].noun:
                        # "open talks on hosting": the parser hangs "on" on the verb as often as on "talks".
                        self._take(child, direct=True)
            direct = (
                token.i == head.i
                or token.i == previous.i
                or _is_object(head, token)
                or (came.i == head.i and head.dep_ == "xcomp")
            )
            if not (came.dep_ == "ccomp" and self._names("agree", token)):
                # "agreed that the treaty is of value" agrees on nothing.
                self._take(token, direct)
            if token.i not in self.at and is_verb(token) and came.i > token.i and _auxiliary(token) in MAYBE:
                self.found.append((Cue(token.text, "consider", token.idx), token.i))
            previous = token if token.dep_ == "conj" else head
            came = token
        self._inner(head)
        self._sealed(head)
        self._lengthened()
        if not self._core_found() and head.dep_ != "attr":
            self._modifiers(head)
        if not any(is_core(cue.step) and not (cue.noun and cue.step in {"enter", "ratify"}) for cue, _ in self.found):
            self._elsewhere()
        return self.found

    def _names(self, step: str, token: Token) -> bool:
        """Whether the token is of this class while nothing further in has named a step."""
        word = self.at.get(token.i)
        return word is not None and word.step == step and not self._core_found()

    def _is_phrase(self, child: Token, token: Token) -> bool:
        """Whether a child belongs to a phrase that begins at the token: "comes into force"."""
        word = self.at.get(child.i)
        if word is None:
            return False
        start = token_at(self.doc, word.start)
        return start is not None and (start.i == token.i or (" " in word.text and start.head.i == token.i))

    def _modifiers(self, head: Token) -> None:
        """What the pact's own modifiers say: "the recently signed pact", "a planned accord"."""
        outer, self.found = self.found, []
        for child in head.children:
            if child.dep_ in {"amod", "acl", "relcl", "nmod", "compound"}:
                self._take(child, direct=True)
        self.found += outer

    def _inner(self, head: Token) -> None:
        """What a pact or an act is about: "a protocol prolonging the lease", "agree to start talks"."""
        inner: list[tuple[Cue, int]] = []
        outer, self.found = self.found, inner
        if self.anchor.kind is AnchorKind.ACT:
            token = head
            for _ in range(DEEP):
                below = next((c for c in token.children if c.dep_ in CONTENT and c.i > token.i), None)
                if below is None:
                    break
                self._take(below, direct=below.dep_ in {"dobj", "obj", "pobj"})
                token = below
            inner.reverse()
        else:
            for child in head.children:
                about = child
                if child.dep_ == "prep" and child.lower_ in {"on", "for", "to"}:
                    about = next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), child)
                word = self.at.get(about.i)
                told = child.dep_ in {"acl", "prep"} or (child.dep_ == "relcl" and child.tag_ in {"VBZ", "VBP"})
                if word is not None and word.step in CHANGES and told:
                    self._take(about, direct=True)
        self.found = inner + outer

    def _sealed(self, head: Token) -> None:
        """Signature told beside a looser step: "agree in a treaty signed in Lima"."""
        core = {cue.step for cue, _ in self.found if is_core(cue.step)}
        if not core or not core <= {"agree", "make", "allow", "unveil"}:
            return
        for child in head.children:
            word = self.at.get(child.i)
            if word is not None and word.step in {"sign", "initial"} and child.dep_ in {"acl", "relcl"}:
                made = self._cue(word)
                if made is not None and made[0].auxiliary == "" and child.tag_ in {"VBN", "VBD"}:
                    self._take(child, direct=True)

    def _lengthened(self) -> None:
        """Put "for another ten years" innermost where the step is a looser one."""
        core = {cue.step for cue, _ in self.found if is_core(cue.step)}
        word = next((word for word in self.words if word.step == "again"), None)
        if word is not None and core and core <= LOOSE:
            self.found.insert(0, (Cue(word.text, word.step, word.start), self.found[0][1]))

    def _elsewhere(self) -> None:
        """The fallback when nothing that governs the pact is a step: the step told in the main statements."""
        best: tuple[int, Word] | None = None
        for word in self.words:
            rule = rulebook.steps().classes[word.step]
            token = token_at(self.doc, word.start)
            if token is None or not rule.core or rule.direct or rule.modifier or word.start in self._seen:
                continue
            phrase = " " in word.text
            if (word.noun and not phrase) or not (phrase or is_verb(token)) or token.dep_ in {"amod", "compound"}:
                continue
            rank = 4 * _distance(token) - 3 * phrase + 9 * (word.step == "again")
            if best is None or rank < best[0]:
                best = (rank, word)
        if best is None:
            return
        start = token_at(self.doc, best[1].start)
        if start is None:
            return
        outer, self.found = self.found, []
        for token in _climb(start):
            self._take(token, direct=token.i == start.i)
        known = {index for _, index in self.found}
        self.found += [each for each in outer if each[1] not in known]

    def nearest(self) -> list[tuple[Cue, int]]:
        """The fallback for headlines whose verb is tagged a noun: the step word next to the anchor in plain order."""
        start, end = self.anchor.start, self.anchor.end
        before = [w for w in self.words if w.end <= start and start - w.end <= NEAR and not w.noun]
        after = [w for w in self.words if w.start >= end and w.start - end <= NEAR // 2 and not w.noun]
        for word in (*reversed(before[-2:]), *after[:1]):
            between = self.doc.text[min(word.end, end) : max(start, word.start)]
            if any(stop in between for stop in (";", ". ", " which ", " who ", " that ", ", ")):
                continue
            made = self._cue(word)
            if made is not None:
                return [made]
        return []


def _distance(token: Token) -> int:
    """Clauses between a token and the main statement; besides ones count double."""
    steps = 0
    while token.head.i != token.i and steps < DEEP * 4:
        if token.dep_ in SUBORDINATE and not (token.dep_ == "advcl" and _is_infinitive(token)):
            steps += 2
        elif token.dep_ not in {"ccomp", "conj"}:
            steps += 1
        token = token.head
    return steps


def _is_object(head: Token, verb: Token) -> bool:
    """Whether the pact, or a list it stands in, is the verb's own object or passive subject."""
    token = head
    while token.dep_ == "conj" and is_noun(token.head):
        token = token.head
    while token.dep_ == "pobj" and token.head.head.lower_ in OF_A_PACT:
        token = token.head.head
    if token.dep_ == "pobj" and token.head.head.i == verb.i and token.head.lower_ in {"of", "on", "to"}:
        return True
    return token.head.i == verb.i and token.dep_ in {"dobj", "obj", "nsubjpass", "attr", "oprd", "nsubj", "pobj"}
