"""Errors in the shape of the contract: a code, the request's id, where, and what to do."""

from collections.abc import Iterable, Mapping
from typing import Any

import asyncpg
import structlog
from graphql import GraphQLError

from jenjang.core.errors import BadUserInput, Conflict, Forbidden, NotFound, Refusal
from jenjang.core.language import sentence

log = structlog.get_logger(__name__)
AWAY = (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError)
"""What asking a database that is away, or too busy to be asked, ends in."""

Rendered = dict[str, Any]  # Any: a JSON object.
DOCS = "https://github.com/jenjang/jenjang/blob/main/docs/errors.md"


class GraphqlParseFailed(Refusal):
    """The document is not GraphQL: {problem}"""


class GraphqlValidationFailed(Refusal):
    """The document does not fit the schema: {problem}"""


class RateLimited(Refusal):
    """Too many requests; try again in {seconds} seconds."""


class CostExceeded(Refusal):
    """This document asks too much: {measure} is {found}, at most {limit} is allowed."""


class PersistedDocumentNotFound(Refusal):
    """There is no document with that id; send its text along once."""


class Timeout(Refusal):
    """This took too long and was stopped; ask for less at once."""


class Unavailable(Refusal):
    """The database can't be reached right now; try again in {seconds} seconds."""


class Internal(Refusal):
    """Something went wrong on our side; tell us the request id."""


def told(error: Exception, request_id: str) -> Refusal:
    """What a client is told of an exception: a refusal is its own sentence, all else stays with us."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, asyncpg.QueryCanceledError):
        return Timeout()
    if isinstance(error, AWAY):
        log.warning("database away", request_id=request_id, failure=repr(error))
        return Unavailable(seconds=1)
    log.exception("unexpected", request_id=request_id, exc_info=error)
    return Internal()


def code_of(refusal: Refusal) -> str:
    """The code of the contract's closed list that a refusal falls under."""
    for family in (BadUserInput, NotFound, Conflict, Forbidden):
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
    extensions: Rendered = {"code": code, "requestId": request_id, "docUrl": f"{DOCS}#{code.lower()}"}
    if coordinate:
        extensions["coordinate"] = coordinate
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
    refusal = cause if isinstance(cause, Refusal) else kind(problem=error.message)
    locations = error.formatted.get("locations")
    return rendered(refusal, language, request_id, path=error.path, locations=locations)


def refusals(refused: Mapping[str, tuple[str, ...]], language: str, request_id: str) -> list[Rendered]:
    """One FORBIDDEN a coordinate that the viewer's roles may not read."""
    return [
        rendered(Forbidden(), language, request_id, path=path, coordinate=coordinate)
        for coordinate, path in refused.items()
    ]
