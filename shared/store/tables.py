"""Every table, declared once. A service writes only the tables it owns; others may read them.

Whole messages are kept as JSON (`data`) beside the columns people ask by, so a reader sees exactly what was sent.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.vocabulary import Change, PactType, Stage

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _now() -> Column[object]:
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


def _one_of(column: str, values: type[Stage] | type[PactType] | type[Change]) -> CheckConstraint:
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


# --- written by the registrar ---------------------------------------------------------------------------------------

pacts = Table(
    "pacts",
    metadata,
    Column("pact_id", Text, primary_key=True),
    Column("pact_type", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("name", Text),
    Column("parties", ARRAY(Text), nullable=False, comment="codes, sorted"),
    Column("mentioned", ARRAY(Text), nullable=False, comment="codes, sorted"),
    Column("confidence", Float, nullable=False),
    Column("first_seen", DateTime(timezone=True), nullable=False),
    Column("last_seen", DateTime(timezone=True), nullable=False),
    Column("data", JSONB, nullable=False, comment="the Pact message"),
    _now(),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    _one_of("stage", Stage),
    _one_of("pact_type", PactType),
    CheckConstraint("cardinality(parties) > 0", name="parties"),
    Index("ix_pacts_parties", "parties", postgresql_using="gin"),
    Index("ix_pacts_mentioned", "mentioned", postgresql_using="gin"),
    Index("ix_pacts_last_seen_pact_id", "last_seen", "pact_id"),
)

reports = Table(
    "reports",
    metadata,
    Column("report_id", Text, primary_key=True),
    Column("pact_id", Text, ForeignKey("pacts.pact_id"), nullable=False),
    Column("article_id", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("source", Text),
    Column("superseded", Boolean, nullable=False, server_default="false", comment="a newer revision replaced it"),
    Column("data", JSONB, nullable=False, comment="the PactReport message"),
    _now(),
    _one_of("stage", Stage),
    Index("ix_reports_pact_id", "pact_id"),
    Index("ix_reports_article_id", "article_id"),
)

events = Table(
    "events",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("pact_id", Text, ForeignKey("pacts.pact_id"), nullable=False),
    Column("change", Text, nullable=False),
    Column("stage_before", Text),
    Column("stage", Text, nullable=False),
    Column("data", JSONB, nullable=False, comment="the PactEvent message"),
    _now(),
    _one_of("change", Change),
    _one_of("stage", Stage),
    Index("ix_events_pact_id", "pact_id"),
)

# --- written by the gateway -----------------------------------------------------------------------------------------

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("subscription_id", Text, primary_key=True),
    Column("countries", ARRAY(Text), nullable=False, comment="codes of states and organisations"),
    Column("data", JSONB, nullable=False, comment="the SubscriptionSpec, without its secret"),
    Column("webhook_secret", Text, comment="signs the webhook's posts; shown once, never logged"),
    _now(),
    CheckConstraint("cardinality(countries) > 0", name="countries"),
    Index("ix_subscriptions_countries", "countries", postgresql_using="gin"),
    Index("ix_subscriptions_created_at", "created_at"),
)

# --- written by the notifier ----------------------------------------------------------------------------------------

alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", Text, primary_key=True),
    # No foreign key: an alert stays readable after its subscription is gone.
    Column("subscription_id", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("pact_id", Text, nullable=False),
    Column("parties", ARRAY(Text), nullable=False, comment="of the pact: codes, sorted"),
    Column("data", JSONB, nullable=False, comment="the Alert message"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_alerts_subscription_id_created_at", "subscription_id", "created_at"),
    Index("ix_alerts_created_at_alert_id", "created_at", "alert_id"),
    Index("ix_alerts_pact_id", "pact_id"),
    Index("ix_alerts_parties", "parties", postgresql_using="gin"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", Text, primary_key=True),
    Column("alert_id", Text, ForeignKey("alerts.alert_id", ondelete="CASCADE"), nullable=False),
    Column("subscription_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("host", Text, nullable=False, comment="host:port of the target, however the target spells them"),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("ended_at", DateTime(timezone=True)),
    Column("last_reason", Text),
    _now(),
    CheckConstraint("state IN ('pending', 'delivered', 'rejected', 'cancelled')", name="state"),
    Index("ix_deliveries_due", "next_try_at", postgresql_where="state = 'pending'"),
    Index("ix_deliveries_alert_id", "alert_id"),
    Index("ix_deliveries_subscription_id", "subscription_id"),
    Index("ix_deliveries_gone", "subscription_id", postgresql_where="last_reason = 'gone'"),
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("attempt_id", BigInteger, Identity(), primary_key=True),
    Column("delivery_id", Text, ForeignKey("deliveries.delivery_id", ondelete="CASCADE"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("status_code", Integer),
    Column("latency_seconds", Float, nullable=False),
    Column("reason", Text),
    CheckConstraint("outcome IN ('delivered', 'retryable', 'rejected')", name="outcome"),
    Index("ix_delivery_attempts_delivery_id", "delivery_id"),
)

# --- written by registrar and notifier, each its own rows -----------------------------------------------------------

outbox = Table(
    "outbox",
    metadata,
    Column("outbox_id", BigInteger, Identity(), primary_key=True),
    Column("owner", Text, nullable=False, comment="the service that will publish it"),
    Column("topic", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("headers", JSONB, nullable=False, comment="[[name, text], …]"),
    _now(),
    Column("published_at", DateTime(timezone=True)),
    Index("ix_outbox_unpublished", "owner", "outbox_id", postgresql_where="published_at IS NULL"),
    Index("ix_outbox_published_at", "published_at", postgresql_where="published_at IS NOT NULL"),
)
