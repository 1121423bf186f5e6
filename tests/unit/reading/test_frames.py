"""Frames on parses made by hand: who, which step, what pact, with whom."""

from datetime import date

from services.extractor.reading import frames
from services.extractor.reading.context import Context
from services.extractor.reading.values import Frame, Mention, MentionKind
from shared.vocabulary import Modality, PactType, Stage
from tests.parses import parsed

NOBODY = Context((), when=date(2024, 6, 1))


def read(*tokens: str, context: Context = NOBODY, is_title: bool = False) -> list[Frame]:
    made = parsed(*tokens, is_title=is_title)
    return frames.frames(made.doc, made.candidate, made.mentions, context)


def codes(frame: Frame) -> set[str]:
    return {party.code for party in frame.parties}


def test_subject_verb_pact() -> None:
    (frame,) = read(
        "Peru/PROPN/nsubj/3", "and/CCONJ/cc/0", "Chile/PROPN/conj/0", "signed/VERB/ROOT/3", "a/DET/det/6",
        "defence/NOUN/compound/6", "treaty/NOUN/dobj/3", "./PUNCT/punct/3",
    )  # fmt: skip
    assert codes(frame) == {"PER", "CHL"}
    assert (frame.step.stage, frame.step.modality) == (Stage.SIGNED, Modality.ACTUAL)
    assert frame.pact_type is PactType.DEFENCE_COOPERATION
    assert frame.bound == {"PER", "CHL"}
    assert frame.step.certain


def test_with_whom_and_a_third_country() -> None:
    (frame,) = read(
        "Peru/PROPN/nsubj/2", "will/AUX/aux/2", "sign/VERB/ROOT/2", "a/DET/det/5", "security/NOUN/compound/5",
        "pact/NOUN/dobj/2", "with/ADP/prep/5", "Chile/PROPN/pobj/6", "against/ADP/prep/5", "Brazil/PROPN/pobj/8",
        "./PUNCT/punct/2",
    )  # fmt: skip
    assert codes(frame) == {"PER", "CHL"}
    assert (frame.step.stage, frame.step.modality) == (Stage.AGREED, Modality.PLANNED)


def test_a_passive_has_its_parties_in_the_agent() -> None:
    (frame,) = read(
        "The/DET/det/2", "military/ADJ/amod/2", "accord/NOUN/nsubjpass/4", "was/AUX/auxpass/4", "ratified/VERB/ROOT/4",
        "by/ADP/agent/4", "Norway/PROPN/pobj/5", "and/CCONJ/cc/6", "Spain/PROPN/conj/6", "./PUNCT/punct/4",
    )  # fmt: skip
    assert codes(frame) == {"NOR", "ESP"}
    assert frame.step.stage is Stage.RATIFIED


def test_whoever_urges_is_no_party() -> None:
    (frame,) = read(
        "Kenya/PROPN/nsubj/1", "urged/VERB/ROOT/1", "Peru/PROPN/nsubj/4", "to/PART/aux/4", "sign/VERB/ccomp/1",
        "a/DET/det/7", "defence/NOUN/compound/7", "pact/NOUN/dobj/4", "with/ADP/prep/7", "Chile/PROPN/pobj/8",
    )  # fmt: skip
    assert codes(frame) == {"PER", "CHL"}
    assert frame.step.modality is Modality.HYPOTHETICAL


def test_accession_has_the_alliance_and_the_candidate() -> None:
    (frame,) = read("Ireland/PROPN/nsubj/1", "joins/VERB/ROOT/1", "NATO/PROPN/dobj/1", "./PUNCT/punct/1")
    assert codes(frame) == {"IRL", "NATO"}
    assert frame.step.stage is Stage.IN_FORCE
    assert frame.pact_type is PactType.ALLIANCE_ACCESSION


def test_a_headline_whose_verb_is_tagged_a_noun() -> None:
    (frame,) = read(
        "Peru/PROPN/nmod/3", "&/CCONJ/cc/0", "Chile/PROPN/conj/0", "sign/NOUN/compound/5", "defence/NOUN/compound/5",
        "deal/NOUN/ROOT/5", is_title=True,
    )  # fmt: skip
    assert codes(frame) == {"PER", "CHL"}
    assert frame.step.stage is Stage.SIGNED


