"""What the judge goes by: words with all names masked, and the rules' own findings as traits."""

from dataclasses import replace
from datetime import date

import pytest

from services.extractor.reading import frames, mentions
from services.extractor.reading.context import Context
from services.extractor.reading.features import bucket, masked, plain_traits, sentence_traits, tokens, words_of
from services.extractor.reading.values import Frame
from tests.parses import Parsed, parsed

WHEN = date(2024, 6, 1)
SIGNED = (
    "{}/PROPN/nsubj/3", "and/CCONJ/cc/0", "{}/PROPN/conj/0", "signed/VERB/ROOT/3", "a/DET/det/6",
    "defence/NOUN/compound/6", "treaty/NOUN/dobj/3", "on/ADP/prep/3", "Monday/PROPN/pobj/7", "./PUNCT/punct/3",
)  # fmt: skip


def signed(one: str, other: str) -> Parsed:
    first, _, third, *rest = SIGNED
    return parsed(first.format(one), SIGNED[1], third.format(other), *rest)


def frame_of(made: Parsed, context: Context = Context((), when=WHEN)) -> Frame:  # noqa: B008 - a frozen value
    (frame,) = frames.frames(made.doc, made.candidate, made.mentions, context)
    return frame


def test_every_kind_of_name_becomes_a_sign_of_its_own() -> None:
    text = "Peru, the Chilean navy, NATO and Beijing met."
    found = mentions.find(text)
    assert words_of(text, found, 0) == [
        "Land", "the", "Demonym", "navy", "Body", "and", "Seat", "met",
    ]  # fmt: skip


def test_names_are_masked_by_their_place_in_the_article() -> None:
    text = "A title.\n\nPeru signed."
    found = mentions.find(text)
    start = text.index("Peru")
    assert masked(text[start:], found, start) == " Land  signed."
    assert masked(text[: start - 2], found, 0) == "A title."


def test_a_name_that_overlaps_the_one_before_is_left_out() -> None:
    (peru,) = mentions.find("Peru signed.")
    assert masked("Peru signed.", [peru, replace(peru, start=2, end=6)], 0) == " Land  signed."


def test_numbers_are_told_by_kind_and_words_in_lower_case() -> None:
    assert tokens('In 1951, 34 States "AGREED": 3.5; 3500') == [
        "in", "#year", "#", "states", '"', "agreed", '"', ":", "#", ";", "#",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "name"), [(0, "0"), (1, "1"), (2, "3"), (3, "3"), (4, "more")])
def test_counts_go_into_the_first_bucket_that_holds_them(count: int, name: str) -> None:
    assert bucket(count, 0, 1, 3) == name


def test_plain_traits_are_words_and_pairs_with_both_ends() -> None:
    assert plain_traits(["Land", "signed"]) == {"w:Land", "w:signed", "b:^ Land", "b:Land signed", "b:signed $"}


def test_sentence_traits_add_subjects_and_the_outline() -> None:
    words = ["Land", "signed", "a", "defence", "treaty", "with", "Land"]
    found = sentence_traits(words)
    assert plain_traits(words) < found
    assert {"c:defence", "c:pact", "d:defence&pact"} <= found
    assert {"k:L>+sign", "k:+sign>defence", "t:defence>pact>with", "k:with>L"} <= found
    assert not any("+sign" in trait for trait in found if trait.startswith(("c:", "d:"))), "steps are no subjects"


def test_an_outline_keeps_the_order() -> None:
    there, back = sentence_traits(["Land", "signed", "treaty"]), sentence_traits(["treaty", "signed", "Land"])
    assert "t:L>+sign>pact" in there
    assert "t:L>+sign>pact" not in back


def test_nothing_is_learned_of_who_makes_pacts() -> None:
    one, other = frame_of(signed("Peru", "Chile")), frame_of(signed("Norway", "Kenya"))
    assert one.features - other.features == frozenset()
    assert {"per", "peru", "chile", "chl"}.isdisjoint(word for trait in one.features for word in trait.lower().split())


def test_what_the_rules_found_are_traits() -> None:
    found = frame_of(signed("Peru", "Chile")).features
    assert {
        "r:kind=pact", "r:explicit=True", "r:stage=signed", "r:modality=actual", "r:chain=sign", "r:cue=sign",
        "r:veto=none", "r:countries=2", "r:parties=2", "r:structural=2", "r:place=1", "r:type=defence_cooperation",
        "r:head=treaty", "r:time=day", "r:issued=False",
    } <= found  # fmt: skip


def test_how_the_parse_puts_them_are_traits() -> None:
    found = frame_of(signed("Peru", "Chile")).features
    assert {
        "r:det=a", "r:headdep=dobj", "r:headdep+det=dobj+a", "r:dep0=ROOT", "r:cue+dep=sign+ROOT", "r:word=signed",
        "r:root=signed", "r:rootstep=sign", "r:rootiscue=True",
    } <= found  # fmt: skip


def test_words_near_the_step_count_as_near_and_those_far_do_not() -> None:
    long = ("after/ADP/prep/3", *["very/ADV/advmod/3"] * 20, "late/ADV/advmod/3", "quarrels/NOUN/pobj/3")
    found = frame_of(parsed(*(token.format("Peru") for token in SIGNED[:-1]), *long)).features
    assert "w:quarrels" in found
    assert "n:quarrels" not in found
    assert "n:treaty" in found


def test_context_tells_titles_issuers_and_length() -> None:
    context = Context((), issuer="PER", titled=frozenset({"PER", "CHL", "KEN"}), when=WHEN, sentences=30)
    assert {"r:issued=True", "r:titled=2", "r:article=40"} <= frame_of(signed("Peru", "Chile"), context).features
