"""Deeds: one request, one transaction; done once for each idempotency key; tried again where it collided."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import orjson
import structlog
from graphql import ExecutionResult
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, Refusal
from jenjang.core.permission import Viewer
from jenjang.database.engine import bound
from jenjang.graph import errors
from jenjang.graph.answer import Answer
from jenjang.graph.models import IdempotencyKey
from jenjang.graph.perform import Performance, perform

log = structlog.get_logger(__name__)

TRIES = 3
COLLISIONS = frozenset({"40001", "40P01"})
"""SQLSTATE of a serialization failure and of a deadlock: nothing is wrong but the moment."""


class KeyReused(Conflict):
    """This Idempotency-Key came with another request before; use a new key for a new request."""


class KeyInUse(Conflict):
    """A request with this Idempotency-Key is being done right now; ask again in a moment."""


class Collision(Exception):
    """Two transactions got in each other's way."""


class Asked(Protocol):
    """What of a request a deed depends on."""

    viewer: Viewer
    source: str
    variables: Mapping[str, Any]  # Any: the client's JSON.
    operation_name: str | None
    language: str
    request_id: str
    zone: str
    idempotency_key: str | None


@dataclass
class Deeds:
    """Does mutations."""

    engine: AsyncEngine
    statement_timeout: int
    lock_timeout: int

    async def do(self, request: Asked, performance: Performance) -> Answer:
        """Perform a mutation and commit it with its idempotency key; then, and only then, answer."""
        for left in reversed(range(TRIES)):
            try:
                return await self._try(request, performance)
            except Collision:
                if not left:
                    raise Conflict from None
        raise AssertionError("the last try answers or raises")

    async def _try(self, request: Asked, performance: Performance) -> Answer:
        try:
            async with bound(
                self.engine, request.viewer.tenant, self.statement_timeout, self.lock_timeout
            ) as session:
                return await self._in(session, request, performance)
        except Undone as undone:
            return undone.answer
        except DBAPIError as error:
            if collided(error):
                raise Collision from error
            raise

    async def _in(self, session: AsyncSession, request: Asked, performance: Performance) -> Answer:
        if request.idempotency_key:
            kept = await self.kept(session, request)
            if kept is not None:
                return Answer(kept, replayed=True)
        now = clock.now()
        today = clock.today(request.zone, now)
        performance.deeds = Context(request.viewer, session, now, today, request.language, request.request_id)
        operation = performance.operation
        result = await perform(operation, operation.document.node, performance, request.variables)
        answer = self.told(request, result, performance)
        if request.idempotency_key:
            await self.keep(session, request, answer.data or b"null")
        return answer

    def told(self, request: Asked, result: ExecutionResult, performance: Performance) -> Answer:
        """The answer to what was performed; whatever went wrong unexpectedly undoes all of it."""
        found = []
        for error in result.errors or ():
            cause = error.original_error
            if cause and not isinstance(cause, Refusal):
                if isinstance(cause, DBAPIError) and collided(cause):
                    raise Collision from cause
                log.error("unexpected", request_id=request.request_id, exc_info=cause)
                failed = errors.rendered(
                    errors.Internal(), request.language, request.request_id, path=error.path
                )
                raise Undone(Answer(b"null", [failed]))
            found.append(errors.from_graphql(error, request.language, request.request_id))
        found += errors.refusals(performance.refused, request.language, request.request_id)
        return Answer(orjson.dumps(result.data), found)

    async def kept(self, session: AsyncSession, request: Asked) -> bytes | None:
        """The first answer under this key, if there was one.

        Raises KeyReused for another request under the same key, KeyInUse while the first is under way.
        """
        account = request.viewer.account_id
        alone = await session.scalar(select(_lock(account, request.idempotency_key or "")))
        if not alone:
            raise KeyInUse
        found = await session.scalar(
            select(IdempotencyKey).where(
                IdempotencyKey.tenant_id == request.viewer.tenant,
                IdempotencyKey.account_id == account,
                IdempotencyKey.key == request.idempotency_key,
            )
        )
        if found and found.request_hash != digest(request):
            raise KeyReused
        return found.answer if found else None

    async def keep(self, session: AsyncSession, request: Asked, answer: bytes) -> None:
        session.add(
            IdempotencyKey(
                account_id=request.viewer.account_id,
                key=request.idempotency_key,
                request_hash=digest(request),
                answer=answer,
            )
        )
        await session.flush()


class Undone(Exception):
    """The transaction is rolled back; this is what the client is told."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__()


def collided(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in COLLISIONS


def digest(request: Asked) -> bytes:
    """What makes two requests the same one."""
    asked = [request.source, request.operation_name, request.variables]
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).digest()


def _lock(account: UUID, key: str) -> Any:  # Any: an SQL function call.
    number = int.from_bytes(hashlib.sha256(f"{account}/{key}".encode()).digest()[:8], "big", signed=True)
    return func.pg_try_advisory_xact_lock(number)
