"""Which sentences are parsed, with the gate on words and without."""

from services.extractor.reading import candidates, mentions, sentences
from services.extractor.reading.candidates import MAX_CANDIDATES, Candidate
from tests.gate_words import unlike_news

NEWS = "Peru and Chile signed a defence treaty in Lima on Monday."
UNLIKE = f"The defence treaty {unlike_news()}."
"""Has a pact, and words of which the gate has learned that they go with something else."""
NOTHING = "The weather was fine."


def found(text: str, gated: bool = True) -> list[Candidate]:
    return candidates.find(sentences.split(text, 0), mentions.find(text), gated)


def told(text: str, gated: bool = True) -> list[str]:
    return [candidate.sentence.text for candidate in found(text, gated)]


def test_a_sentence_with_a_pact_is_a_candidate_with_all_that_the_frames_need() -> None:
    (candidate,) = found(f"{NOTHING} {NEWS}")
    assert candidate.sentence.text == NEWS
    assert [anchor.surface for anchor in candidate.anchors] == ["a defence treaty"]
    assert [word.text for word in candidate.words] == ["signed"]
    assert {"w:signed", "b:Land and", "c:pact", "k:L>+sign"} <= candidate.traits


def test_offsets_of_words_and_pacts_are_into_the_sentence() -> None:
    (candidate,) = found(f"{NOTHING} {NEWS}")
    (anchor,), (word,) = candidate.anchors, candidate.words
    assert NEWS[anchor.start : anchor.end] == "a defence treaty"
    assert NEWS[word.start : word.end] == "signed"


def test_the_gate_keeps_news_and_leaves_out_what_does_not_sound_like_it() -> None:
    assert told(f"{NEWS} {UNLIKE}") == [NEWS]


def test_without_the_gate_every_sentence_with_a_pact_is_a_candidate() -> None:
    assert told(f"{NEWS} {UNLIKE}", gated=False) == [NEWS, UNLIKE]


def test_the_gate_only_takes_away() -> None:
    text = f"{UNLIKE} {NEWS} {NOTHING} The deal is done. {UNLIKE}"
    assert set(told(text)) < set(told(text, gated=False))


def test_names_are_masked_by_their_place_in_the_article_not_in_the_sentence() -> None:
    (candidate,) = found(f"Kenya slept. {NEWS}")
    assert "w:peru" not in candidate.traits
    assert "w:kenya" not in candidate.traits
    assert "b:^ Land" in candidate.traits


def test_a_pact_that_a_sentence_before_named_need_not_be_named_as_one_of_security_again() -> None:
    later = "The deal is done."
    assert told(later, gated=False) == []
    assert told(f"{NEWS} {later}", gated=False) == [NEWS, later]


def test_a_transcript_is_cut_short() -> None:
    assert len(found(" ".join([NEWS] * (MAX_CANDIDATES + 5)))) == MAX_CANDIDATES
