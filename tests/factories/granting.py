"""Roles given through the API, and what somebody then sees."""

from typing import Any

from factories.served import OURS, Served
from sqlalchemy import text

from jenjang.core import clock
from jenjang.database.engine import bound, engine
from jenjang.graph.scalars import encode_id

TODAY = clock.today("Asia/Jakarta")
GRANT = """mutation($input: RoleGrantInput!) { roleGrant(input: $input) {
    roleGrant { role approveOnly givenBy reason validFrom validTo unit { id } account { subject } }
    userErrors { code field message } } }"""
SEEN = "{ viewer { roles permissions } employees(first: 100) { nodes { id nik } } }"


def account(served: Served, name: str, tenant: str = OURS) -> str:
    return encode_id("Account", served.governments[tenant].accounts[name])


def person(served: Served, name: str, tenant: str = OURS) -> str:
    return encode_id("Employee", served.governments[tenant].people[name])


def unit(served: Served, name: str, tenant: str = OURS) -> str:
    return encode_id("Unit", served.governments[tenant].units[name])


async def give(served: Served, to: str, role: str, *, by: str = "admin", **more: object) -> Any:
    """What became of a role given; `scopes` narrow the giver's token."""
    scopes = more.pop("scopes", ())
    asked = {"accountId": account(served, to), "role": role, "on": str(TODAY), "reason": "SK 1", **more}
    found = await served.data(GRANT, {"input": asked}, subject=by, scopes=scopes)
    return found["roleGrant"]


def refused(found: Any) -> tuple[str, str]:
    (error,) = found["userErrors"]
    return error["code"], error["field"][-1]


async def changed(served: Served, statement: str, **values: object) -> None:
    """Change our government's rows beside the application."""
    database = engine(served.settings.database_url, connections=1)
    async with bound(database, OURS) as session:
        await session.execute(text(statement), values)
    await database.dispose()
