"""What is kept of second factors: who is at the door, codes that were taken, tries that were in vain."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.identity.server import logins, one_time, opaque
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import RecoveryCode, SecondFactor
from jenjang.identity.server.standing import IN_ORDER, IN_SERVICE

TRIES = 10
"""Vain tries an hour of one account, from wherever: of the million codes, three are right at a time."""
HOUR = timedelta(hours=1)
"""That of the first of them, in which they are counted."""
AT_THE_DOOR = text(f"""
    SELECT logins.id, logins.account_id, logins.pending, logins.offered, logins.methods,
           coalesce(o.number, '') AS number,
           EXISTS (SELECT FROM second_factors s
                    WHERE s.tenant_id = logins.tenant_id AND s.account_id = logins.account_id) AS has_one
      FROM logins
      JOIN accounts ON accounts.tenant_id = logins.tenant_id AND accounts.id = logins.account_id
      LEFT JOIN employees o ON o.tenant_id = accounts.tenant_id AND o.id = accounts.employee_id
     WHERE logins.cookie_hash = :cookie AND logins.expires_at > now() AND {IN_ORDER}
       FOR NO KEY UPDATE OF accounts
""")
"""One browser of an account after the other: each ends the logins of the others."""
There = Row[Any]  # Any: a row of AT_THE_DOOR.


class NobodyThere(Exception):
    """Nobody has come here by a password, or too long ago."""


async def reset(session: AsyncSession, account: UUID) -> bool:
    """Take an account's second factor away, whose owner lost it; False when it has none.

    Whoever has signed in as it is signed out, and applications lose what they were allowed.
    """
    mine = SecondFactor.account_id == account
    gone = await session.scalar(delete(SecondFactor).where(mine).returning(SecondFactor.id))
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account))
    if gone is None:
        return False
    await logins.end_all(session, account, EventKind.SECOND_FACTOR_RESET)
    await session.execute(event(EventKind.SECOND_FACTOR_RESET, account=account))
    return True


async def at_the_door(session: AsyncSession, cookie: str) -> There:
    """The login of a cookie, complete or not. Raises NobodyThere."""
    asked = {"cookie": opaque.fingerprint(cookie), "in_service": IN_SERVICE}
    found = (await session.execute(AT_THE_DOOR, asked)).one_or_none()
    if found is None:
        raise NobodyThere
    return found


async def locked(session: AsyncSession, account: UUID) -> SecondFactor:
    """The account's second factor; who comes with the same code meanwhile waits. Raises NobodyThere."""
    mine = select(SecondFactor).where(SecondFactor.account_id == account).with_for_update()
    found = await session.scalar(mine)
    if found is None:
        raise NobodyThere
    return found


async def give_codes(session: AsyncSession, account: UUID) -> tuple[str, ...]:
    """New recovery codes, in place of those before."""
    codes = one_time.new_recovery_codes()
    await session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account))
    rows = [{"account_id": account, "code_hash": opaque.fingerprint(one_time.plain(code))} for code in codes]
    await session.execute(insert(RecoveryCode), rows)
    return tuple(codes)


async def take_code(session: AsyncSession, account: UUID, code: str) -> bool:
    """Take a recovery code, so that nobody else can; False when the account has no such one."""
    kept = opaque.fingerprint(one_time.plain(code))
    mine = (RecoveryCode.account_id == account, RecoveryCode.code_hash == kept)
    return await session.scalar(delete(RecoveryCode).where(*mine).returning(RecoveryCode.id)) is not None


def rests_now(factor: SecondFactor) -> bool:
    """Whether so many codes were wrong lately that no further one is looked at."""
    return factor.failures >= TRIES and not _hour_is_over(factor)


def count(factor: SecondFactor) -> None:
    """Count a code that was wrong; a new hour begins at nought."""
    if _hour_is_over(factor):
        factor.failures, factor.failing_since = 0, clock.now()
    factor.failures += 1


def _hour_is_over(factor: SecondFactor) -> bool:
    return factor.failing_since is None or factor.failing_since < clock.now() - HOUR
