"""First logins: what becomes of somebody whom a provider vouches for and we have no account for."""

from collections.abc import Mapping
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy import Exists, TextClause, exists, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core import clock
from jenjang.database.engine import bound
from jenjang.identity.issuers import Issuer
from jenjang.identity.models import Account
from jenjang.identity.recent import Recent, Ticking
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.standing import IN_SERVICE, SERVES

log = structlog.get_logger(__name__)

AGAIN_AFTER = 5.0
"""Seconds until somebody who was not let in is looked for again."""
ROOM = 10_000
"""Newcomers remembered at most."""

# A person who is being linked stays locked: of two who claim to be the same at once the second sees the
# first's account.
PERSON = f"""
    SELECT o.id FROM employees o
     WHERE o.tenant_id = :tenant AND {{by}} = :named
       AND {SERVES.format(tenant="o.tenant_id", employee="o.id")}
     ORDER BY o.id LIMIT 2 FOR NO KEY UPDATE OF o
"""
BY: Mapping[str, TextClause] = {
    "NUMBER": text(PERSON.format(by="o.number")),
    "SIASN_ID": text(PERSON.format(by="o.siasn_id")),
    "EMAIL": text(PERSON.format(by="lower(o.work_email)")),
}
"""Whoever is in service and called so, by what a claim may hold."""


class Arrivals:
    """Links newcomers to their person, or lets them wait, as their issuer's block says."""

    def __init__(self, engine: AsyncEngine, ticking: Ticking = monotonic) -> None:
        self._engine = engine
        self._tried: Recent[tuple[str, str], bool] = Recent(ROOM, ticking)

    async def arrive(self, issuer: Issuer, subject: str, named: str | None) -> bool:
        """Whether there is an account now. `named`: whom the provider's claims name."""
        if issuer.first_login == "refuse" or self._tried.get((issuer.url, subject)):
            return False
        self._tried.put((issuer.url, subject), True, AGAIN_AFTER)
        async with bound(self._engine, issuer.tenant) as session:
            person = await _person(session, issuer, named)
            if issuer.first_login == "link" and person is None:
                return False
            return await _enter(session, issuer, subject, person, named)


async def _person(session: AsyncSession, issuer: Issuer, named: str | None) -> UUID | None:
    """The only person in service who is called so, has no account of this issuer yet, and none disabled."""
    if named is None:
        return None
    asked = {"tenant": issuer.tenant, "named": named, "in_service": IN_SERVICE}
    found = list(await session.scalars(BY[issuer.person.names], asked))
    if len(found) != 1:
        log.info("nobody to link", issuer=issuer.url, found=len(found))
        return None
    taken = exists().where(Account.issuer == issuer.url, Account.employee_id == found[0])
    if await session.scalar(select(taken)):
        log.warning("a person is claimed by a second subject", issuer=issuer.url, person=str(found[0]))
        return None
    if await session.scalar(select(_locked_out(found[0]))):
        log.warning("a person with a disabled account came anew", issuer=issuer.url, person=str(found[0]))
        return None
    return UUID(str(found[0]))


def _locked_out(person: UUID) -> Exists:
    """Whether somebody disabled an account of the person that was let in: another is an admin's to admit."""
    let_in = (Account.admitted_at.is_not(None), Account.disabled_at.is_not(None))
    return exists().where(Account.employee_id == person, *let_in)


async def _enter(
    session: AsyncSession, issuer: Issuer, subject: str, person: UUID | None, named: str | None
) -> bool:
    """Make the account, unless another process was faster; admitted if it is linked."""
    linked = issuer.first_login == "link"
    row = {
        "issuer": issuer.url,
        "subject": subject,
        "employee_id": person,
        "claimed": named,
        "admitted_at": clock.now() if linked else None,
    }
    made = insert(Account).values(row).on_conflict_do_nothing().returning(Account.id)
    account = await session.scalar(made)
    if account:
        kind = EventKind.ACCOUNT_LINKED if linked else EventKind.ACCOUNT_PENDING
        await session.execute(event(kind, account=account))
    return True
