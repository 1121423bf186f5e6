"""The whole reading with the real parser."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.extractor.reading import ModelMissing, Reader, triage
from services.extractor.reading.plain import full_text
from services.extractor.reading.values import Fate
from shared.messages import Article, PactReport
from shared.vocabulary import MentionRole, Modality, PactType, Provision, Stage
from tests.briefs import Brief, briefs

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Japan and Ukraine conclude long-term security accord"
LEAD = "Japan and Ukraine put a long-term security pact on paper on Thursday."
SIGNED = "Tokyo and Kyiv signed the bilateral security agreement on the margins of a summit."
TEXT = f"""{LEAD}

{SIGNED} The signing ceremony was attended by Japanese Prime Minister Fumio Kishida and Ukrainian President \
Volodymyr Zelenskyy.

Under the agreement the two sides will hold consultations when a new conflict looms. The pact also provides for the \
sharing of intelligence, joint training exercises and defence cooperation.

Ukraine has been under attack from Russia since 2022. Moscow called the accord an unfriendly act."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def read(reader: Reader, text: str, title: str = "", published: str | None = None) -> list[PactReport]:
    article = Article.model_validate({"title": title, "text": text, "published_at": published})
    return reader.read([article], [None], NOW)[0]


def test_the_article_the_project_began_with(reader: Reader) -> None:
    (report,) = read(reader, TEXT, TITLE, "2024-06-13")
    assert report.party_codes() == ("JPN", "UKR")
    assert (report.stage, report.modality) == (Stage.SIGNED, Modality.ACTUAL)
    assert report.pact_type is PactType.SECURITY_COOPERATION
    assert report.duration is not None
    assert report.duration.text == "long-term"
    assert set(report.provisions) == {
        Provision.CONSULTATION,
        Provision.INTELLIGENCE_SHARING,
        Provision.EXERCISES_TRAINING,
        Provision.DEFENCE_COOPERATION,
    }
    assert [(s.name, s.title, s.for_code) for s in report.signatories] == [
        ("Fumio Kishida", "Prime Minister", "JPN"),
        ("Volodymyr Zelenskyy", "President", "UKR"),
    ]
    assert [(m.code, m.role) for m in report.mentioned] == [("RUS", MentionRole.THREAT)]
    assert report.occurred_on is not None
    assert report.occurred_on.on == date(2024, 6, 13)
    assert report.confidence > 0.9
    assert SIGNED in [evidence.sentence for evidence in report.evidence]
    assert report.read_at == NOW


def test_offsets_point_into_the_article_as_sent(reader: Reader) -> None:
    text = f"<p>{TEXT}</p>".replace("Japan and", "Japan&nbsp;and").replace("security pact", "“security” pact")
    (report,) = read(reader, text, TITLE)
    whole = full_text(Article(title=TITLE, text=text))
    for evidence in report.evidence:
        assert whole[evidence.span.start : evidence.span.end] == evidence.sentence
    named = [(party.span, party.surface) for party in report.parties]
    named += [(mention.span, mention.surface) for mention in report.mentioned]
    for span, surface in named:
        assert span is not None
        assert whole[span.start : span.end] == surface


def test_reading_twice_gives_the_same_ids(reader: Reader) -> None:
    first, second = (read(reader, TEXT, TITLE, "2024-06-13") for _ in range(2))
    assert first == second


def test_a_batch_is_read_like_its_articles_one_by_one(reader: Reader) -> None:
    articles = [Article.model_validate({"title": b.title, "text": b.text, "published_at": b.day}) for b in briefs()]
    together = reader.read(articles, [None] * len(articles), NOW)
    alone = [reader.read([article], [None], NOW)[0] for article in articles]
    assert together == alone


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.text[:48])
def test_briefs(reader: Reader, brief: Brief) -> None:
    found = {(report.party_codes(), report.stage.value) for report in read(reader, brief.text, brief.title, brief.day)}
    assert found == brief.pacts


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.text[:48])
def test_triage_keeps_what_the_full_reading_finds(
    reader: Reader, brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = read(reader, brief.text, brief.title, brief.day)
    monkeypatch.setattr(triage, "passes", lambda _: True)
    assert read(reader, brief.text, brief.title, brief.day) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Le Japon et l'Ukraine ont signé jeudi un accord de sécurité; la France et l'OTAN saluent ce pacte de défense.",
        "Japan und die Ukraine haben am Donnerstag ein Abkommen über Sicherheit unterzeichnet, teilte die NATO mit.",
    ],
)
def test_other_languages_give_no_reports(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


@pytest.mark.parametrize("published", [None, "2023-04-04", "2023-06-01"])
@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        (
            "Finland formally joined NATO on Tuesday, doubling the length of the alliance border with Russia.",
            "FIN",
        ),
        ("Sweden joined NATO on Thursday in Washington, two years after Russia invaded Ukraine.", "SWE"),
    ],
)
def test_who_joined_is_the_subject_whatever_the_date(
    reader: Reader, text: str, candidate: str, published: str | None
) -> None:
    [report] = read(reader, text, published=published)
    assert report.party_codes() == tuple(sorted((candidate, "NATO")))
    assert report.stage is Stage.IN_FORCE


