"""Connections: SQLAlchemy for deeds, and the transaction that is bound to one tenant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import Uuid, func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

BIND = text(
    "SELECT set_config('app.tenant_id', :tenant, true),"
    " set_config('statement_timeout', :statement_timeout, true),"
    " set_config('lock_timeout', :lock_timeout, true)"
)


def engine(url: str, connections: int = 4, patience: float | None = None) -> AsyncEngine:
    """SQLAlchemy's engine on asyncpg for a plain `postgresql://` address.

    `patience`: seconds to wait for a server that hangs, and so doesn't end its statements itself.
    """
    return create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=1,
        pool_pre_ping=True,
        hide_parameters=True,  # They are personal data, and errors are logged and printed.
        connect_args={
            "server_settings": {"timezone": "UTC", "application_name": "jenjang"},
            "timeout": patience or 60,
            "command_timeout": patience,
        },
    )


async def bind(
    session: AsyncSession, tenant: str, statement_timeout: int = 5000, lock_timeout: int = 2000
) -> None:
    """Bind the session's running transaction to one tenant, until it ends. Timeouts in milliseconds."""
    await session.execute(
        BIND,
        {
            "tenant": tenant,
            "statement_timeout": str(statement_timeout),
            "lock_timeout": str(lock_timeout),
        },
    )


@asynccontextmanager
async def bound(
    engine: AsyncEngine, tenant: str, statement_timeout: int = 5000, lock_timeout: int = 2000
) -> AsyncIterator[AsyncSession]:
    """A session in one transaction of one tenant: committed at the end, rolled back on any error."""
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        await bind(session, tenant, statement_timeout, lock_timeout)
        yield session


async def new_id(session: AsyncSession) -> UUID:
    """The id of a row to be made, for who must know it before: what is sealed is bound to its row."""
    return (await session.execute(select(func.uuidv7(type_=Uuid())))).scalar_one()
