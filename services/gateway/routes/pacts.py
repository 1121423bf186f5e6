"""/pacts: the register of the world's security pacts."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.gateway import paging, queries
from services.gateway.answers import PactLife, PactPage
from services.gateway.filters import PactFilter
from services.gateway.paging import Position
from services.gateway.parameters import PageCursor, PageLimit, PathId, Since, Until, Words
from services.gateway.problems import Problem
from services.gateway.queries import AnyRow
from services.gateway.resources import Database
from shared.subscriptions import Country, Role
from shared.vocabulary import PactType, Stage

router = APIRouter(prefix="/pacts", tags=["pacts"])

Countries = Annotated[
    tuple[Country, ...],
    Query(max_length=50, description="Code or name; repeat it for pacts that have them all."),
]
Types = Annotated[tuple[PactType, ...], Query(max_length=50, description="Repeat it for any of several.")]
Stages = Annotated[tuple[Stage, ...], Query(max_length=50, description="Repeat it for any of several.")]
RoleAsked = Annotated[Role, Query(description="`mentioned`: party, or only named with the pact.")]
InName = Annotated[Words | None, Query(description="Words of the pact's name, in any case.")]


@router.get("", operation_id="listPacts", summary="List pacts")
async def list_pacts(
    engine: Database,
    country: Countries = (),
    role: RoleAsked = Role.PARTY,
    pact_type: Types = (),
    stage: Stages = (),
    text: InName = None,
    since: Since = None,
    until: Until = None,
    cursor: PageCursor = None,
    limit: PageLimit = paging.DEFAULT_PAGE,
) -> PactPage:
    """Last seen first; `since` and `until` are about when an article last told of the pact."""
    wanted = PactFilter(country, role, pact_type, stage, text, since, until)
    async with engine.connect() as connection:
        rows = await queries.list_pacts(connection, wanted, paging.decode(cursor) if cursor else None, limit)
    page, following = paging.cut(rows, limit, _position)
    return PactPage(items=[row.data for row in page], next_cursor=following)


@router.get("/{pact_id}", operation_id="getPact", summary="One pact's life")
async def get_pact(pact_id: PathId, engine: Database) -> PactLife:
    """The pact as it is known now, the changes of its life, and the reports that prove them, sentence by sentence."""
    async with engine.connect() as connection:
        row = await queries.find_pact(connection, pact_id)
        if row is None:
            raise Problem(404, "There is no pact of that id; GET /pacts lists them.")
        happened, said, total = await queries.life_of(connection, pact_id)
    return PactLife(
        pact=row.data,
        timeline=[event.data for event in happened],
        reports=[report.data for report in said],
        reports_total=total,
    )


def _position(row: AnyRow) -> Position:
    return Position(row.last_seen, row.pact_id)
