"""One article on its way, as the message it is on each topic: the examples in the published contracts."""

from datetime import UTC, date, datetime, timedelta

from shared import ids
from shared.messages import (
    Alert,
    Article,
    ArticleRef,
    Crosswalk,
    Duration,
    Evidence,
    FuzzyDate,
    Match,
    Mention,
    Message,
    Pact,
    PactEvent,
    PactReport,
    Party,
    Signatory,
    Span,
)
from shared.vocabulary import Change, Instrument, MentionRole, Obligation, PactType, Provision, Stage

AT = datetime(2024, 6, 13, 19, 5, tzinfo=UTC)
LEAD = "Japan and Ukraine on Thursday signed a 10-year security agreement."

article = Article(
    url="https://news.example/2024/06/13/japan-ukraine-agreement",
    source="Example News",
    title="Japan, Ukraine sign 10-year security agreement",
    text=f"{LEAD} It commits the two governments to consult within 24 hours if Russia attacks again.",
    language="en",
    published_at=AT,
    fetched_at=AT + timedelta(minutes=2),
)

_before_text = len(article.title) + 2
_parties = (
    Party(code="JPN", name="Japan", surface="Japan", span=Span(start=_before_text, end=_before_text + 5)),
    Party(code="UKR", name="Ukraine", surface="Ukraine", span=Span(start=_before_text + 10, end=_before_text + 17)),
)
_evidence = Evidence(
    sentence=LEAD,
    span=Span(start=_before_text, end=_before_text + len(LEAD)),
    trigger="signed",
    article_id=article.id,
    url=article.url,
    source=article.source,
)

report = PactReport(
    report_id=ids.report_id(article.id, article.revision, "security_cooperation", ("JPN", "UKR"), "signed"),
    article=ArticleRef(
        id=article.id,
        revision=article.revision,
        url=article.url,
        source=article.source,
        title=article.title,
        language="en",
        published_at=AT,
        ingested_at=AT + timedelta(minutes=2, seconds=1),
    ),
    pact_type=PactType.SECURITY_COOPERATION,
    instrument=Instrument.AGREEMENT,
    parties=_parties,
    mentioned=(Mention(code="RUS", name="Russia", role=MentionRole.THREAT, surface="Russia"),),
    stage=Stage.SIGNED,
    occurred_on=FuzzyDate(on=date(2024, 6, 13)),
    duration=Duration(text="10 years", years=10),
    obligations=(Obligation.CONSULTATION,),
    provisions=(Provision.CONSULTATION,),
    signatories=(Signatory(name="Fumio Kishida", title="Prime Minister", for_code="JPN"),),
    evidence=(_evidence,),
    confidence=0.97,
    crosswalk=Crosswalk(cameo="057", plover_event="AGREE", atop=(Obligation.CONSULTATION,)),
    read_at=AT + timedelta(minutes=2, seconds=1),
)

_pact_id = ids.pact_id(report.report_id)
_event_id = ids.event_id(_pact_id, "new", "signed", report.report_id)

event = PactEvent(
    event_id=_event_id,
    step_id=_event_id,
    pact_id=_pact_id,
    change=Change.NEW,
    stage=Stage.SIGNED,
    pact=Pact(
        pact_id=_pact_id,
        step_id=_event_id,
        pact_type=report.pact_type,
        instrument=report.instrument,
        parties=_parties,
        mentioned=report.mentioned,
        duration=report.duration,
        obligations=report.obligations,
        provisions=report.provisions,
        signatories=report.signatories,
        stage=Stage.SIGNED,
        confidence=report.confidence,
        first_seen=AT,
        last_seen=AT,
        occurred_on=report.occurred_on,
        sources=("Example News",),
    ),
    evidence=(_evidence,),
    sources=("Example News",),
    reports=(report.report_id,),
    confidence=report.confidence,
    occurred_on=report.occurred_on,
    first_seen=AT,
    last_seen=AT,
    ingested_at=report.article.ingested_at,
    registered_at=AT + timedelta(minutes=2, seconds=1),
)

_subscription = "sub_0c9b2a7d55e14f0c8a3be771"

alert = Alert(
    alert_id=ids.alert_id(_subscription, event.step_id),
    subscription_id=_subscription,
    matched=Match(countries=("JPN",)),
    event=event,
    created_at=AT + timedelta(minutes=2, seconds=1),
)

EXAMPLES: dict[type[Message], Message] = {Article: article, PactReport: report, PactEvent: event, Alert: alert}
