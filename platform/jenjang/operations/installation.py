"""Setting an installation up: roles, migrations, national lists and rules, governments. Repeatable."""

import asyncio
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit

from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core import clock
from jenjang.core.settings import Settings
from jenjang.core.terminal import counted
from jenjang.database.engine import bound, engine
from jenjang.database.migrate import migrate
from jenjang.database.roles import create_roles_and_database
from jenjang.organisation.founding import lay_root
from jenjang.reference.listing import load_reference
from jenjang.rules.shelf import load_rules
from jenjang.tenancy.catalogue import Government
from jenjang.tenancy.provisioning import enrol

Tell = Callable[[str], None]
"""Where a sentence about what was done goes."""


def set_up(settings: Settings, tell: Tell) -> None:
    """Bring the database to the newest shape, with the national lists and rules of this release.

    Roles and the database itself are created only where a superuser's address is given; the roles
    get the passwords that their addresses carry.
    """
    if settings.superuser_url:
        database = urlsplit(settings.owner_url).path.lstrip("/")
        asyncio.run(create_roles_and_database(settings.superuser_url, database, passwords_of(settings)))
        tell(f"Roles and the database {database} are there.")
    revision = migrate(settings.owner_url, keys=settings.keys)
    tell(f"The tables are at {revision}.")
    lists, rules = asyncio.run(load_national_data(settings.owner_url))
    tell(f"National lists: {counted(lists, 'row')} new or changed; rules: {rules}.")


def passwords_of(settings: Settings) -> dict[str, str]:
    """The passwords that the addresses carry, by role: the roles are given these."""
    parts = map(urlsplit, (settings.owner_url, settings.database_url, settings.worker_url))
    return {part.username: unquote(part.password) for part in parts if part.username and part.password}


async def load_national_data(owner_url: str) -> tuple[int, int]:
    """Load the shipped lists and rules as the owner; count the rows new or changed of each."""
    owner = engine(owner_url, connections=1)
    try:
        async with owner.begin() as connection:
            return await load_reference(connection), await load_rules(connection)
    finally:
        await owner.dispose()


async def provision(owner_url: str, governments: Iterable[Government]) -> list[str]:
    """Take governments in: the row and the root unit of each; tell the codes of those that are new.

    Repeated, it brings a row up to its file and changes nothing else. Each government has a
    transaction of its own, bound to it: row-level security binds the owner too.
    """
    owner = engine(owner_url, connections=1)
    try:
        return [government.code for government in governments if await _provision(owner, government)]
    finally:
        await owner.dispose()


async def _provision(owner: AsyncEngine, government: Government) -> bool:
    async with bound(owner, government.code) as session:
        changed = await enrol(session, government)
        new = await lay_root(session, government.name, government.region_code)
        if changed or new:
            await enter(session, Deed(tenant=government.code, at=clock.now(), deed="tenant provision"))
        return new
