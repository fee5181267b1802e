"""The reader's own connections: plain asyncpg, nothing to reset, plans made once."""

import asyncpg

SESSION = {
    "application_name": "jenjang reader",
    "timezone": "UTC",
    "datestyle": "ISO",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    "default_transaction_read_only": "on",
}
STATEMENTS = 1_000


async def reader_pool(url: str, connections: int, statement_timeout: int) -> asyncpg.Pool:
    """A pool for compiled reads, that connects when first asked: a server may start before its database.

    What a read sets is local to its transaction, so nothing is reset.
    """
    return await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=connections,
        max_inactive_connection_lifetime=0,
        statement_cache_size=STATEMENTS,
        max_cached_statement_lifetime=0,
        max_cacheable_statement_size=0,
        reset=leave,
        server_settings={**SESSION, "statement_timeout": str(statement_timeout)},
    )


async def leave(_connection: asyncpg.Connection) -> None:
    """Nothing to undo: the tenant binding ended with its transaction."""
