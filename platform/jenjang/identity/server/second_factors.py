"""The second factor at sign-in: who needs one, taking it into use, showing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.core.permission import Role
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound
from jenjang.identity.server import factor_rows, logins, one_time
from jenjang.identity.server.events import event, failure
from jenjang.identity.server.factor_rows import NobodyThere
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import Login, SecondFactor
from jenjang.identity.server.server import Server
from jenjang.tenancy.catalogue import Government

BY_APP = ("pwd", "otp", "mfa")
BY_RECOVERY = ("pwd", "mfa")
"""In the words of RFC 8176."""
ADMINS = (Role.REGIONAL_ADMIN, Role.PROVINCIAL_ADMIN, Role.AUDITOR)
"""Whose roles reach all people of a government."""
CONCERNED = text("""
    SELECT EXISTS (SELECT FROM second_factors s
                    WHERE s.tenant_id = :tenant AND s.account_id = :account) AS has_one,
           EXISTS (SELECT FROM role_grants g JOIN tenants t ON t.tenant_id = g.tenant_id
                    WHERE g.tenant_id = :tenant AND g.role = ANY(:admins)
                      AND (g.account_id = :account OR g.account_id IN (
                           SELECT other.id FROM accounts mine JOIN accounts other
                               ON other.tenant_id = mine.tenant_id AND other.employee_id = mine.employee_id
                            WHERE mine.tenant_id = :tenant AND mine.id = :account
                              AND other.disabled_at IS NULL AND other.admitted_at IS NOT NULL))
                      AND g.valid_from <= (now() AT TIME ZONE t.time_zone)::date
                      AND (g.valid_to IS NULL OR g.valid_to > (now() AT TIME ZONE t.time_zone)::date)
                  ) AS admin
""")
"""Roles are a person's, whichever of their accounts was given them."""


class WrongCode(Refusal):
    """This code is not, or no longer, the right one."""


class TooManyCodes(Refusal):
    """Too many wrong codes: wait an hour."""


