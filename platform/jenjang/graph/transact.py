"""Deeds: one request, one transaction; done once for each idempotency key; tried again where it collided."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import orjson
from graphql import ExecutionResult, GraphQLError, value_from_ast_untyped
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.audit.chain import canonical
from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, Refusal
from jenjang.core.permission import Viewer
from jenjang.core.sealing import Vault
from jenjang.core.tries import Tries, Uncounted
from jenjang.database.engine import bound, driver
from jenjang.graph import errors
from jenjang.graph.answer import Answer
from jenjang.graph.perform import Done, Performance, perform
from jenjang.graph.scalars import encode_id
from jenjang.graph.turns import Turns

TRIES = 3
ANSWER = ("idempotency_keys", "answer")
"""The table and the column that an answer is sealed for."""
KEPT = timedelta(hours=24)
"""How long a first answer is given again."""
NOT_KEPT = ""
"""Stands for an answer that held a secret."""
COLLISIONS = frozenset({"40001", "40P01"})
"""SQLSTATE of a serialization failure and of a deadlock: nothing is wrong but the moment."""


FIRST = """
    SELECT pg_try_advisory_xact_lock($1::bigint) AS alone, uuidv7() AS made, k.id, k.answer, k.made_at
      FROM (VALUES (1)) one
      LEFT JOIN idempotency_keys k ON k.tenant_id = $2 AND k.account_id = $3::uuid AND k.key = $4
"""
"""The lock of a key, the id of the row to be made (what is sealed is bound to it), and what was kept before.
Who commits after our look and before our lock isn't seen here, but by KEEP."""
FORGET = "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND id = $2::uuid"
KEEP = """
    INSERT INTO idempotency_keys (id, account_id, key, answer) VALUES ($1::uuid, $2::uuid, $3, $4)
    ON CONFLICT (tenant_id, account_id, key) DO NOTHING RETURNING id
"""


class KeyReused(Conflict):
    """This Idempotency-Key came with another request before; use a new key for a new request."""


class KeyInUse(Conflict):
    """A request with this Idempotency-Key is being done right now; ask again in a moment."""


