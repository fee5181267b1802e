"""Records of what happened, written in the transaction in which it did."""

from uuid import UUID

from sqlalchemy import Insert, TextClause, insert, text

from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import SecurityEvent

MOST_OF_ONE = 10
"""Failures recorded in an hour of one account: enough to see that somebody tries."""
MOST_OF_NOBODY = 100
"""Failures recorded in an hour of all names that nobody in a government has."""
FAILED = """
    INSERT INTO security_events (kind, account_id, address)
    SELECT CAST(:kind AS text), CAST(:account AS uuid), CAST(:address AS text)
     WHERE (SELECT count(*) FROM (
            SELECT FROM security_events
             WHERE tenant_id = :tenant AND account_id {whose} AND kind = :kind
               AND at > now() - interval '1 hour' LIMIT :most) AS lately) < :most
"""
OF_ONE, OF_NOBODY = text(FAILED.format(whose="= :account")), text(FAILED.format(whose="IS NULL"))


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


def failure(tenant: str, kind: EventKind, account: UUID | None, address: str) -> TextClause:
    """The statement that records a failure, unless this hour has enough of them.

    Whoever tries passwords without end must not fill our disk by it.
    """
    known = account is not None
    return (OF_ONE if known else OF_NOBODY).bindparams(
        tenant=tenant,
        kind=str(kind),
        account=account,
        address=address or None,
        most=MOST_OF_ONE if known else MOST_OF_NOBODY,
    )
