"""The small office behind the running application: each of its people asks with a real token."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from factories.appraisal.office import SEATS, Office, an_office
from factories.governments import Settled, subject
from factories.organisation import LONG_AGO
from factories.served import OURS, PUBLIC, Folders, Reached, Served, opened, settings_of
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account, RoleGrant

TODAY = clock.today("Asia/Jakarta")


class OpenOffice:
    """A running application, and the office in it."""

    def __init__(self, served: Served, office: Office) -> None:
        self.served, self.office = served, office

    def person(self, name: str) -> str:
        """Somebody's global id."""
        return encode_id("Employee", self.office.people[name])

    async def do(self, deed: str, wanted: str, by: str, **asked: object) -> Any:  # Any: the payload's JSON.
        """What became of a deed, as somebody of the office asks for it; `wanted` of its payload."""
        kind = INPUTS.get(deed) or f"{deed[0].upper()}{deed[1:]}Input"
        errors = "userErrors { code field message }"
        document = f"mutation($input: {kind}!) {{ {deed}(input: $input) {{ {wanted} {errors} }} }}"
        return (await self.served.data(document, {"input": asked}, subject=by))[deed]

    async def refused(self, refusal: type[Refusal], deed: str, wanted: str, by: str, **asked: object) -> None:
        """A deed that is refused so, and gives nothing."""
        found = await self.do(deed, wanted, by, **asked)
        assert [error["code"] for error in found.pop("userErrors")] == [refusal.code]
        assert set(found.values()) == {None}

    async def read(self, document: str, by: str, **variables: object) -> Any:  # Any: the answer's JSON.
        return await self.served.data(document, variables, subject=by)

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[AsyncSession]:
        """The government's rows beside the application."""
        database = engine(self.served.settings.database_url, connections=1)
        async with bound(database, OURS) as session:
            yield session
        await database.dispose()


INPUTS: Mapping[str, str] = {"policyPublish": "PolicyInput", "policyWithdraw": "PolicyInput"}
"""Of deeds whose input isn't called after them."""


@asynccontextmanager
async def open_office(database: Reached, folders: Folders) -> AsyncIterator[OpenOffice]:
    """Settle the office and serve it."""
    app = engine(database.app_url, connections=1)
    async with bound(app, OURS) as session:
        office = await an_office(session, TODAY)
        await _come_in(session, office)
    await app.dispose()
    accounts: dict[str, UUID] = {name: viewer.account_id for name, viewer in office.viewers.items()}
    settled = Settled(OURS, dict(office.people), dict(office.units), {}, accounts)
    async with opened(settings_of(database, folders), {OURS: settled}) as served:
        yield OpenOffice(served, office)


async def _come_in(session: AsyncSession, office: Office, since: date = LONG_AGO) -> None:
    """Let our own issuer vouch for the office's accounts, and give the roles that their seats have."""
    for name, viewer in office.viewers.items():
        known = {"issuer": embedded_url(PUBLIC, OURS), "subject": subject(name, OURS)}
        await session.execute(update(Account).where(Account.id == viewer.account_id).values(known))
        seat = SEATS.get(name)
        if seat and seat.role:
            unit = office.units[seat.role_in] if seat.role_in else None
            given = {"given_by": "test", "reason": "test", "valid_from": since}
            session.add(RoleGrant(account_id=viewer.account_id, role=seat.role, unit_id=unit, **given))
    await session.flush()
