"""Records of what happened, written in the transaction in which it did."""

from uuid import UUID

from sqlalchemy import Insert, insert

from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import SecurityEvent


def event(
    kind: EventKind,
    *,
    account: UUID | None = None,
    client: str | None = None,
    address: str | None = None,
    by: UUID | None = None,
    detail: str | None = None,
) -> Insert:
    """The statement that records it.

    `by`: the account that did it to another's; `detail`: which role it was, or why it was done.
    """
    return insert(SecurityEvent).values(
        kind=kind,
        account_id=account,
        client_id=client,
        address=address or None,
        by_account_id=by,
        detail=detail,
    )