def test_both_sides_come_from_the_article_when_the_sentence_only_says_we() -> None:
    actors = tuple(Mention(code, 0, 4, code, MentionKind.NAME) for code in ("PER", "CHL"))
    (frame,) = read(
        "We/PRON/nsubj/1", "signed/VERB/ROOT/1", "a/DET/det/4", "security/NOUN/compound/4", "agreement/NOUN/dobj/1",
        context=Context(actors),
    )  # fmt: skip
    assert codes(frame) == {"PER", "CHL"}


def test_agreements_with_several_are_several() -> None:
    found = read(
        "Peru/PROPN/nsubj/1", "signed/VERB/ROOT/1", "defence/NOUN/compound/3", "agreements/NOUN/dobj/1",
        "with/ADP/prep/3", "Chile/PROPN/pobj/4", "and/CCONJ/cc/5", "Brazil/PROPN/conj/5",
    )  # fmt: skip
    assert [codes(frame) for frame in found] == [{"PER", "CHL"}, {"PER", "BRA"}]


def test_each_of_several_agreements_binds_its_own_pair() -> None:
    found = read(
        "Peru/PROPN/nsubj/1", "signed/VERB/ROOT/1", "defence/NOUN/compound/3", "agreements/NOUN/dobj/1",
        "with/ADP/prep/3", "Chile/PROPN/pobj/4", "and/CCONJ/cc/5", "Brazil/PROPN/conj/5",
    )  # fmt: skip
    assert [frame.bound for frame in found] == [{"PER", "CHL"}, {"PER", "BRA"}]


def test_where_no_step_is_named_the_frame_stays_and_is_marked() -> None:
    (frame,) = read(
        "Peru/PROPN/nsubj/1", "praised/VERB/ROOT/1", "the/DET/det/4", "defence/NOUN/compound/4", "treaty/NOUN/dobj/1",
        "with/ADP/prep/4", "Chile/PROPN/pobj/5",
    )  # fmt: skip
    assert not frame.step.certain
    assert frame.step.trigger == "praised"
    assert {"r:stage=none", "r:cue=comment"} <= frame.features


def test_what_the_rules_hold_for_no_news_stays_with_the_reason() -> None:
    (frame,) = read(
        "Peru/PROPN/nsubj/3", "and/CCONJ/cc/0", "Chile/PROPN/conj/0", "signed/VERB/ROOT/3", "a/DET/det/7",
        "military/ADJ/amod/7", "trade/NOUN/compound/7", "treaty/NOUN/dobj/3", "./PUNCT/punct/3",
    )  # fmt: skip
    assert frame.veto is not None
    assert (frame.veto.reason, frame.veto.words) == ("trade", "trade treaty")
    assert "r:veto=trade" in frame.features


def test_all_who_could_be_party_are_options_whomever_the_rules_chose() -> None:
    (frame,) = read(
        "Kenya/PROPN/nsubj/1", "urged/VERB/ROOT/1", "Peru/PROPN/nsubj/4", "to/PART/aux/4", "sign/VERB/ccomp/1",
        "a/DET/det/7", "defence/NOUN/compound/7", "pact/NOUN/dobj/4", "with/ADP/prep/7", "Chile/PROPN/pobj/8",
    )  # fmt: skip
    traits = {option.mention.code: option.features for option in frame.options}
    assert set(traits) == {"KEN", "PER", "CHL"}
    assert "rules=False" in traits["KEN"]
    assert {"rules=True", "path=pobj<prep:with", "pact|path=pobj<prep:with"} <= traits["CHL"]


def test_the_articles_actors_are_options_though_the_sentence_does_not_name_them() -> None:
    actors = tuple(Mention(code, 0, 4, code, MentionKind.NAME) for code in ("PER", "CHL"))
    (frame,) = read(
        "Both/DET/det/1", "sides/NOUN/nsubj/2", "signed/VERB/ROOT/2", "a/DET/det/5", "defence/NOUN/compound/5",
        "treaty/NOUN/dobj/2", "./PUNCT/punct/2", context=Context(actors),
    )  # fmt: skip
    assert [option.mention.code for option in frame.options] == ["PER", "CHL"]
    assert all("outside+plural=True" in option.features for option in frame.options)


def test_nothing_is_judged_yet() -> None:
    (frame,) = read("Ireland/PROPN/nsubj/1", "joins/VERB/ROOT/1", "NATO/PROPN/dobj/1", "./PUNCT/punct/1")
    assert (frame.score, frame.stages, frame.types, frame.chances) == (0.0, {}, {}, ())
