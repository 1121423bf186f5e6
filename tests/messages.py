"""Messages for tests: valid ones, of which a test changes only what it is about."""

from datetime import UTC, datetime
from typing import Any

from shared.ids import article_id, article_revision, event_id, pact_id, report_id
from shared.messages import Article, ArticleRef, Evidence, Mention, Pact, PactEvent, PactReport, Party, Span
from shared.vocabulary import Change, PactType, Stage

NOON = datetime(2024, 6, 14, 12, 0, tzinfo=UTC)


def article(text: str = "Japan and Ukraine signed a security agreement.", **fields: Any) -> Article:
    """An article of one sentence."""
    return Article(text=text, **fields)


def report(
    *parties: str,
    stage: Stage = Stage.SIGNED,
    pact_type: PactType = PactType.SECURITY_COOPERATION,
    source: str = "Daily Example",
    at: datetime = NOON,
    confidence: float = 0.8,
    **fields: Any,
) -> PactReport:
    """A report of one pact; source and time make the article, so two sources are two articles."""
    codes = parties or ("JPN", "UKR")
    url = f"https://news.example/{source.replace(' ', '-').lower()}/{at:%Y%m%dT%H%M%S}"
    text = f"{' and '.join(codes)} have {stage} a pact, says {source}."
    identity, revision = article_id(url, "", text), article_revision("", text)
    return PactReport(
        report_id=report_id(identity, revision, pact_type, codes, stage),
        article=ArticleRef(id=identity, revision=revision, url=url, source=source, published_at=at, ingested_at=at),
        pact_type=pact_type,
        stage=stage,
        parties=tuple(Party(code=code, name=code) for code in codes),
        evidence=(Evidence(sentence=text, span=Span(start=0, end=len(text)), trigger=stage.value),),
        confidence=confidence,
        read_at=at,
        **fields,
    )


def pact_event(
    *parties: str,
    change: Change = Change.NEW,
    stage: Stage = Stage.SIGNED,
    pact_type: PactType = PactType.SECURITY_COOPERATION,
    mentioned: tuple[str, ...] = (),
    sources: tuple[str, ...] = ("Daily Example",),
    confidence: float = 0.8,
    cause: str = "rep_1",
    step_id: str | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> PactEvent:
    """A change of one pact, registered now; `cause` tells two events of one pact apart."""
    at = at or datetime.now(UTC)
    codes = parties or ("JPN", "UKR")
    pact = pact_id("+".join(codes))
    identity = event_id(pact, change, stage, cause)
    text = f"{' and '.join(codes)} have {stage} a pact."
    return PactEvent(
        event_id=identity,
        pact_id=pact,
        step_id=step_id or identity,
        change=change,
        stage=stage,
        pact=Pact(
            pact_id=pact,
            pact_type=pact_type,
            stage=stage,
            step_id=step_id or identity,
            parties=tuple(Party(code=code, name=code) for code in codes),
            mentioned=tuple(Mention(code=code, name=code) for code in mentioned),
            confidence=confidence,
            first_seen=at,
            last_seen=at,
            sources=sources,
        ),
        evidence=(Evidence(sentence=text, span=Span(start=0, end=len(text)), trigger=stage.value),),
        sources=sources,
        reports=(cause,),
        confidence=confidence,
        first_seen=at,
        last_seen=at,
        ingested_at=at,
        registered_at=at,
        **fields,
    )
