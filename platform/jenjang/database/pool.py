"""The reader's own connections: one statement each time, prepared once, nothing to reset.

asyncpg's pool serves anything that may happen on a connection; for a single statement that leaves nothing
behind it costs more than the statement's own way to the server (docs/decisions/0005-a-shelf-of-readers.md).
"""

import asyncio
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import dataclass, field

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

SESSION = {
    "application_name": "jenjang reader",
    "timezone": "UTC",
    "datestyle": "ISO",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    # Joins come in a good order already; looking for another doubles the time to plan a new statement.
    "join_collapse_limit": "1",
    "default_transaction_read_only": "on",
}
STATEMENTS = 500
"""Statements that a connection keeps prepared."""
PATIENCE = 1.0
"""Seconds that a read may wait for a connection."""

BIND = "(SELECT set_config('app.tenant_id', $1::text, true) AS tenant OFFSET 0) ctx"
"""Binds the transaction to the tenant inside the statement itself: one round trip. Safe only because
every sub-select of the list refers to ctx.tenant, so that none runs before the binding."""


@dataclass(eq=False)
class Reader:
    """One connection and the statements it has prepared; connected when it is first needed."""

    url: str
    settings: dict[str, str]
    patience: float
    connection: asyncpg.Connection | None = None
    prepared: OrderedDict[str, PreparedStatement] = field(default_factory=OrderedDict)

    async def fetchrow(self, sql: str, args: tuple[object, ...]) -> asyncpg.Record | None:
        statement = self.prepared.get(sql)
        if statement is None or self.connection is None or self.connection.is_closed():
            statement = await self._prepare(sql)
        return await statement.fetchrow(*args, timeout=self.patience)

    async def _prepare(self, sql: str) -> PreparedStatement:
        if self.connection is None or self.connection.is_closed():
            self.prepared.clear()
            self.connection = await asyncpg.connect(self.url, server_settings=self.settings, timeout=PATIENCE)
        statement = self.prepared[sql] = await self.connection.prepare(sql, timeout=self.patience)
        if len(self.prepared) > STATEMENTS:
            self.prepared.popitem(last=False)
        return statement

    async def close(self) -> None:
        if self.connection and not self.connection.is_closed():
            with suppress(TimeoutError):
                await self.connection.close(timeout=PATIENCE)

    def drop(self) -> None:
        """Let go of a connection whose state nobody knows; the next read makes a new one."""
        self.prepared.clear()
        if self.connection:
            self.connection.terminate()
        self.connection = None


class Shelf:
    """Readers, at most so many: taken for one statement and put back."""

    def __init__(self, url: str, connections: int, statement_timeout: int) -> None:
        settings = {**SESSION, "statement_timeout": str(statement_timeout)}
        # A server that hangs doesn't end its statements itself.
        patience = statement_timeout / 1000 + PATIENCE
        self._readers = [Reader(url, settings, patience) for _ in range(connections)]
        self._free = list(self._readers)
        self._waiting: deque[asyncio.Future[Reader]] = deque()

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        """The first row of a statement that reads.

        Raises TimeoutError where no connection comes free in a second, or the server doesn't even end what
        takes too long; asyncpg's errors otherwise.
        """
        reader = self._free.pop() if self._free else await self._wait()
        try:
            return await reader.fetchrow(sql, args)
        except asyncpg.PostgresError:  # The server refused the statement; the connection is in order.
            raise
        except BaseException:  # Cancelled, or cut off: an answer may still be on its way.
            reader.drop()
            raise
        finally:
            self._give(reader)

    async def _wait(self) -> Reader:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Reader] = loop.create_future()
        self._waiting.append(turn)
        patience = loop.call_later(PATIENCE, _give_up, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self._give(turn.result())
            raise
        finally:
            patience.cancel()

    def _give(self, reader: Reader) -> None:
        """To whoever waits longest, or back on the shelf."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(reader)
                return
        self._free.append(reader)

    async def close(self) -> None:
        """Part from the server; from one that hangs without its farewell."""
        await asyncio.gather(*(reader.close() for reader in self._readers))


def _give_up(turn: asyncio.Future[Reader]) -> None:
    if not turn.done():
        turn.set_exception(TimeoutError("no connection came free"))
