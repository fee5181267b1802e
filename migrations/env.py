"""How Alembic reaches the database: as the owner, one migration at a time, never long behind a lock."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text

from jenjang.core.settings import Settings
from jenjang.database.engine import engine
from jenjang.tables import metadata

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('jenjang migrate'))"


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, include_object=is_a_table)
    with context.begin_transaction():
        connection.execute(text(ONE_AT_A_TIME))
        connection.execute(text("SET LOCAL lock_timeout = '2s'"))
        context.run_migrations()


def is_a_table(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Views are read through tables that the metadata only borrows: Alembic leaves them alone."""
    return not (kind == "table" and getattr(thing, "info", {}).get("view"))


async def online() -> None:
    url = context.config.attributes.get("url") or Settings().owner_url
    database = engine(url)
    try:
        async with database.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await database.dispose()


def offline() -> None:
    context.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True, as_sql=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    offline()
else:
    asyncio.run(online())
