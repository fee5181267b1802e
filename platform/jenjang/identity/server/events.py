"""Records of what happened, written in the transaction in which it did."""

from uuid import UUID

from sqlalchemy import Insert, insert

from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import SecurityEvent


def event(
    kind: EventKind, *, account: UUID | None = None, client: str | None = None, address: str | None = None
) -> Insert:
    """The statement that records it."""
    return insert(SecurityEvent).values(
        kind=kind, account_id=account, client_id=client, address=address or None
    )
