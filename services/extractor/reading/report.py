"""A statement about a pact as the report that travels."""

import re
from datetime import date, datetime

from services.extractor.reading import dates, duration, signatories
from services.extractor.reading.crosswalk import crosswalk
from services.extractor.reading.document import MAX_EVIDENCE, Statement
from services.extractor.reading.parties import role_of
from services.extractor.reading.provisions import obligations, provisions
from services.extractor.reading.scheme import label_of
from services.extractor.reading.values import Frame, MentionKind, Sentence
from services.extractor.reading.values import Mention as Named
from shared.countries import is_organisation, members, name
from shared.ids import report_id
from shared.messages import Article, ArticleRef, Evidence, Mention, PactReport, Party, Span
from shared.vocabulary import Instrument, MentionRole, Modality, PactType, PartyRole, Stage

INSTRUMENTS = (
    (re.compile(r"\bexchang\w+ of notes|exchang\w+ notes\b", re.IGNORECASE), Instrument.EXCHANGE_OF_NOTES),
    (re.compile(r"\bmemorand|\bMOU\b", re.IGNORECASE), Instrument.MEMORANDUM),
    (re.compile(r"\bjoint (?:declaration|statement|communiqu)", re.IGNORECASE), Instrument.JOINT_DECLARATION),
    (re.compile(r"\btreat(?:y|ies)\b|\bprotocol", re.IGNORECASE), Instrument.TREATY),
    (re.compile(r"\bagreement|\bpact\b|\baccord|\bdeal\b|\barrangement", re.IGNORECASE), Instrument.AGREEMENT),
)
PROPER_NAME = re.compile(
    r"\b[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*|of|on|and|for|the|in|to))* (?:Agreement|Treaty|Pact|"
    r"Accord|Arrangement|Memorandum|Protocol)\b"
)
PACT_WORD = re.compile(
    r"\b(?:agreement|pact|treaty|accord|deal|alliance|memorandum|arrangement|consultations?|partnership|document|terms|text)\b",
    re.IGNORECASE,
)


def _role(code: str, statement: Statement) -> PartyRole:
    """For accession: the organisation, the candidate, the member whose consent is the news; else plain party."""
    if statement.pact_type is not PactType.ALLIANCE_ACCESSION:
        return PartyRole.PARTY
    if is_organisation(code):
        return PartyRole.ORGANISATION
    organisations = [p.code for p in statement.parties if is_organisation(p.code)]
    if statement.stage is Stage.RATIFIED and any(code in members(organisation) for organisation in organisations):
        others = [p for p in statement.parties if p.code != code and not is_organisation(p.code)]
        return PartyRole.RATIFIER if others else PartyRole.CANDIDATE
    return PartyRole.CANDIDATE


def _parties(statement: Statement) -> tuple[Party, ...]:
    return tuple(
        Party(
            code=p.code,
            name=name(p.code),
            role=_role(p.code, statement),
            surface=p.surface,
            span=Span(start=p.start, end=p.end),
        )
        for p in statement.parties
    )


def _mentioned(text: str, mentions: list[Named], statement: Statement) -> tuple[Mention, ...]:
    """Everyone named in the article who is not party, once, with the part the words before tell."""
    found: dict[str, Mention] = {}
    organisations = {code for code in statement.codes if is_organisation(code)}
    for m in mentions:
        if m.code in statement.codes:
            continue
        role = role_of(text, m) or MentionRole.OTHER
        if role is MentionRole.OTHER and any(m.code in members(code) for code in organisations):
            role = MentionRole.MEMBER
        old = found.get(m.code)
        if old is None or (old.role is MentionRole.OTHER and role is not MentionRole.OTHER):
            found[m.code] = Mention(
                code=m.code, name=name(m.code), role=role, surface=m.surface, span=Span(start=m.start, end=m.end)
            )
    return tuple(found.values())


def _tells(frame: Frame) -> str:
    """The stage that a frame by itself tells most probably."""
    return max(frame.stages, key=lambda stage: frame.stages[stage], default="")


