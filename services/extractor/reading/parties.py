"""Who is bound by a frame's pact: found by structure on the parse, the rest by eliminating those in another part."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from spacy.tokens import Doc, Token

from services.extractor.reading.governors import token_at
from services.extractor.reading.rulebook import names
from services.extractor.reading.values import Anchor, AnchorKind, Cue, Mention, MentionKind, Sentence
from shared.vocabulary import MentionRole

BINDING = frozenset({"with", "between", "among", "by", "of", "for"})
"""Prepositions of a pact or step whose object may be bound."""
TOWARDS = frozenset({"to", "into", "from", "in"})
"""The same for an alliance that is joined or left; elsewhere they tell places."""
NOMINAL = frozenset(
    {"conj", "compound", "poss", "nmod", "amod", "appos", "pobj", "pcomp", "prep", "agent", "nummod", "dep", "dobj"}
)
"""Relations that stay within one noun phrase; a verb in it ("due to sign …") begins another matter."""
AWAY = frozenset(
    {
        "against",
        "amid",
        "after",
        "before",
        "despite",
        "over",
        "near",
        "following",
        "during",
        "since",
        "under",
        "because",
        "at",
        "on",
        "as",
        "than",
    }
)


OUTSIDERS = frozenset({"comment", "wish", "threaten", "deny", "consider"})
"""Classes whose subject speaks of a pact and is not bound by it."""
RULERS = re.compile(
    r"\b(?:cabinet|government|parliament|lawmakers|officials|authorities|junta|leaders|senate|senators|congress|"
    r"(?:national )?assembly|legislators|deputies|MPs|court|ministry|ministers) in (?:the )?$",
    re.IGNORECASE,
)
"""Before a capital: those who act for the state, not the place where something happens."""
BEYOND = re.compile(
    r"\b(?:other than|except(?: for)?|apart from|but|outside|without|beside|than|the likes of|bypass\w*|by way of)"
    r"(?: the)? $",
    re.IGNORECASE,
)
"""Before a country that is set against those bound."""
LED = re.compile(
    r"(?:-(?:led|backed|brokered|mediated|sponsored|hosted|dominated|facilitated)\b|['’]?s? mediat(?:ors?|ion)\b)"
)
"""After a country that leads a body or brings others together."""
RETURN = re.compile(r"\b(?:back|home|return\w*|arriv\w+|fl[eo]w|travel\w*|speaking) from $|\bleft $", re.IGNORECASE)
"""Before a capital that someone comes from."""
DATELINE = re.compile(r"(?:^|\n)[A-Z][A-Z .'’/]+(?:, )?$")
AFTER_DATELINE = re.compile(r"[\w .,]{0,20}?(?: ?\([^()]{1,30}\))?,?(?: \w{3,9}\.? \d{1,2})?\s+(?:--?|–|—)\s")
LIST = re.compile(r"(?:,? and|,|,? &|,? as well as)(?: the)? ?| ?/ ?", re.IGNORECASE)


@cache
def _role_rules() -> list[tuple[MentionRole, re.Pattern[str]]]:
    return [(rule.role, re.compile(rule.before, re.IGNORECASE)) for rule in names().roles]


BEFORE, AFTER = 70, 200
"""Characters before and after a name that tell its part."""


def _is_dateline(before: str, after: str, loud: bool) -> bool:
    """Whether the name stands in "SEOUL, South Korea -" at the head of a report."""
    before = before[-40:]
    opens = before[-1:] in {"", "\n"} and loud
    return (opens or DATELINE.search(before) is not None) and bool(AFTER_DATELINE.match(after))


def _in_dateline(text: str, mention: Mention, offset: int) -> bool:
    start, end = mention.start - offset, mention.end - offset
    return _is_dateline(text[max(0, start - BEFORE) : start], text[end : end + AFTER], mention.surface.isupper())


def role_of(text: str, mention: Mention, offset: int = 0) -> MentionRole | None:
    """The part of a mention that the words before it tell, None for party. `offset`: where `text` begins."""
    start, end = mention.start - offset, mention.end - offset
    return _role(text[max(0, start - BEFORE) : start], text[end : end + AFTER], mention.kind, mention.surface.isupper())


@lru_cache(maxsize=1024)
def _role(before: str, after: str, kind: MentionKind, loud: bool) -> MentionRole | None:
    # Asked several times of each name: for the article, for each pact of its sentence, and for the report.
    if _is_dateline(before, after, loud):
        return MentionRole.HOST
    if kind is MentionKind.SEAT and RETURN.search(before):
        return MentionRole.HOST
    if LED.match(after):
        return MentionRole.MEDIATOR
    if BEYOND.search(before):
        return MentionRole.OTHER
    for role, expression in _role_rules():
        if role is MentionRole.HOST and kind not in {MentionKind.SEAT, MentionKind.NAME}:
            continue
        if expression.search(before):
            return None if role is MentionRole.HOST and RULERS.search(before) else role
    return None


class PartyFinder:
    """The mentions of one parsed sentence, laid on its tokens."""

    def __init__(self, doc: Doc, sentence: Sentence, mentions: Iterable[Mention]) -> None:
        self.doc = doc
        self.sentence = sentence
        self.mentions = [m for m in mentions if sentence.start <= m.start < sentence.end]
        self.at: dict[int, Mention] = {}
        for mention in self.mentions:
            span = doc.char_span(mention.start - sentence.start, mention.end - sentence.start, alignment_mode="expand")
            for token in span or ():
                self.at[token.i] = mention

    def _within(self, token: Token, place: bool) -> list[Mention]:
        """Mentions of a noun phrase: the phrase itself, its conjuncts, modifiers and binding prepositions."""
        found: list[Mention] = []
        stack, seen = [token], set[int]()
        while stack:
            current = stack.pop(0)
            if current.i in seen:
                continue
            seen.add(current.i)
            if current.i in self.at:
                found.append(self.at[current.i])
            for child in current.children:
                if child.dep_ not in NOMINAL:
                    continue
                if child.dep_ in {"prep", "agent"} and (
                    child.lower_ not in BINDING and not (place and child.lower_ in TOWARDS)
                ):
                    continue
                stack.append(child)
        return found

    def structural(self, anchor: Anchor, cues: list[tuple[Cue, int]]) -> list[Mention]:
        """Those that structure binds: in the pact's phrase, subject and "with" of the step verbs, and their lists."""
        found: list[Mention] = []
        place = anchor.kind is AnchorKind.MEMBERSHIP
        cue_tokens = [index for cue, index in cues if cue.step not in OUTSIDERS]
        head = token_at(self.doc, anchor.head)
        if head is not None:
            found += self._within(head, place=True) if place else self._phrase(head)
        for index in cue_tokens:
            verb = self.doc[index]
            for child in verb.children:
                if child.dep_ in {"nsubj", "nsubjpass", "agent", "csubj", "poss", "nmod", "compound"} or (
                    child.dep_ == "prep" and child.lower_ in {"with", "by", "between", "among"}
                ):
                    found += self._within(child, place)
                if place and child.dep_ in {"dobj", "prep"} and child.lower_ not in AWAY:
                    found += self._within(child, place)
            found += self._inherited(verb)
        ends = (anchor.start + self.sentence.start, anchor.end + self.sentence.start)
        found += [m for m in self.mentions if ends[0] <= m.start < ends[1]]
        return self._kept(self.with_lists(found), place)

    def with_lists(self, found: list[Mention]) -> list[Mention]:
        """With each mention the others of its list: the parser often loses the tail of "X, Y, the Z and W"."""
        whole = list(found)
        for run in self._runs():
            if any(mention in found for mention in run):
                whole += run
        starts = {mention.start for mention in found}
        whole += [mention for mention in self.mentions if mention.start in starts]
        return list({mention.code: mention for mention in reversed(whole)}.values())[::-1]

    def _runs(self) -> list[list[Mention]]:
        """Lists of countries: with "and", or of three, or at the head of a headline ("Japan, Ukraine sign")."""
        text, start = self.sentence.text, self.sentence.start
        runs: list[list[Mention]] = []
        joined = False
        for one, other in pairwise(self.mentions):
            between = text[one.end - start : other.start - start]
            if not LIST.fullmatch(between) or one.kind != other.kind:
                joined = False
                continue
            if joined:
                runs[-1].append(other)
            else:
                runs.append([one, other])
            joined = True
        return [
            run
            for run in runs
            if len(run) > 2
            or run[0].start == start
            or re.search(r"and|&|as well", text[run[0].end - start : run[-1].start - start])
        ]

    def _phrase(self, head: Token) -> list[Mention]:
        return [
            m for m in self._within(head, place=False) if role_of(self.sentence.text, m, self.sentence.start) is None
        ]

    def _inherited(self, verb: Token) -> list[Mention]:
        """The subject of a verb that has none of its own: of the verb it is joined or subordinate to."""
        current, hops = verb, 0
        while hops < 4 and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in current.children):
            if (
                current.dep_ not in {"xcomp", "conj", "advcl", "acl", "pcomp", "prep", "pobj", "dobj", "ccomp"}
                or current.head is current
            ):
                return []
            current, hops = current.head, hops + 1
        return [m for c in current.children if c.dep_ in {"nsubj", "nsubjpass"} for m in self._within(c, place=False)]

    def eliminated(self) -> list[Mention]:
        """All mentions of the sentence that no words put in another part."""
        return self._kept(self.mentions, alliance=False)

    def places(self) -> list[Mention]:
        """The capitals and countries where something happens, the dateline aside: often of one of those bound."""
        start, text = self.sentence.start, self.sentence.text
        return [
            m for m in self.mentions if role_of(text, m, start) is MentionRole.HOST and not _in_dateline(text, m, start)
        ]

    def _kept(self, mentions: Iterable[Mention], alliance: bool) -> list[Mention]:
        """Each country once, without those in another part; an alliance that is joined is always kept."""
        kept: dict[str, Mention] = {}
        for mention in sorted(mentions, key=lambda m: m.start):
            joined = alliance and mention.kind is MentionKind.ORGANISATION
            if joined or role_of(self.sentence.text, mention, self.sentence.start) is None:
                kept.setdefault(mention.code, mention)
        return list(kept.values())