class ToldOnce(Conflict):
    """This was done with this Idempotency-Key; its answer held a secret and isn't kept. Get a new secret."""


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
    vault: Vault
    public_url: str
    turns: Turns
    tries: Tries = field(default_factory=Uncounted)

    async def do(self, request: Asked, performance: Performance) -> Answer:
        """Perform a mutation and commit it with its idempotency key; then, and only then, answer.

        Whose turn it isn't yet takes no connection (decision 16). Raises NoTurn.
        """
        async with self.turns.of(request.viewer.tenant):
            return await self._do(request, performance)

    async def _do(self, request: Asked, performance: Performance) -> Answer:
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
        except (DBAPIError, asyncpg.PostgresError) as error:
            if collided(error):
                raise Collision from error
            raise

    async def _in(self, session: AsyncSession, request: Asked, performance: Performance) -> Answer:
        made: UUID | None = None
        if request.idempotency_key:
            made, kept = await self.kept(session, request)
            if kept == NOT_KEPT:
                raise ToldOnce
            if kept is not None:
                first = orjson.loads(kept)
                return Answer(orjson.dumps(first["data"]), first["errors"], replayed=True)
        performance.begin(self.context(session, request, clock.now()))
        operation = performance.operation
        result = await perform(operation, operation.document.node, performance, request.variables)
        answer = self.told(request, result, performance)
        if made:
            told = {"data": orjson.Fragment(answer.data or b"null"), "errors": answer.errors}
            kept = NOT_KEPT if performance.tells_once else orjson.dumps(told).decode()
            await self.keep(session, request, made, kept, hidden=performance.anonymous)
        # Last: from here to the commit all other deeds of the government wait.
        for done in performance.done:
            await enter(session, entry(request, performance, done))
        return answer

    def told(self, request: Asked, result: ExecutionResult, performance: Performance) -> Answer:
        """The answer to what was performed; whatever went wrong unexpectedly undoes all of it."""
        found = []
        for error in result.errors or ():
            cause = error.original_error
            if cause and not isinstance(cause, Refusal | GraphQLError):
                if collided(cause):
                    raise Collision from cause
                refusal = errors.told(cause, request.request_id)
                failed = errors.rendered(refusal, request.language, request.request_id, path=error.path)
                raise Undone(Answer(None, [failed]))
            found.append(errors.from_graphql(error, request.language, request.request_id))
        found += errors.refusals(performance.refused, request.language, request.request_id)
        return Answer(orjson.dumps(result.data), found)

    @asynccontextmanager
    async def looking(self, request: Asked) -> AsyncIterator[Context]:
        """A context for what rules judge: it only reads, and sees one moment in all its statements."""
        engine = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        now = clock.now()
        async with bound(engine, request.viewer.tenant, self.statement_timeout, self.lock_timeout) as session:
            yield self.context(session, request, now)

    def context(self, session: AsyncSession, request: Asked, now: datetime) -> Context:
        """What a deed, or what rules judge, is given of a request."""
        return Context(
            request.viewer,
            session,
            now,
            clock.today(request.zone, now),
            self.vault.of(request.viewer.tenant),
            request.language,
            request.request_id,
            self.public_url,
            request.zone,
            self.tries,
        )

    async def kept(self, session: AsyncSession, request: Asked) -> tuple[UUID, str | None]:
        """The id under which an answer can be kept, and the first answer under this key, if there was one.

        Raises KeyReused for another request under the same key, KeyInUse while the first is under way.
        """
        viewer = request.viewer
        connection = await driver(session)
        found = await connection.fetchrow(
            FIRST, _lock(request), viewer.tenant, viewer.account_id, request.idempotency_key
        )
        if not found["alone"]:
            raise KeyInUse(seconds=1)
        made, first = found["made"], found["id"]
        if first is None:
            return made, None
        if found["made_at"] < clock.now() - KEPT:
            await connection.execute(FORGET, viewer.tenant, first)
            return made, None
        text = self.vault.of(viewer.tenant).unseal(*ANSWER, first, found["answer"])
        asked, _, answer = text.partition(" ")
        if asked not in (digest(request), digest(request, hidden=True)):
            raise KeyReused
        return made, answer

    async def keep(
        self, session: AsyncSession, request: Asked, made: UUID, answer: str, *, hidden: bool
    ) -> None:
        """Keep an answer under its key.

        Raises Collision where another request with this key was committed between our look and our lock.
        """
        viewer = request.viewer
        text = f"{digest(request, hidden=hidden)} {answer}"
        sealed = self.vault.of(viewer.tenant).seal(*ANSWER, made, text)
        connection = await driver(session)
        kept = await connection.fetchval(KEEP, made, viewer.account_id, request.idempotency_key, sealed)
        if kept is None:
            raise Collision


class Undone(Exception):
    """The transaction is rolled back; this is what the client is told."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__()


def entry(request: Asked, performance: Performance, done: Done) -> Deed:
    """A deed that was done, as the chain keeps it: of what was asked, only a keyed digest."""
    context, key = performance.context, request.idempotency_key
    declared = performance.operation.node.variable_definitions or ()
    # A variable that was left out is its default, or else null.
    variables = {
        one.variable.name.value: value_from_ast_untyped(one.default_value) if one.default_value else None
        for one in declared
    }
    asked = value_from_ast_untyped(done.asked, {**variables, **request.variables})
    about = [encode_id(ref.type_name, ref.key) for ref in done.about]
    deed = replace(
        Deed.by(context, done.name, about, done.reason),
        rules=done.rules,
        key_digest=hashlib.sha256(key.encode()).digest() if key else None,
        input_digest=context.seals.fingerprint(canonical(asked)),
    )
    return deed.nameless() if done.anonymous else deed


def collided(error: BaseException) -> bool:
    return errors.sqlstate(error) in COLLISIONS


def digest(request: Asked, *, hidden: bool = False) -> str:
    """What makes two requests the same one: a bearer who may see less isn't given the first one's answer.

    `hidden`: without what was asked, where that is so little that trying would find it. Whoever repeats
    such a key with other values is given the first answer.
    """
    held = {name: sorted(map(list, within)) for name, within in request.viewer.grants.items()}
    asked = (
        [request.operation_name, held]
        if hidden
        else [request.source, request.operation_name, request.variables, held]
    )
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _lock(request: Asked) -> int:
    """The lock of an idempotency key; PostgreSQL's locks know no government, so that its code is in it."""
    name = f"{request.viewer.tenant}/{request.viewer.account_id}/{request.idempotency_key}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
