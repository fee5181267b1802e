"""Connections: SQLAlchemy for deeds, and the transaction that is bound to one tenant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast
from uuid import UUID

import asyncpg
from sqlalchemy import Uuid, event, func, select
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from jenjang.core.errors import Refusal

BIND = """
    SELECT set_config('app.tenant_id', $1::text, true), set_config('statement_timeout', $2::text, true),
           set_config('lock_timeout', $3::text, true)
"""


def engine(url: str, connections: int = 4, patience: float | None = None, turn: float = 1) -> AsyncEngine:
    """SQLAlchemy's engine on asyncpg for a plain `postgresql://` address.

    `patience`: seconds to wait for a server that hangs, and so doesn't end its statements itself; `turn`:
    seconds to wait for a connection that others use.
    """
    made = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=turn,
        hide_parameters=True,  # They are personal data, and errors are logged and printed.
        connect_args={
            "server_settings": {"timezone": "UTC", "application_name": "jenjang"},
            "timeout": patience or 60,
            "command_timeout": patience,
        },
    )
    event.listen(made.sync_engine, "checkout", _still_open)
    return made


def _still_open(_adapted: object, entry: ConnectionPoolEntry, _proxied: PoolProxiedConnection) -> None:
    """Let the pool connect anew where the server has ended a connection.

    asyncpg knows without asking: a ping would be three more ways to the server each time.
    """
    connection = cast("asyncpg.Connection", entry.driver_connection)
    if connection.is_closed():
        raise DisconnectionError


async def bind(
    session: AsyncSession, tenant: str, statement_timeout: int = 5000, lock_timeout: int = 2000
) -> None:
    """Bind the session's running transaction to one tenant, until it ends. Timeouts in milliseconds."""
    connection = await session.connection()
    await connection.exec_driver_sql(BIND, (tenant, str(statement_timeout), str(lock_timeout)))


@asynccontextmanager
async def bound(
    engine: AsyncEngine, tenant: str, statement_timeout: int = 5000, lock_timeout: int = 2000
) -> AsyncIterator[AsyncSession]:
    """A session in one transaction of one tenant: committed at the end, rolled back on any error."""
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        await bind(session, tenant, statement_timeout, lock_timeout)
        yield session


async def driver(session: AsyncSession) -> asyncpg.Connection:
    """asyncpg's own connection under the session's transaction, which has begun (`bind` begins it).

    For the few statements that every deed needs, or that a deed done by the thousand does: on their way
    through SQLAlchemy they cost three times as much. What the session holds back is written before.
    """
    if session.new or session.dirty or session.deleted:
        await session.flush()
    if session.in_nested_transaction():
        await session.connection()  # SQLAlchemy makes a savepoint when it is first needed.
    connection = session.sync_session.connection().connection.driver_connection
    return cast("asyncpg.Connection", connection)


@asynccontextmanager
async def undone_if_refused(session: AsyncSession) -> AsyncIterator[None]:
    """A part of the session's transaction: a Refusal undoes what it did, and goes on to the caller.

    Any other error leaves the transaction to be rolled back whole.
    """
    connection = await driver(session)
    await connection.execute("SAVEPOINT part")
    try:
        yield
        await session.flush()
    except Refusal:
        # What the session has read or holds back is no longer as the database has it.
        session.expunge_all()
        await connection.execute("ROLLBACK TO SAVEPOINT part")
        raise


async def new_id(session: AsyncSession) -> UUID:
    """The id of a row to be made, for who must know it before: what is sealed is bound to its row."""
    return (await session.execute(select(func.uuidv7(type_=Uuid())))).scalar_one()
