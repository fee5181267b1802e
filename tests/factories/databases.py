"""Databases of the run's servers: a template that holds what each installation has, and clones of it."""

import asyncio
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg

from jenjang.core.settings import HOUSE
from jenjang.database.migrate import migrate
from jenjang.database.roles import as_role, create_roles_and_database
from jenjang.demo.engines import Engines
from jenjang.operations.installation import load_national_data, provision
from jenjang.tenancy.catalogue import catalogue

TEMPLATE = "jenjang"
NAMES = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """A migrated database with all tenants, its reference data and rules; reached in three roles."""

    name: str
    superuser_url: str

    @property
    def owner_url(self) -> str:
        return as_role(self.superuser_url, "jenjang_owner", self.name)

    @property
    def app_url(self) -> str:
        return as_role(self.superuser_url, "jenjang_app", self.name)

    @property
    def worker_url(self) -> str:
        return as_role(self.superuser_url, "jenjang_worker", self.name)


def make_template(engines: Engines) -> None:
    """Make the database that all others are clones of."""
    owner_url = as_role(engines.superuser_url, "jenjang_owner", TEMPLATE)
    asyncio.run(create_roles_and_database(engines.superuser_url, TEMPLATE))
    migrate(owner_url)
    asyncio.run(load_national_data(owner_url))
    asyncio.run(provision(owner_url, catalogue(HOUSE / "tenants").values()))


@contextmanager
def cloned(engines: Engines, template: str = TEMPLATE) -> Iterator[Database]:
    """A database as the template is, for as long as the block lasts.

    It is dropped at once: the next one is made four times as fast on the memory that this one had.
    """
    database = clone(
        engines, f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{next(NAMES)}", template
    )
    yield database
    execute(engines, f"DROP DATABASE IF EXISTS {database.name} WITH (FORCE)")


def clone(engines: Engines, name: str, template: str = TEMPLATE) -> Database:
    """A new database as the template is, which nobody may be connected to meanwhile."""
    execute(engines, f"CREATE DATABASE {name} OWNER jenjang_owner TEMPLATE {template} STRATEGY FILE_COPY")
    return Database(name, engines.superuser_url.replace("/postgres?", f"/{name}?"))


def execute(engines: Engines, statement: str) -> None:
    """Have it done by the superuser, beside all databases of tests."""

    async def done() -> None:
        connection = await asyncpg.connect(engines.superuser_url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(done())
