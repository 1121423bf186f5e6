"""The register in PostgreSQL: candidates, reports, pacts and events, all in the caller's transaction."""

from collections.abc import Sequence

from sqlalchemy import Row, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registrar.pact import source_of
from shared.messages import Pact, PactEvent, PactReport
from shared.store.tables import events, pacts, reports

LOCK = 0x7265_6769
"""Advisory lock number ("regi"): registrars take turns, so two never make two pacts of one."""

MOST_CANDIDATES = 200


async def take_turn(connection: AsyncConnection) -> None:
    """Wait until no other registrar is in a transaction; released with this one."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


async def known_reports(connection: AsyncConnection, ids: Sequence[str]) -> set[str]:
    """Which of these report ids are in the register already."""
    found = await connection.execute(select(reports.c.report_id).where(reports.c.report_id.in_(ids)))
    return set(found.scalars())


async def candidates(connection: AsyncConnection, report: PactReport) -> list[Pact]:
    """Pacts whose parties are the report's, contain them, or are contained; newest first."""
    codes = list(report.party_codes())
    found = await connection.execute(
        select(pacts.c.data)
        .where(or_(pacts.c.parties.contains(codes), pacts.c.parties.contained_by(codes)))
        .order_by(pacts.c.last_seen.desc(), pacts.c.pact_id)
        .limit(MOST_CANDIDATES)
    )
    return [Pact.model_validate(data) for data in found.scalars()]


async def save_pact(connection: AsyncConnection, pact: Pact) -> None:
    """Insert or update the pact's row."""
    columns = {
        "pact_type": pact.pact_type,
        "stage": pact.stage,
        "name": pact.name,
        "parties": list(pact.party_codes()),
        "mentioned": sorted({mention.code for mention in pact.mentioned}),
        "confidence": pact.confidence,
        "first_seen": pact.first_seen,
        "last_seen": pact.last_seen,
        "data": pact.model_dump(mode="json"),
    }
    statement = insert(pacts).values(pact_id=pact.pact_id, **columns)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["pact_id"], set_={**columns, "updated_at": func.now()})
    )


async def save_report(connection: AsyncConnection, report: PactReport, pact_id: str) -> None:
    """Keep the report as evidence of the pact; of an article's revisions, all but the last to arrive are superseded."""
    await connection.execute(
        insert(reports)
        .values(
            report_id=report.report_id,
            pact_id=pact_id,
            article_id=report.article.id,
            revision=report.article.revision,
            stage=report.stage,
            source=source_of(report),
            data=report.model_dump(mode="json"),
        )
        .on_conflict_do_nothing()
    )
    await connection.execute(
        text(
            """
            UPDATE reports SET superseded = (reports.revision <> last.revision)
            FROM (
                SELECT revision FROM reports WHERE article_id = :article
                ORDER BY (data->'article'->>'ingested_at')::timestamptz DESC NULLS LAST, created_at DESC
                LIMIT 1
            ) AS last
            WHERE reports.article_id = :article AND reports.superseded <> (reports.revision <> last.revision)
            """
        ),
        {"article": report.article.id},
    )


async def save_event(connection: AsyncConnection, event: PactEvent) -> bool:
    """Write the event; False when it is there already."""
    written: Row[tuple[str]] | None = (
        await connection.execute(
            insert(events)
            .values(
                event_id=event.event_id,
                pact_id=event.pact_id,
                change=event.change,
                stage_before=event.stage_before,
                stage=event.stage,
                data=event.model_dump(mode="json"),
            )
            .on_conflict_do_nothing()
            .returning(events.c.event_id)
        )
    ).first()
    return written is not None
