"""Who has signed in, in which browser: rows found by the hash of a cookie, each of one government."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.identity.server import opaque
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import Login, OAuthCode, OAuthGrant, Password
from jenjang.identity.server.standing import IN_ORDER, IN_SERVICE

LIVES = timedelta(hours=8)
"""A working day."""
PENDING_LIVES = timedelta(minutes=10)
"""Time to take an app into use, or to find it."""
BY_PASSWORD = ("pwd",)
FIRST_HOLDS = timedelta(days=7)
"""How long a password of the first time opens anything."""
FIND = text(f"""
    SELECT accounts.id, p.hash, p.must_change AND p.changed_at < :first_since AS stale
      FROM (SELECT id FROM employees WHERE tenant_id = :tenant AND number = :name
             UNION SELECT id FROM employees WHERE tenant_id = :tenant AND lower(work_email) = :name) AS named
      JOIN accounts ON accounts.tenant_id = :tenant AND accounts.employee_id = named.id
      JOIN passwords p ON p.tenant_id = :tenant AND p.account_id = accounts.id
     WHERE accounts.issuer = :issuer AND {IN_ORDER}
     LIMIT 2
""")
"""Each half of the union has an index: one `OR` would read all employees."""

WHOSE = text(f"""
    SELECT accounts.id, accounts.issuer, accounts.subject, coalesce(o.name, ''), coalesce(o.number, ''),
           coalesce(p.must_change, false), logins.authenticated_at, logins.methods
      FROM logins
      JOIN accounts ON accounts.tenant_id = logins.tenant_id AND accounts.id = logins.account_id
      LEFT JOIN employees o ON o.tenant_id = accounts.tenant_id AND o.id = accounts.employee_id
      LEFT JOIN passwords p ON p.tenant_id = accounts.tenant_id AND p.account_id = accounts.id
     WHERE logins.cookie_hash = :cookie AND logins.expires_at > now() AND NOT logins.pending AND {IN_ORDER}
""")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An account that can sign in here."""

    id: UUID
    hash: str
    stale: bool
    """Whether its password is one of the first time, and that time is over."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who signed in, when and how."""

    account_id: UUID
    issuer: str
    """Who vouches for the account: we, or the provider where it signed in."""
    subject: str
    name: str
    number: str
    must_change: bool
    authenticated_at: datetime
    methods: Sequence[str]
    """In the words of RFC 8176."""

    def called_by(self, issuer: str) -> str:
        """As the account is: see `Account.called_by`."""
        return self.subject if self.issuer == issuer else str(self.account_id)


async def enrolled(session: AsyncSession, tenant: str, issuer: str, name: str) -> Enrolled | None:
    """The account of a NIP, NI PPPK or work e-mail address; None when there is none, or more than one."""
    asked = {
        "tenant": tenant,
        "issuer": issuer,
        "name": name,
        "in_service": IN_SERVICE,
        "first_since": clock.now() - FIRST_HOLDS,
    }
    rows = (await session.execute(FIND, asked)).all()
    return Enrolled(*rows[0]) if len(rows) == 1 else None


async def sign_in(
    session: AsyncSession, account_id: UUID, methods: Sequence[str] = BY_PASSWORD, *, pending: bool = False
) -> str:
    """A new login; gives the cookie's value, which nobody knows before (OWASP ASVS 4.0.3 §3.2.1).

    `pending`: it opens nothing yet but the page for the second factor.
    """
    cookie = opaque.new_secret()
    row = {
        "cookie_hash": opaque.fingerprint(cookie),
        "account_id": account_id,
        "expires_at": clock.now() + (PENDING_LIVES if pending else LIVES),
        "methods": list(methods),
        "pending": pending,
    }
    await session.execute(insert(Login).values(row))
    return cookie


async def signed_in(session: AsyncSession, cookie: str) -> SignedIn | None:
    """Whose cookie it is, if its time isn't over and the account still in order."""
    asked = {"cookie": opaque.fingerprint(cookie), "in_service": IN_SERVICE}
    row = (await session.execute(WHOSE, asked)).one_or_none()
    return SignedIn(*row) if row else None


async def sign_out(session: AsyncSession, cookie: str) -> UUID | None:
    """Forget the login; gives whose it was."""
    kept = Login.cookie_hash == opaque.fingerprint(cookie)
    return await session.scalar(delete(Login).where(kept).returning(Login.account_id))


async def password_of(session: AsyncSession, cookie: str) -> str | None:
    """The kept password of whoever has signed in with this cookie."""
    asked = select(Password.hash).join(Login, Login.account_id == Password.account_id)
    return await session.scalar(asked.where(_of(cookie)))


async def give_password(session: AsyncSession, account_id: UUID, kept: str) -> None:
    """Keep a password for the first time, or again: what the one before opened ends.

    Whoever has signed in is signed out, and what was allowed to applications is taken back: it may have been
    by somebody else who knew the password (RFC 9700 §4.14.2).
    """
    row = {"account_id": account_id, "hash": kept, "must_change": True, "changed_at": clock.now()}
    of_account = [Password.tenant_id, Password.account_id]
    made = insert(Password).values(row)
    await session.execute(made.on_conflict_do_update(index_elements=of_account, set_=row))
    await end_all(session, account_id, EventKind.PASSWORD_CHANGED)
    await session.execute(event(EventKind.PASSWORD_CHANGED, account=account_id))


async def set_password(session: AsyncSession, cookie: str, kept: str) -> UUID | None:
    """Keep a new password: what the old one opened ends, but for this browser. Gives whose it is."""
    account = select(Login.account_id).where(_of(cookie)).scalar_subquery()
    changed = await session.scalar(
        update(Password)
        .where(Password.account_id == account)
        .values(hash=kept, must_change=False, changed_at=clock.now())
        .returning(Password.account_id)
    )
    if changed:
        others = (Login.account_id == changed, Login.cookie_hash != opaque.fingerprint(cookie))
        await session.execute(delete(Login).where(*others))
        await _take_back(session, changed, EventKind.PASSWORD_CHANGED)
    return changed


async def end_all(session: AsyncSession, account_id: UUID, why: EventKind) -> None:
    """Sign an account out everywhere, and end what applications were allowed."""
    await session.execute(delete(Login).where(Login.account_id == account_id))
    await _take_back(session, account_id, why)


async def _take_back(session: AsyncSession, account_id: UUID, why: EventKind) -> None:
    await session.execute(delete(OAuthCode).where(OAuthCode.account_id == account_id))
    allowed = update(OAuthGrant).where(OAuthGrant.account_id == account_id, OAuthGrant.ended_at.is_(None))
    await session.execute(allowed.values(ended_at=clock.now(), ended_by=why))


def _of(cookie: str) -> ColumnElement[bool]:
    kept, now = opaque.fingerprint(cookie), clock.now()
    return and_(Login.cookie_hash == kept, Login.expires_at > now, Login.pending.is_(False))