class Step(StrEnum):
    """What somebody at the door does next."""

    SHOW = "SHOW"
    """Show the second factor that the account has."""
    ADD = "ADD"
    """Take one into use."""
    DONE = "DONE"
    """Nothing: who has signed in has one already."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret to be taken into use: to type, and as authenticator apps read it."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Added:
    """The cookie of the login from now on, and the recovery codes, shown this once."""

    cookie: str
    recovery_codes: tuple[str, ...]


class SecondFactors:
    """Asks people for their second factor, as their governments wish."""

    def __init__(self, engine: AsyncEngine, vault: Vault, governments: Mapping[str, Government]) -> None:
        self._engine = engine
        self._vault = vault
        self._governments = governments

    async def due(self, session: AsyncSession, tenant: str, account: UUID) -> bool:
        """Whether a password alone opens nothing to this account of the bound government."""
        policy = self._policy(tenant)
        if policy == "off":
            return False
        asked = {"tenant": tenant, "account": account, "admins": [str(one) for one in ADMINS]}
        found = (await session.execute(CONCERNED, asked)).one()
        wanted = policy == "required" or (policy == "required_for_admins" and found.admin)
        return bool(found.has_one or wanted)

    async def step(self, server: Server, cookie: str) -> Step:
        """What to do next in the browser that has this cookie. Raises NobodyThere."""
        async with bound(self._engine, server.issuer.tenant) as session:
            there = await factor_rows.at_the_door(session, cookie)
        if not there.has_one and (self._policy(server.issuer.tenant) == "off" or "pwd" not in there.methods):
            return Step.DONE  # Who came by a provider shows more there: added here, it would show nothing.
        if not there.has_one:
            return Step.ADD
        return Step.SHOW if there.pending else Step.DONE

    async def offer(self, server: Server, cookie: str) -> Offer:
        """A new secret for this browser, the same until it is taken into use. Raises NobodyThere."""
        tenant = server.issuer.tenant
        async with bound(self._engine, tenant) as session:
            there = await factor_rows.at_the_door(session, cookie)
            secret = self._offered(tenant, there)
            if secret is None:
                secret = one_time.new_secret()
                sealed = self._vault.of(tenant).seal("logins", "offered", there.id, secret)
                await session.execute(update(Login).where(Login.id == there.id).values(offered=sealed))
        issuer = f"Jenjang {self._governments[tenant].name}"
        return Offer(one_time.grouped(secret), one_time.address(secret, there.number, issuer))

    async def add(self, server: Server, cookie: str, code: str, address: str) -> Added:
        """Take the offered secret into use, shown by its first code. Raises NobodyThere, WrongCode.

        It completes the login, under a new cookie; other browsers, which know a password only, leave.
        """
        tenant = server.issuer.tenant
        async with bound(self._engine, tenant) as session:
            there = await factor_rows.at_the_door(session, cookie)
            secret = self._offered(tenant, there)
            step = _step(secret, code, 0) if secret else None
            if secret is None or step is None or there.has_one:
                raise WrongCode
            if not await self._keep(session, tenant, there.account_id, secret, step):
                raise WrongCode
            await session.execute(delete(Login).where(Login.account_id == there.account_id))
            codes = await factor_rows.give_codes(session, there.account_id)
            new = await logins.sign_in(session, there.account_id, BY_APP)
            told = (EventKind.SECOND_FACTOR_ADDED, *((EventKind.SIGNED_IN,) if there.pending else ()))
            for kind in told:
                await session.execute(event(kind, account=there.account_id, address=address))
        return Added(new, codes)

    async def _keep(self, session: AsyncSession, tenant: str, account: UUID, secret: str, step: int) -> bool:
        """Keep an account's second factor; False when another browser was the first."""
        row: UUID = (await session.execute(select(func.uuidv7()))).scalar_one()
        kept = self._vault.of(tenant).seal("second_factors", "secret", row, secret)
        values = {"id": row, "account_id": account, "secret": kept, "last_step": step}
        made = insert(SecondFactor).values(values).on_conflict_do_nothing().returning(SecondFactor.id)
        return await session.scalar(made) is not None

    async def show(self, server: Server, cookie: str, code: str, address: str) -> str:
        """Complete a login by a code of the app, or a recovery code: gives its new cookie.

        Raises NobodyThere, WrongCode, TooManyCodes. What was in vain is counted, so it commits either way.
        """
        tenant = server.issuer.tenant
        async with bound(self._engine, tenant) as session:
            there = await factor_rows.at_the_door(session, cookie)
            if not there.pending:
                raise NobodyThere
            factor = await factor_rows.locked(session, there.account_id)
            rests = factor_rows.rests_now(factor)
            methods = None if rests else await self._fitting(session, tenant, factor, code, address)
            if methods:
                waiting = delete(Login).where(Login.id == there.id).returning(Login.id)
                if await session.scalar(waiting) is None:
                    raise NobodyThere  # Meanwhile the login was ended, such as by a password given anew.
                await session.execute(event(EventKind.SIGNED_IN, account=there.account_id, address=address))
                return await logins.sign_in(session, there.account_id, methods)
            if not rests:
                factor_rows.count(factor)
                failed = failure(tenant, EventKind.SECOND_FACTOR_FAILED, there.account_id, address)
                await session.execute(failed)
        raise TooManyCodes if rests else WrongCode

    async def _fitting(
        self, session: AsyncSession, tenant: str, factor: SecondFactor, code: str, address: str
    ) -> tuple[str, ...] | None:
        """How the code shows who it is; None when it doesn't. What fits is taken: it never fits again."""
        secret = self._vault.of(tenant).unseal("second_factors", "secret", factor.id, factor.secret)
        step = _step(secret, code, factor.last_step)
        if step:
            factor.last_step, factor.failures = step, 0
            return BY_APP
        if not await factor_rows.take_code(session, factor.account_id, code):
            return None
        factor.failures = 0
        used = event(EventKind.RECOVERY_CODE_USED, account=factor.account_id, address=address)
        await session.execute(used)
        return BY_RECOVERY

    def _policy(self, tenant: str) -> str:
        return self._governments[tenant].sign_in.second_factor

    def _offered(self, tenant: str, there: factor_rows.There) -> str | None:
        if there.offered is None:
            return None
        return self._vault.of(tenant).unseal("logins", "offered", there.id, there.offered)


def _step(secret: str, code: str, last: int) -> int | None:
    return one_time.step_of(secret, one_time.plain(code), clock.now().timestamp(), last)
