"""/status: how far everything has come."""

from fastapi import APIRouter

from services.gateway.answers import Status
from services.gateway.resources import Everything

router = APIRouter(tags=["status"])


@router.get("/status", operation_id="getStatus", summary="How far everything has come")
async def get_status(resources: Everything) -> Status:
    """Measured at most once a second; it answers, with nulls and sentences, when Kafka or PostgreSQL is away too."""
    return await resources.hops.measure()
