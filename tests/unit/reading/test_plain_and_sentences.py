import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.reading import sentences
from services.extractor.reading.plain import full_text, readable
from shared.messages import Article


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences.split(text, 0)]


@given(st.text(max_size=400))
def test_readable_text_keeps_its_length(text: str) -> None:
    assert len(readable(text)) == len(text)


def test_markup_and_sources_become_spaces() -> None:
    text = "<p>Peru &amp; Chile sign.</p> (AFP via The Straits Times)"
    plain = readable(text)
    assert plain.split() == ["Peru", "Chile", "sign."]
    assert plain.index("Chile") == text.index("Chile")


def test_typography_is_made_plain() -> None:
    assert readable("Japan’s “pact” – signed") == 'Japan\'s "pact" - signed'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("The U.S. President came. The two left.", ["The U.S. President came.", "The two left."]),
        ("They met in the U.S. The two leaders signed.", ["They met in the U.S.", "The two leaders signed."]),
        ("Gen. Smith and Mr. Jones met on Jan. 5 in Oslo.", ["Gen. Smith and Mr. Jones met on Jan. 5 in Oslo."]),
        ('He said: "We agree." She left.', ['He said: "We agree."', "She left."]),
        ("First line\nSecond line", ["First line", "Second line"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_the_title_is_the_first_sentence() -> None:
    article = Article(title="A title", text="A lead. More.\n\nA paragraph.")
    found = sentences.split(full_text(article), len(article.title))
    assert [(s.text, s.is_title, s.paragraph) for s in found] == [
        ("A title", True, 0),
        ("A lead.", False, 2),
        ("More.", False, 2),
        ("A paragraph.", False, 3),
    ]


@given(st.text(max_size=40), st.text(alphabet=st.sampled_from("aB .!?\n\"'()"), max_size=2500))
def test_offsets_slice_to_the_sentence(title: str, text: str) -> None:
    whole = f"{title}\n\n{text}"
    for sentence in sentences.split(whole, len(title)):
        assert whole[sentence.start : sentence.end] == sentence.text
        assert sentence.text
        assert len(sentence.text) <= sentences.MAX_SENTENCE_CHARACTERS


@given(st.text(max_size=60), st.text(min_size=1, max_size=1200))
def test_nothing_but_space_is_lost(title: str, text: str) -> None:
    whole = f"{title}\n\n{text}"
    kept = "".join(sentence.text for sentence in sentences.split(whole, len(title)))
    assert "".join(kept.split()) == "".join(whole.split())