def test_a_name_begins_with_a_word_of_its_own(reader: Reader) -> None:
    text = (
        "The Philippine Senate voted 19-0 on Monday to concur in the ratification of the Reciprocal Access Agreement "
        "with Japan, clearing the last hurdle for the defense pact."
    )
    [report] = read(reader, text)
    assert report.name == "Reciprocal Access Agreement"


def test_a_denial_is_no_report(reader: Reader) -> None:
    assert read(reader, "Lebanon denied that it had signed a defence agreement with Iran.") == []


def test_the_modality_of_what_is_to_come(reader: Reader) -> None:
    (report,) = read(reader, "Iceland will sign a military pact with Poland in May.", published="2020-01-21")
    assert (report.stage, report.modality) == (Stage.AGREED, Modality.PLANNED)
    assert report.signatories == ()


def test_whoever_welcomes_a_candidate_is_not_the_one_who_joins(reader: Reader) -> None:
    text = "Mr Biden welcomed the wish of the two countries to join NATO; Finland and Sweden were ready, he said."
    assert all("USA" not in report.party_codes() for report in read(reader, text))


def test_explaining_tells_what_speaks_against_a_frame(reader: Reader) -> None:
    article = Article(text="Peru and Chile signed a free trade agreement that covers military goods.")
    told = reader.explain(article)
    assert told.triage == "passed"
    assert [one.frame.veto.reason for one in told.weighed if one.frame.veto] == ["trade"]
    assert all(weighed.speak_against for weighed in told.weighed)
    assert [one.fate for one in told.weighed] == [Fate.FORBIDDEN]
    assert told.why.endswith("against the first: trade, because of “free trade agreement”.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("It rained.", "Triage dropped it: no word of something to agree on"),
        ("Peru and Chile signed a free trade agreement.", "Triage dropped it: no word of security"),
        (
            "Les deux pays ont signé un accord de défense au siège de la société militaire à Lima.",
            "It is not in English",
        ),
        ("The two neighbours signed a military treaty.", "It names no country"),
    ],
)
def test_explaining_says_why_there_is_no_report(reader: Reader, text: str, why: str) -> None:
    language = "fr" if text.startswith("Les ") else None
    assert reader.explain(Article(text=text, language=language)).why.startswith(why)


def test_explaining_tells_what_reading_reports(reader: Reader) -> None:
    article = Article(
        title="Peru, Chile sign defence pact", text="Peru and Chile signed a mutual defence pact on Monday."
    )
    told = reader.explain(article)
    [[report]] = reader.read([article], [None], datetime.now(UTC))
    [statement] = [statement for statement in told.statements if statement.reported]
    assert (statement.stage, statement.confidence) == (report.stage, report.confidence)
    assert {party.code for party in statement.parties} == set(report.party_codes())
    assert [told.weighed[number].statement for number in statement.frames] == [0] * len(statement.frames)
    assert told.why == ""


def test_a_missing_model_says_how_to_get_it() -> None:
    with pytest.raises(ModelMissing, match="pip install xx-no-model"):
        Reader.load("xx_no_model")


WORDS = st.sampled_from(
    [
        *("Japan", "Ukraine", "NATO", "U.S.", "the", "and", "signed", "sign", "will", "not", "suspended", "which"),
        *("security", "defence", "pact", "agreement", "treaty", "with", "to", "in", "of", "1951", "joins", "base"),
        *("troops", "agreed", "extends", ",", ".", ":", ";", "-", "“", "’", "(", ")", "&", "<", ">", "\n", "\t", "🤝"),
    ]
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=60), st.lists(WORDS, max_size=12))
def test_any_text_is_read_without_an_error(reader: Reader, words: list[str], title: list[str]) -> None:
    article = Article(title=" ".join(title), text="x" + " ".join(words))
    whole = full_text(article)
    for report in reader.read([article], [None], NOW)[0]:
        assert all(whole[e.span.start : e.span.end] == e.sentence for e in report.evidence)
        assert len(report.party_codes()) >= 2
