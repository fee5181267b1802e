"""Forgetting what counts no more: expired logins, codes and tokens, empty grants, old security events."""

from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncSession

OVER = "now() - interval '1 hour'"
"""Long over: an access token of the last moment (five minutes and a leeway) has expired, too."""
FAILURES = "('SIGN_IN_FAILED', 'SECOND_FACTOR_FAILED')"
FAILURES_KEPT, KEPT = "90 days", "2 years"
"""How long security events are kept: vain tries, and all else. PostgreSQL lets the worker delete no younger
one (the policy `old` of the table), and nobody else any."""

FORGET = tuple(
    text(statement)
    for statement in (
        f"DELETE FROM logins WHERE tenant_id = :tenant AND expires_at < {OVER}",
        f"DELETE FROM oauth_codes WHERE tenant_id = :tenant AND expires_at < {OVER}",
        f"DELETE FROM device_codes WHERE tenant_id = :tenant AND expires_at < {OVER}",
        # A used token stays until it would have expired: that somebody uses it again must be seen.
        f"""
        DELETE FROM refresh_tokens r USING oauth_grants g
         WHERE r.tenant_id = :tenant AND g.tenant_id = r.tenant_id AND g.id = r.grant_id
           AND (r.expires_at < {OVER} OR g.ended_at < {OVER})
        """,
        f"""
        DELETE FROM oauth_grants g
         WHERE g.tenant_id = :tenant AND g.begun_at < {OVER} AND (g.ended_at IS NULL OR g.ended_at < {OVER})
           AND NOT EXISTS (SELECT FROM refresh_tokens r WHERE r.tenant_id = g.tenant_id AND r.grant_id = g.id)
        """,
        f"""
        DELETE FROM security_events
         WHERE tenant_id = :tenant
           AND at < now() - CASE WHEN kind IN {FAILURES} THEN interval '{FAILURES_KEPT}'
                                 ELSE interval '{KEPT}' END
        """,
    )
)


async def forget(session: AsyncSession, tenant: str) -> int:
    """Delete them in the bound government; count them."""
    forgotten = 0
    for statement in FORGET:
        result = await session.execute(statement, {"tenant": tenant})
        assert isinstance(result, CursorResult)  # noqa: S101  What a DELETE gives.
        forgotten += result.rowcount
    return forgotten
