"""One story told through the API: Japan and Ukraine sign an agreement. What the documentation shows, by operation."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from services.gateway import paging, subscribing
from services.gateway.answers import (
    Accepted,
    AlertPage,
    AlertWithDeliveries,
    ArticlesTaken,
    Attempt,
    Counts,
    Deliveries,
    Delivery,
    Hop,
    NewSubscription,
    PactLife,
    PactPage,
    Refused,
    Status,
    Subscription,
    SubscriptionPage,
)
from services.gateway.paging import Position
from shared import ids
from shared.decoding import Reason
from shared.messages import (
    Alert,
    Article,
    ArticleRef,
    Evidence,
    FuzzyDate,
    Match,
    Pact,
    PactEvent,
    PactReport,
    Party,
    Span,
)
from shared.subscriptions import SubscriptionSpec
from shared.vocabulary import Change, Instrument, PactType, Stage

AT = datetime(2024, 6, 13, 19, 5, tzinfo=UTC)
LEAD = "Japan and Ukraine on Thursday signed a 10-year security agreement."
TITLE = "Japan, Ukraine sign security agreement"
URL = "https://news.example/2024/06/13/japan-ukraine"
SOURCE = "Example News"
SUBSCRIPTION_ID = "sub_5f1c0a9e77d24c6b8a3e9d10"

article = {"url": URL, "source": SOURCE, "title": TITLE, "text": LEAD, "published_at": "2024-06-13T19:05:00Z"}
wish = {"name": "Asia desk", "countries": ["Japan", "PHL"], "webhook": "https://desk.example/pactwatch"}

_article = Article.model_validate(article)
_spec = SubscriptionSpec.model_validate(wish)
_parties = tuple(
    Party(code=code, name=name, surface=name, span=Span(start=start, end=start + len(name)))
    for code, name, start in (("JPN", "Japan", 40), ("UKR", "Ukraine", 50))
)
_evidence = Evidence(
    sentence=LEAD,
    span=Span(start=40, end=40 + len(LEAD)),
    trigger="signed",
    article_id=_article.id,
    url=URL,
    source=SOURCE,
)
_report = PactReport(
    report_id=ids.report_id(_article.id, _article.revision, "security_cooperation", ("JPN", "UKR"), "signed"),
    article=ArticleRef(
        id=_article.id, revision=_article.revision, url=URL, source=SOURCE, title=TITLE, published_at=AT, ingested_at=AT
    ),
    pact_type=PactType.SECURITY_COOPERATION,
    instrument=Instrument.AGREEMENT,
    parties=_parties,
    stage=Stage.SIGNED,
    occurred_on=FuzzyDate(on=date(2024, 6, 13)),
    evidence=(_evidence,),
    confidence=0.94,
    read_at=AT + timedelta(seconds=0.1),
)
PACT_ID = ids.pact_id(_report.report_id)
_event_id = ids.event_id(PACT_ID, Change.NEW, Stage.SIGNED, _report.report_id)
ALERT_ID = ids.alert_id(SUBSCRIPTION_ID, _event_id)
_pact = Pact(
    pact_id=PACT_ID,
    pact_type=PactType.SECURITY_COOPERATION,
    instrument=Instrument.AGREEMENT,
    parties=_parties,
    stage=Stage.SIGNED,
    step_id=_event_id,
    confidence=0.94,
    first_seen=AT,
    last_seen=AT,
    occurred_on=_report.occurred_on,
    sources=(SOURCE,),
)
_event = PactEvent(
    event_id=_event_id,
    pact_id=PACT_ID,
    step_id=_event_id,
    change=Change.NEW,
    stage=Stage.SIGNED,
    pact=_pact,
    evidence=(_evidence,),
    sources=(SOURCE,),
    reports=(_report.report_id,),
    confidence=0.94,
    occurred_on=_report.occurred_on,
    first_seen=AT,
    last_seen=AT,
    ingested_at=AT,
    registered_at=AT + timedelta(seconds=0.2),
)
_told_at = AT + timedelta(seconds=0.3)
_alert = Alert(
    alert_id=ALERT_ID,
    subscription_id=SUBSCRIPTION_ID,
    matched=Match(countries=("JPN",)),
    event=_event,
    created_at=_told_at,
)
_delivery = Delivery(
    delivery_id=ids.delivery_id(ALERT_ID, "webhook", "https://desk.example/pactwatch"),
    channel="webhook",
    target="https://desk.example/pactwatch",
    state="delivered",
    attempts=1,
    next_try_at=None,
    ended_at=_told_at + timedelta(seconds=0.1),
    last_reason=None,
    tries=[Attempt(at=_told_at, outcome="delivered", status_code=204, latency_seconds=0.041, reason=None)],
)
_subscription = Subscription(
    subscription_id=SUBSCRIPTION_ID, spec=_spec, created_at=AT - timedelta(days=3), says=subscribing.says(_spec)
)

REQUESTS: dict[str, dict[str, dict[str, Any]]] = {
    "publishArticles": {
        "application/json": {
            "one": {"summary": "One article", "value": article},
            "least": {"summary": "All that is needed", "value": {"text": LEAD}},
            "several": {"summary": "Several", "value": [article, {"title": TITLE, "text": LEAD}]},
        },
        "application/x-ndjson": {
            "lines": {"summary": "One a line", "value": f'{{"text": "{LEAD}"}}\n{{"text": ""}}\n'}
        },
    },
    "subscribe": {
        "application/json": {
            "webhook": {"summary": "Tell a webhook", "value": wish},
            "pair": {
                "summary": "Only pacts between two of these, once signed",
                "value": {"countries": ["JPN", "KOR", "USA"], "rule": "pair", "stages": ["signed", "in_force"]},
            },
        }
    },
}

ANSWERS: dict[str, BaseModel] = {
    "publishArticles": ArticlesTaken(
        accepted=[Accepted(index=0, id=_article.id, revision=_article.revision)],
        rejected=[
            Refused(
                index=1,
                field="text",
                detail="text: is blank; send the article's text, or its headline where there is no more.",
                reason=Reason.INVALID,
            )
        ],
    ),
    # A secret that is none: the word "example", padded to the length.
    "subscribe": NewSubscription(
        **dict(_subscription),
        secret="whsec_ZXhhbXBsZSBleGFtcGxlIGV4YW1wbGUgZXhhbXBsZSE=",  # noqa: S106
    ),
    "listSubscriptions": SubscriptionPage(items=[_subscription], next_cursor=None),
    "getSubscription": _subscription,
    "listAlerts": AlertPage(items=[_alert], next_cursor=None, follow=paging.encode(Position(_told_at, ALERT_ID))),
    "getAlert": AlertWithDeliveries(alert=_alert, deliveries=[_delivery]),
    "listPacts": PactPage(items=[_pact], next_cursor=None),
    "getPact": PactLife(pact=_pact, timeline=[_event], reports=[_report], reports_total=1),
    "getStatus": Status(
        measured_at=AT,
        drained=True,
        hops=[
            Hop(group="extractor", topic="articles", lag=0, outbox=0),
            Hop(group="registrar", topic="pact-reports", lag=0, outbox=0),
            Hop(group="notifier", topic="pact-events", lag=0, outbox=0),
        ],
        deliveries=Deliveries(pending=0, rejected=0),
        counts=Counts(reports=1, pacts=1, events=1, alerts=1, subscriptions=1, last_alert_at=_told_at),
        problems=[],
    ),
}

PARAMETERS: dict[str, Any] = {
    "subscription_id": SUBSCRIPTION_ID,
    "alert_id": ALERT_ID,
    "pact_id": PACT_ID,
    "country": "JPN",
    "since": "2024-06-01",
    "until": "2024-07-01",
    "text": "agreement",
    "cursor": paging.encode(Position(_told_at, ALERT_ID)),
    "after": paging.encode(Position(_told_at, ALERT_ID)),
}
