"""The whole reading on any text whatever: no error, spans that hold, one answer, time in step with the length."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle, islice
from statistics import median
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.extractor.reading import Reader
from services.extractor.reading.plain import full_text
from shared.countries import all_countries
from shared.messages import MAX_TEXT_CHARACTERS, Article, PactReport

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PACT = "Peru and Chile signed a mutual defence pact on Monday. "
LONG = 25_000
"""Characters of a text that is long, though not the longest that is read."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def read(reader: Reader, article: Article) -> list[PactReport]:
    return reader.read([article], [None], NOW)[0]


def hold(article: Article, reports: list[PactReport]) -> None:
    """Everything a report points at stands in the article as the report gives it."""
    whole = full_text(article)
    for report in reports:
        spans = [(evidence.span, evidence.sentence) for evidence in report.evidence]
        spans += [(party.span, party.surface) for party in report.parties if party.span]
        spans += [(mention.span, mention.surface) for mention in report.mentioned if mention.span]
        for span, surface in spans:
            assert 0 <= span.start < span.end <= len(whole)
            # Names are found where typography is made plain already: a no-break space is a space there.
            assert whole[span.start : span.end].translate(PLAIN) == surface.translate(PLAIN)
        assert len(report.party_codes()) >= 2


PLAIN = str.maketrans("‘’“”‑–—\xa0\u202f\t\r", "''\"\"---    ")


def read_and_explain(reader: Reader, article: Article) -> list[PactReport]:
    """The reports of an article, after all that has to hold for any article."""
    reports = read(reader, article)
    hold(article, reports)
    explained = reader.explain(article)
    assert explained.why or reports
    length = len(full_text(article))
    assert all(0 <= mention.start < mention.end <= length for mention in explained.mentions)
    assert all(0 <= sentence.start < sentence.end <= length for sentence in explained.candidates)
    assert read(reader, article) == reports
    return reports


def article_of(text: str, title: str = "", language: str | None = "en") -> Article:
    return Article.model_validate({"title": title, "text": text, "language": language})


