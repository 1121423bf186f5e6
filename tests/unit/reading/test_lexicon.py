"""Step words of a text: verbs in all forms, nouns in all spellings, phrases found by the letter they begin with."""

import re
from string import ascii_lowercase

import pytest

from services.extractor.reading import lexicon, rulebook
from services.extractor.reading.lexicon import forms, initials, spelt, step_of

ANY = set(ascii_lowercase)


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("sign(?:s|ed)? off", {"s"}),
        ("Give[sn]? the", {"g"}),
        ("first|second", {"f", "s"}),
        ("(?:go|goes|put) to", {"g", "p"}),
        ("(?:(?:a|b)c|de) to", {"a", "b", "d"}),
        ("(?:for )?(?:another|a further) year", {"f", "a"}),
        ("(?:not ){0,2}in force", {"n", "i"}),
        ("(?:not ){1,2}in force", {"n"}),
        ("reopens?", {"r"}),
        ("s?how", {"s", "h"}),
        ("t(?:ake|ook) effect|c[oa]me", {"t", "c"}),
        (r"\w+ more years", ANY),
        ("[ao]n hold", ANY),
    ],
)
def test_the_letters_with_which_a_pattern_can_begin(pattern: str, letters: set[str]) -> None:
    assert initials(pattern) == letters


SENTENCES = (
    "The treaty goes before the parliament, which is to vote on it after a first reading in the senate.",
    "They laid it on Friday before lawmakers and sent it on to the national assembly for a second reading.",
    "Both are in talks, close to a deal, and edged closer to agreeing; a draft agreement with Peru is in the works.",
    "The pact enters into force on Monday, took effect, came into force and was brought into effect for another year.",
    "It put the accord on hold, pulled out of the treaty, tore up the pact and showed the troops the door.",
    "Peru gave the go-ahead, granted the navy access, made its ports available and opened its airspace to Chile.",
    "The talks broke down, ran aground and went nowhere; they called for more years and are set to, due to, ready to.",
    "They voted down the deal, ruled out a base, turned down the offer and gave the soldiers ten days to leave.",
)


def test_no_phrase_begins_with_a_letter_that_is_not_foreseen() -> None:
    for phrase in (phrase for step in rulebook.steps().classes.values() for phrase in step.phrases):
        pattern = re.compile(rf"(?<![\w-])(?:{phrase})(?!\w)", re.IGNORECASE)
        begun = {match.group()[0].lower() for text in SENTENCES for match in pattern.finditer(text)}
        assert begun <= initials(phrase) | {"1", "2"}


def test_phrases_are_found_as_a_search_for_all_of_them_finds_them() -> None:
    groups = "|".join(
        f"(?P<{name}>{'|'.join(step.phrases)})" for name, step in rulebook.steps().classes.items() if step.phrases
    )
    whole = re.compile(rf"(?<![\w-])(?:{groups})(?!\w)", re.IGNORECASE)
    for text in SENTENCES:
        searched = [(m.lastgroup, m.start(), m.end()) for m in whole.finditer(text) if m.group()[0].isalpha()]
        assert len(searched) > 1
        found = {(word.step, word.start, word.end) for word in lexicon.find(text)}
        assert set(searched) <= found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The pact enters into force today", [("enter", "enters into force")]),
        ("They signed off the deal and signed it", [("sign", "signed off"), ("sign", "signed")]),
        ("They sent it, in talks, to parliament", [("tabled", "sent it, in talks, to parliament")]),
        ("PULLED OUT OF the treaty", [("terminate", "PULLED OUT OF")]),
        ("Talks on ratification", [("negotiate", "Talks"), ("ratify", "ratification")]),
        ("a co-sign of re-signed papers", []),
        ("signings of the signet", []),
    ],
)
def test_step_words_stand_in_order_and_a_phrase_beats_the_words_in_it(text: str, words: list[tuple[str, str]]) -> None:
    found = lexicon.find(text)
    assert [(word.step, word.text) for word in found] == words
    assert all(text[word.start : word.end] == word.text for word in found)


def test_a_noun_is_told_from_a_verb() -> None:
    assert [(word.text, word.noun) for word in lexicon.find("signed after ratification")] == [
        ("signed", False),
        ("ratification", True),
    ]


@pytest.mark.parametrize(
    ("verb", "all_forms"),
    [
        ("sign", ("sign", "signs", "signed", "signing")),
        ("conclude", ("conclude", "concludes", "concluded", "concluding")),
        ("deny", ("deny", "denies", "denied", "denying")),
        ("delay", ("delay", "delays", "delayed", "delaying")),
        ("reach", ("reach", "reaches", "reached", "reaching")),
        ("go|goes|went", ("go", "goes", "went")),
    ],
)
def test_forms_of_a_verb(verb: str, all_forms: tuple[str, ...]) -> None:
    assert forms(verb) == all_forms


def test_spellings_of_a_noun() -> None:
    assert set(spelt("finali[sz]ations?")) == {"finalisations", "finalisation", "finalizations", "finalization"}
    assert list(spelt("veto")) == ["veto"]


def test_the_step_of_a_word() -> None:
    assert (step_of("ratified"), step_of("house")) == ("ratify", "none")
