"""People, accounts, grants and tokens, good and forged."""

import itertools
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from joserfc.jws import JWSRegistry
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.permission import Role
from jenjang.identity.keys import Key
from jenjang.identity.models import Account, RoleGrant
from jenjang.organisation.models import Employee, ServicePeriod

SERIAL = itertools.count(1)
LONG_AGO = date(2015, 5, 1)


@dataclass
class Time:
    """A clock that moves when told."""

    at: datetime = datetime(2026, 11, 21, 3, tzinfo=UTC)
    begun: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.at

    def now(self) -> datetime:
        return self.at

    def ticking(self) -> float:
        return (self.at - self.begun).total_seconds()

    def pass_by(self, **much: float) -> None:
        self.at += timedelta(**much)


async def person(session: AsyncSession, state: str = "ACTIVE", employee_id: UUID | None = None) -> UUID:
    """Somebody of the bound government, in that state since 2015."""
    serial = next(SERIAL)
    employee = Employee(
        number=f"19860926201505{1 + serial // 1000}{serial % 1000:03}",
        kind="PNS",
        name=f"Pegawai {serial}",
        sex="MALE",
        birth_date=date(1986, 9, 26),
        appointed_on=LONG_AGO,
        state=state,
        **({"id": employee_id} if employee_id else {}),
    )
    session.add(employee)
    await session.flush()
    return employee.id


async def served(
    session: AsyncSession, employee: UUID, state: str, begins: date, ends: date | None = None
) -> None:
    """A state that somebody was, is or will be in."""
    session.add(ServicePeriod(employee_id=employee, state=state, valid_from=begins, valid_to=ends))
    await session.flush()


async def account(
    session: AsyncSession,
    issuer: str,
    employee: UUID | None = None,
    client: str | None = None,
    subject: str | None = None,
    disabled_at: datetime | None = None,
) -> Account:
    made = Account(
        issuer=issuer,
        subject=subject or str(uuid4()),
        employee_id=employee,
        client=client,
        disabled_at=disabled_at,
    )
    session.add(made)
    await session.flush()
    return made


async def grant(
    session: AsyncSession, account: UUID, role: Role, begins: date = LONG_AGO, ends: date | None = None
) -> RoleGrant:
    given = RoleGrant(
        account_id=account, role=role, given_by="test", reason="test", valid_from=begins, valid_to=ends
    )
    session.add(given)
    await session.flush()
    return given


def encoded(value: object) -> str:
    """A part of a token: base64url of JSON, or of text as it is."""
    text = value if isinstance(value, str) else json.dumps(value)
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def signed(header: Mapping[str, object] | str, claims: object, key: Key, algorithm: str) -> str:
    """A token with just this header and these claims, however wrong, signed by the key."""
    message = f"{encoded(header)}.{encoded(claims)}"
    signature = JWSRegistry.algorithms[algorithm].sign(message.encode(), key)
    return f"{message}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"
