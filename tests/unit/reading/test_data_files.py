"""The patterns are data: each carries sentences that it must match and must not."""

import re

import pytest

from services.extractor.reading import anchors, lexicon, mentions, rulebook, triage, vetoes
from services.extractor.reading.provisions import provisions
from services.extractor.reading.values import Anchor, AnchorKind, Frame, Mention, MentionKind, Sentence, Step
from shared.countries import is_known
from shared.vocabulary import Modality, PactType, Stage

PATTERNS = [(p.name, text, p) for p in rulebook.anchors().patterns for text in p.match]
NOT_PATTERNS = [(p.name, text, p) for p in rulebook.anchors().patterns for text in p.no_match]
VETOES = [(rule.reason, text) for rule in rulebook.vetoes().reasons for text in rule.match]
NOT_VETOES = [(rule.reason, text) for rule in rulebook.vetoes().reasons for text in rule.no_match]


@pytest.mark.parametrize(("name", "text", "pattern"), PATTERNS)
def test_an_anchor_matches_its_examples(name: str, text: str, pattern: rulebook.AnchorPattern) -> None:
    assert name in {anchor.rule for anchor in anchors.find(text)}


@pytest.mark.parametrize(("name", "text", "pattern"), NOT_PATTERNS)
def test_an_anchor_leaves_others_alone(name: str, text: str, pattern: rulebook.AnchorPattern) -> None:
    assert name not in {anchor.rule for anchor in anchors.find(text)}


@pytest.mark.parametrize("text", [text for _, text, _ in PATTERNS])
def test_triage_passes_whatever_an_anchor_matches(text: str) -> None:
    assert triage.passes(text)


@pytest.mark.parametrize("rule", rulebook.provision_rules().rules, ids=lambda rule: rule.provision)
def test_provisions_match_their_examples(rule: rulebook.ProvisionRule) -> None:
    assert all(rule.provision in provisions([text]) for text in rule.match)
    assert not any(rule.provision in provisions([text]) for text in rule.no_match)


@pytest.mark.parametrize("rule", rulebook.type_rules().rules, ids=lambda rule: rule.type)
def test_types_match_their_examples(rule: rulebook.TypeRule) -> None:
    assert all(rulebook.words(rule.near or rule.sentence).search(text) for text in rule.match)
    assert not any(rulebook.words(rule.near or rule.sentence).search(text) for text in rule.no_match)


def frame(text: str) -> Frame:
    """A frame on the first anchor of a sentence, or on its last word."""
    found = anchors.find(text) or anchors.bare_nouns(text)
    anchor = found[0] if found else Anchor(AnchorKind.PACT, len(text) - 1, len(text), text[-1], len(text) - 1, "none")
    parties = tuple(Mention(code, 0, 1, "", MentionKind.NAME) for code in ("NOR", "PER"))
    step = Step(Stage.AGREED, Modality.ACTUAL, "agree")
    return Frame(Sentence(0, 0, text), anchor, step, PactType.OTHER, parties)


@pytest.mark.parametrize(("reason", "text"), VETOES)
def test_a_veto_strikes_its_examples(reason: str, text: str) -> None:
    struck = vetoes.veto(frame(text))
    assert struck is not None
    assert struck.reason == reason


@pytest.mark.parametrize(("reason", "text"), NOT_VETOES)
def test_a_veto_spares_others(reason: str, text: str) -> None:
    struck = vetoes.veto(frame(text))
    assert struck is None or struck.reason != reason


@pytest.mark.parametrize("rule", rulebook.names().roles, ids=lambda rule: rule.role)
def test_roles_match_their_examples(rule: rulebook.RoleRule) -> None:
    assert all(re.search(rule.before, text, re.IGNORECASE) for text in rule.match)


def test_every_step_class_folds() -> None:
    rules = rulebook.fold()
    assert set(rules.table) == set(rulebook.steps().classes)
    stages = {*Stage, "same", "none"}
    for effects in (*rules.table.values(), rules.negated, rules.future):
        for effect in effects.values():
            stage, _, modality = effect.partition("/")
            assert stage in stages
            assert not modality or modality in set(Modality)


def test_leaders_lead_something_known_and_are_found() -> None:
    for leader in rulebook.leaders():
        assert is_known(leader.code)
        found = mentions.find(f"On Monday {leader.names[0]} spoke.", leader.since)
        assert [m.code for m in found] == [leader.code]


def test_step_words_are_found_in_all_their_forms() -> None:
    for text, step in (
        ("signs", "sign"),
        ("signed", "sign"),
        ("ratifying", "ratify"),
        ("withdrew", "terminate"),
        ("entered into force", "enter"),
        ("entered into a pact", "sign"),
        ("puts off", "suspend"),
    ):
        assert [word.step for word in lexicon.find(text)] == [step]