def _evidence(text: str, statement: Statement, article: Article) -> tuple[Evidence, ...]:
    """The sentences of the frames, best first, each once, in the article's own characters."""
    seen: dict[int, Evidence] = {}
    for frame in statement.frames:
        s = frame.sentence
        if s.index not in seen and (frame is statement.best or _tells(frame) == label_of(statement.stage)):
            seen[s.index] = Evidence(
                sentence=text[s.start : s.end],
                span=Span(start=s.start, end=s.end),
                trigger=frame.step.trigger,
                article_id=article.id,
                url=article.url,
                source=article.source,
            )
    titles = {frame.sentence.index for frame in statement.frames if frame.sentence.is_title}
    # A whole sentence proves more than a headline does.
    ordered = sorted(seen.items(), key=lambda item: item[0] in titles)
    return tuple(evidence for _, evidence in ordered)[:MAX_EVIDENCE]


def _about(statement: Statement, sentences: list[Sentence], alone: bool) -> list[Sentence]:
    """The sentences that tell what is in the pact: its frames', and those that go on about it."""
    own = {frame.sentence.index for frame in statement.frames}
    first = min(own)
    following = {s.index for s in sentences if alone and s.index > first and PACT_WORD.search(s.text)} | {
        index + 1
        for index in own
        if index + 1 < len(sentences) and sentences[index + 1].paragraph == sentences[index].paragraph
    }
    telling = own | following
    return [s for s in sentences if s.index in telling]


def _instrument(statement: Statement) -> Instrument | None:
    for frame in statement.frames:
        for expression, instrument in INSTRUMENTS:
            if expression.search(frame.anchor.surface):
                return instrument
    return None


def _proper_name(statement: Statement) -> str | None:
    for frame in statement.frames:
        match = PROPER_NAME.search(frame.sentence.text, max(0, frame.anchor.start - 60), frame.anchor.end + 1)
        if match and len(match.group().split()) > 2 and not frame.sentence.is_title:
            return match.group().removeprefix("The ")
    return None


def _place(statement: Statement, mentions: list[Named], text: str) -> str | None:
    """The capital in which it happened, when a sentence of the pact says "in …"."""
    for frame in statement.frames:
        for m in mentions:
            inside = frame.sentence.start <= m.start < frame.sentence.end
            if inside and m.kind is MentionKind.SEAT and role_of(text, m) is MentionRole.HOST:
                return m.surface
    return None


def report(
    statement: Statement,
    article: Article,
    text: str,
    sentences: list[Sentence],
    mentions: list[Named],
    ingested_at: datetime | None,
    now: datetime,
    alone: bool,
    sure: float,
) -> PactReport:
    """The report of a statement. `text` is the article's text as sent; `alone`: its only pact; `sure`: confidence."""
    best = statement.best
    when: date | None = article.published_at.date() if article.published_at else None
    telling = _about(statement, sentences, alone)
    told = "\n".join(s.text for s in telling)
    found = provisions(s.text for s in telling)
    bound = obligations(statement.pact_type, found)
    around = [(s.start, s.text) for s in (sentences if alone else telling)]
    return PactReport(
        report_id=report_id(article.id, article.revision, statement.pact_type, statement.codes, statement.stage),
        article=ArticleRef(
            id=article.id,
            revision=article.revision,
            url=article.url,
            source=article.source,
            title=article.title,
            language=article.language or "en",
            published_at=article.published_at,
            ingested_at=ingested_at,
        ),
        pact_type=statement.pact_type,
        instrument=_instrument(statement),
        name=_proper_name(statement),
        parties=_parties(statement),
        mentioned=_mentioned(text, mentions, statement),
        duration=duration.duration(told),
        obligations=bound,
        provisions=found,
        signatories=signatories.signatories(around, mentions, set(statement.codes))
        if statement.stage is Stage.SIGNED
        else (),
        place=_place(statement, mentions, text),
        stage=statement.stage,
        modality=statement.modality,
        occurred_on=dates.occurred_on(best.sentence.text, when, statement.modality is Modality.PLANNED),
        effective_on=dates.effective_on(told),
        expires_on=dates.expires_on(told),
        evidence=_evidence(text, statement, article),
        confidence=sure,
        crosswalk=crosswalk(statement.pact_type, statement.stage, bound),
        read_at=now,
    )
