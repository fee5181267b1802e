"""Errors in the shape of the contract: a code, the request's id, where, and what to do."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import asyncpg
import structlog
from graphql import GraphQLError
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from jenjang.core.errors import BadUserInput, Conflict, Forbidden, NotFound, Refusal
from jenjang.core.language import sentence
from jenjang.core.sealing import SealBroken
from jenjang.graph.reader.row import Barred

log = structlog.get_logger(__name__)
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    PoolTimeout,
    DisconnectionError,
)
"""What asking a database that is away, or too busy to be asked, ends in: `InternalClientError` where the
server said farewell at this very moment."""
TAKEN = frozenset({"23505", "23P01"})
"""SQLSTATE of what a unique or an exclusion constraint forbids: somebody else was first."""
GONE = ("08", "53", "57P")
"""The same, where PostgreSQL says so itself: connections, resources, its operator (SQLSTATE classes)."""

Rendered = dict[str, Any]  # Any: a JSON object.
DOCS = "/errors"
"""Where codes are explained, on the very server that answered."""


class GraphqlParseFailed(Refusal):
    """The document is not GraphQL: {problem}"""


class GraphqlValidationFailed(Refusal):
    """The document does not fit the schema: {problem}"""


class RateLimited(Refusal):
    """Too many requests; try again in {seconds} second(s)."""


class CostExceeded(Refusal):
    """This document asks too much: {measure} is {found}, at most {limit} is allowed."""


class PersistedDocumentNotFound(Refusal):
    """There is no document with that id; send its text along once."""


class Timeout(Refusal):
    """This took too long and was stopped; ask for less at once."""


class Unavailable(Timeout):
    """The database can't be reached right now; try again in {seconds} second(s)."""


class Locked(Conflict):
    """Somebody else is changing the same thing right now; ask again in a moment."""


class Overtaken(Conflict):
    """What is there by now doesn't go with this. Read it again, and repeat the change if it makes sense."""


class Internal(Refusal):
    """Something went wrong on our side; tell us the request id."""


class PdfNotInstalled(Internal):
    """This installation makes no PDF: its operator adds the extra, `pip install jenjang[pdf]`."""


class ValueUnopened(Internal):
    """A protected value can't be opened: tell your administrator, with the request id."""


FAMILIES = (BadUserInput, NotFound, Conflict, Forbidden, PersistedDocumentNotFound, Timeout, Internal)
GUESS = re.compile(r" Did you mean .*\?$", re.DOTALL)
LONGEST = 300
"""Characters of a client's own text that an error repeats."""


def told(error: Exception, request_id: str) -> Refusal:
    """What a client is told of an exception: a refusal is its own sentence, all else stays with us."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, SealBroken):
        log.error("sealed value not opened", request_id=request_id, **error.place)
        return ValueUnopened()
    state = sqlstate(error)
    if state == "57014":
        return Timeout()
    if state == "55P03":
        return Locked(seconds=1)
    if state in TAKEN:
        log.warning("constraint violated", request_id=request_id, constraint=constraint(error))
        return Overtaken()
    cause = getattr(error, "orig", error).__cause__
    if isinstance(error, AWAY) or isinstance(cause, AWAY) or (state and state.startswith(GONE)):
        log.warning("database away", request_id=request_id, failure=repr(error))
        return Unavailable(seconds=1)
    log.exception("unexpected", request_id=request_id, sqlstate=state, exc_info=error)
    return Internal()


def sqlstate(error: BaseException) -> str | None:
    """PostgreSQL's code for what went wrong, if it said so: by asyncpg, or by SQLAlchemy around it."""
    state: str | None = getattr(getattr(error, "orig", error), "sqlstate", None)
    return state


def constraint(error: BaseException) -> str | None:
    """The name of the constraint that forbade it: of all that PostgreSQL tells, the part without data."""
    cause = getattr(error, "orig", error)
    name: str | None = getattr(cause, "constraint_name", None) or getattr(
        cause.__cause__, "constraint_name", None
    )
    return name


def code_of(refusal: Refusal) -> str:
    """The code of the contract's closed list that a refusal falls under."""
    for family in FAMILIES:
        if isinstance(refusal, family):
            return family.code
    return refusal.code


def rendered(
    refusal: Refusal,
    language: str,
    request_id: str,
    *,
    path: Iterable[str | int] | None = None,
    coordinate: str | None = None,
    locations: Any = None,  # Any: GraphQL's own list of line and column.
) -> Rendered:
    """One error of the answer's `errors`."""
    code = code_of(refusal)
    extensions: Rendered = {"code": code, "requestId": request_id, "docUrl": f"{DOCS}#{refusal.code}"}
    if refusal.code != code:
        extensions["reason"] = refusal.code
    if coordinate:
        extensions["coordinate"] = coordinate
    if "permission" in refusal.facts:
        extensions["permission"] = refusal.facts["permission"]
    if refusal.field:
        extensions["field"] = list(refusal.field)
    if "seconds" in refusal.facts:
        extensions["retryAfter"] = refusal.facts["seconds"]
    error: Rendered = {"message": sentence(refusal, language)}
    if locations:
        error["locations"] = locations
    if path is not None:
        error["path"] = list(path)
    error["extensions"] = extensions
    return error


def from_graphql(
    error: GraphQLError, language: str, request_id: str, kind: type[Refusal] = BadUserInput
) -> Rendered:
    """A library's error about the client's document or variables, in our shape."""
    cause = error.original_error
    refusal = cause if isinstance(cause, Refusal) else kind(problem=shortened(error.message))
    locations = error.formatted.get("locations")
    coordinate = refusal.facts.get("coordinate")
    return rendered(
        refusal,
        language,
        request_id,
        path=error.path,
        coordinate=str(coordinate) if coordinate else None,
        locations=locations,
    )


def shortened(text: str) -> str:
    """A library's message that repeats what the client sent, without the whole of it, and without a guess."""
    text = GUESS.sub("", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def refusals(refused: Mapping[str, Barred], language: str, request_id: str) -> list[Rendered]:
    """One FORBIDDEN a coordinate that the viewer's roles may not read."""
    return [
        rendered(Forbidden(permission=one.needs), language, request_id, path=one.path, coordinate=coordinate)
        for coordinate, one in refused.items()
    ]
