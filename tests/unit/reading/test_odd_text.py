"""Texts that nobody would write, and some senders send: read without an error and in time."""

from services.extractor.reading import mentions, sentences
from services.extractor.reading.plain import readable
from services.extractor.reading.signatories import signatories
from services.extractor.reading.values import Mention, MentionKind


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    assert readable("a \ud83e pact\udd1d") == "a \ufffd pact\ufffd"
    assert readable("a \U0001f91d pact") == "a \U0001f91d pact"


def test_a_text_without_a_stop_is_cut_at_spaces_or_else_anywhere() -> None:
    text = f"  {'word ' * 500}\n{'x' * 2000}   end "
    found = sentences.split(text, 0)
    assert all(text[s.start : s.end] == s.text == s.text.strip() for s in found)
    assert max(len(s.text) for s in found) == sentences.MAX_SENTENCE_CHARACTERS
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())


def test_a_name_said_ten_thousand_times_is_decided_as_if_said_once() -> None:
    # In time that is out of reach where each of them has the whole text searched.
    for once in ("Georgia, ", "Georgia near Atlanta, "):
        found = [m.code for m in mentions.find(once * 10_000)]
        assert found == [m.code for m in mentions.find(once)] * 10_000


def test_who_signs_is_led_by_the_name_right_before_the_office() -> None:
    text = "Peru signed; Chilean President Ann Li and Peruvian Premier Jo Paz attended. Minister Al Po signed."
    named = [
        Mention(code, text.index(name), text.index(name) + len(name), name, MentionKind.DEMONYM)
        for code, name in (("PER", "Peru"), ("CHL", "Chilean"), ("PER", "Peruvian"))
    ]
    found = signatories([(0, text)], named, {"PER", "CHL"})
    assert [(s.name, s.for_code) for s in found] == [("Ann Li", "CHL"), ("Jo Paz", "PER")]