def filled(unit: str, length: int = LONG) -> str:
    """`unit` again and again, `length` characters of it."""
    return (unit * (length // len(unit) + 1))[:length]


NEWS = st.sampled_from([PACT, PACT.upper(), PACT.strip(" ."), "Japan, Ukraine conclude security accord\n", ""])
CHARACTERS = st.text(st.characters(exclude_characters="\x00", exclude_categories=()), max_size=120)
CONTROLS = st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"], exclude_characters="\x00"), max_size=40)
FRAGMENTS = st.sampled_from(
    [
        *("Peru", "Chile", "GEORGIA", "the Baltic states", "NATO", "U.S.", "President Ann Li", "Türkiye", "İSTANBUL"),
        *("signed", "will not sign", "a defence pact", "SECURITY TREATY", "military", "agreement with", "between"),
        *('"', "“", "”", "'", "((", "))", "[", "{", "« ", "...", ";", ":", "\n- ", "\n• ", "\n\n", "\t", "\r\n"),
        *(
            "<p>",
            "</div",
            "<!-- ",
            "-->",
            '<a href="',
            "&nbsp;",
            "&amp",
            "&#8217;",
            "&#x202e;",
            "&&;",
            "(AFP)",
            "(AP via ",
        ),
        *("1951", "12/13/2024", "31 February 2023", "99 years", "007" * 30, "x" * 300, "Defence" * 60),
        *(
            "e\u0301\u0327",
            "\u202eاتفاق دفاع\u202c",
            "שלום",
            "协定",
            "🇺🇦🤝🇯🇵",
            "\ud83e",
            "\udd1d",
            "\x1b[0m",
            "\ufffd",
            "ß",
            "ﬁ",
        ),
    ]
)
PIECES = st.one_of(FRAGMENTS, FRAGMENTS, FRAGMENTS, NEWS, CHARACTERS, CONTROLS)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.lists(PIECES, max_size=30), st.lists(PIECES, max_size=4), st.sampled_from(["en", None]), st.sampled_from(" |")
)
def test_any_text_is_read_and_explained(
    reader: Reader, pieces: list[str], title: list[str], language: str | None, glue: str
) -> None:
    glue = glue.strip("|")
    read_and_explain(reader, article_of(f"x{glue.join(pieces)}", glue.join(title)[:4096], language))


SHAPES = {
    "a megabyte without a space": PACT + "x" * (MAX_TEXT_CHARACTERS - len(PACT)),
    "a megabyte without a space that speaks of pacts": PACT + filled("defencepact", MAX_TEXT_CHARACTERS - len(PACT)),
    "ten thousand countries in a row": PACT + ", ".join(islice(cycle(c.name for c in all_countries()), 10_000)),
    "two thousand pacts": PACT * 2_000,
    "nested quotes and brackets": PACT + filled("\"'“(['") + PACT + filled(")]\"'”"),
    "all capitals": filled(PACT.upper()),
    "no punctuation": filled(PACT.replace(".", ""), 4_000),
    "a list": filled("- a defence pact\n* Peru and Chile\n"),
    "markup that never ends": PACT + filled("<a <!--", 20_000),
    "entities": PACT + filled("&nbsp;&amp&#8217;&#x;&;"),
    "digits": PACT + filled("0123456789"),
    "years": PACT + filled("1951 2024 "),
    "very long words": PACT + filled("antidisestablishmentarianism" * 40 + " "),
    "right to left": PACT + filled("\u202eاتفاق دفاع\u202c "),
    "combining characters": PACT + "e" + "\u0301" * LONG,
    "white space": PACT + filled(" \t\n\x0b\x85\u3000"),
    "half of a pair of surrogates": PACT + filled("\ud83e \udd1d"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_texts_of_an_odd_shape_are_read_and_explained(reader: Reader, shape: str) -> None:
    read_and_explain(reader, article_of(SHAPES[shape]))


@pytest.mark.parametrize("text", ["\x01", "\ud800", "\u202e", "0", ".", "<", "&", '"', "(", "\u0301", "no news"])
def test_texts_of_nothing_much_give_no_report(reader: Reader, text: str) -> None:
    assert read_and_explain(reader, article_of(text)) == []


@pytest.mark.parametrize("language", ["fr", "de-AT", "ar", "zh_Hant"])
def test_a_text_said_not_to_be_in_english_gives_no_report(reader: Reader, language: str) -> None:
    article = article_of(PACT * 20, language=language)
    assert read(reader, article) == []
    assert reader.explain(article).why.startswith("It is not in English")


@pytest.mark.parametrize(
    "text",
    [
        "Die NATO und Japan haben ein Abkommen unterzeichnet; der Pakt der beiden Staaten gilt als military treaty. ",
        "Le Japon et l'Ukraine ont signé un accord de sécurité, un pacte de défense salué par la France et l'OTAN. ",
        "Япония и Украина подписали соглашение о безопасности (security agreement), сообщили в Киеве в четверг. ",
    ],
)
def test_a_text_found_not_to_be_in_english_gives_no_report(reader: Reader, text: str) -> None:
    assert read(reader, article_of(text * 10, language=None)) == []


SMALL = 15_000
"""Characters of the shorter of the two texts that are compared."""
TIMES = 10
"""How many times as long four times the text may take: four and much for a busy machine; quadratic time takes 16."""
SLACK = 0.1
"""Seconds that do not count: what is done once a text, whatever its length."""


def seconds(work: Callable[[], object]) -> float:
    """Time of the processor, the median of three."""

    def once() -> float:
        begin = process_time()
        work()
        return process_time() - begin

    return median(once() for _ in range(3))


@pytest.mark.parametrize(
    "unit",
    [
        "defence pact\n",
        "Georgia, Jordan and Turkey. ",
        "President Ann Li of Peru signed a pact. ",
        "The pact holds. ",
        "<a <!-- ",
        "(AP ",
        '".\'" ',
    ],
)
def test_time_grows_with_the_length_and_no_faster(reader: Reader, unit: str) -> None:
    # In either text as many sentences are parsed: all of them few, or as many as are parsed at most.
    short, long = (article_of(PACT + filled(unit, length)) for length in (SMALL, 4 * SMALL))
    read(reader, short)
    assert seconds(lambda: read(reader, long)) < TIMES * seconds(lambda: read(reader, short)) + SLACK
