"""GraphQL over HTTP, to the letter (graphql.github.io/graphql-over-http): from ASGI to an answer and back."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from jenjang.core.errors import BadUserInput, Refusal, Unauthenticated
from jenjang.core.language import preferred
from jenjang.core.permission import Viewer
from jenjang.graph import errors
from jenjang.graph.answer import Answer
from jenjang.graph.metrics import REQUESTS
from jenjang.graph.operate import Operator, Request
from jenjang.graph.over_http import (
    GRAPHQL,
    JSON,
    Headers,
    accepted,
    headers_of,
    is_json,
    request_id_of,
    status_of,
)

KEY = re.compile(r'(?P<quote>"?)(?P<key>[\w.:-]{1,128})(?P=quote)', re.ASCII)
PARAMETERS = 10
"""Of a GET request."""
BODY = 256 * 1024
"""Bytes of a request's body: a document of 32 KB, and its variables."""


class Door(Protocol):
    """Who lets viewers in."""

    async def viewer(self, authorization: Sequence[str], place: str | None) -> Viewer: ...


class NotJson(BadUserInput):
    """Send a POST with Content-Type: application/json and a JSON object as its body."""


class NotAcceptable(BadUserInput):
    """We can answer in application/graphql-response+json or application/json."""


class MethodNotAllowed(BadUserInput):
    """Send a POST, or a GET for a query."""


class BodyTooLarge(BadUserInput):
    """The body is larger than 256 KB."""


class NoDocument(BadUserInput):
    """Send the document as `query`, or the sha256 of a known one as `documentId`."""


class BodyMalformed(BadUserInput):
    """The body is not a JSON object in UTF-8."""


class ObjectWanted(BadUserInput):
    """`{name}` is to be a JSON object."""


class StringWanted(BadUserInput):
    """`{name}` is to be a string."""


class DigestMismatch(BadUserInput):
    """The id of the document is not the sha256 of the text that came with it."""


class TooManyParameters(BadUserInput):
    """The address of a GET holds at most {limit} parameters."""


class IdempotencyKeyMalformed(BadUserInput):
    """An Idempotency-Key is 1 to 128 letters, digits and - _ . : characters, such as a UUID."""


class PersistedQueryNotFound(errors.PersistedDocumentNotFound):
    """PersistedQueryNotFound"""


class DocumentNotRegistered(errors.PersistedDocumentNotFound):
    """Only registered documents are answered here: this text is none of them, letter by letter."""


STATUS: Mapping[type[Refusal], int] = {
    NotJson: 415,
    NotAcceptable: 406,
    MethodNotAllowed: 405,
    BodyTooLarge: 413,
    Unauthenticated: 401,
}


class GraphQLView:
    """The ASGI application at /graphql, and for one government at /t/{tenant}/graphql."""

    def __init__(
        self,
        door: Door,
        operator: Operator,
        zones: Mapping[str, str],
        registered: frozenset[str] = frozenset(),
        about: str = "",
    ) -> None:
        """`about`: where it is told whose tokens are taken (RFC 9728), without our own path."""
        self.door = door
        self.operator = operator
        self.zones = zones
        self.registered = registered
        self.about = about

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers.of(scope)
        request_id = request_id_of(headers.get(b"x-request-id"))
        language = preferred(headers.get(b"accept-language"))
        media = accepted(headers.get(b"accept"))
        place = scope.get("path_params", {}).get("tenant")
        try:
            viewer = await self.door.viewer(headers.authorization, place)
            asked = await self.asked(scope, receive, headers, media)
            answer = await self.operator.answer(
                self.request(asked, scope, viewer, headers, language, request_id)
            )
            status = status_of(answer, media or JSON)
        except ClientDisconnect:
            return
        except Exception as error:  # The edge: whatever it is becomes an answer.
            answer, status = self.refusal(error, language, request_id, media)
        REQUESTS.labels(answer.code or "OK").inc()
        told = headers_of(answer, status, media or JSON, request_id, language)
        await self.give(send, answer, status, told, place, bad_token=bool(headers.authorization))

    def refusal(
        self, error: Exception, language: str, request_id: str, media: str | None
    ) -> tuple[Answer, int]:
        """Whatever went wrong as an answer, and its status."""
        refusal = errors.told(error, request_id)
        answer = Answer(None, [errors.rendered(refusal, language, request_id)])
        well_formed = isinstance(refusal, errors.PersistedDocumentNotFound)
        return answer, STATUS.get(type(refusal)) or status_of(
            answer, media or JSON if well_formed else GRAPHQL
        )

    async def give(
        self,
        send: Send,
        answer: Answer,
        status: int,
        told: list[tuple[bytes, bytes]],
        place: str | None,
        *,
        bad_token: bool,
    ) -> None:
        """Send it; who must sign in is told where."""
        if status == 401:
            told.append((b"www-authenticate", self._challenge(place, bad_token=bad_token)))
        body = answer.body()
        told.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": body})

    def _challenge(self, place: str | None, *, bad_token: bool) -> bytes:
        """RFC 6750 §3.1: who came without a token is not told that it is bad."""
        error = ' error="invalid_token"' if bad_token else ""
        path = f"/t/{place}/graphql" if place in self.zones else "/graphql"
        about = f' resource_metadata="{self.about}{path}"' if self.about else ""
        told = ",".join(one for one in (error, about) if one)
        return f"Bearer{told}".encode()

    async def asked(
        self, scope: Scope, receive: Receive, headers: Headers, media: str | None
    ) -> dict[str, Any]:  # Any: the client's JSON.
        """The request's parameters, once it is clear that it can be answered at all."""
        if not media:
            raise NotAcceptable
        if scope["method"] == "GET":
            return from_query(scope["query_string"])
        if scope["method"] != "POST":
            raise MethodNotAllowed
        if not is_json(headers.get(b"content-type")):
            raise NotJson
        try:
            found = orjson.loads(await body_of(receive))
        except orjson.JSONDecodeError:
            raise BodyMalformed from None
        if not isinstance(found, dict):
            raise BodyMalformed
        return found

    def request(
        self,
        asked: dict[str, Any],  # Any: the client's JSON.
        scope: Scope,
        viewer: Viewer,
        headers: Headers,
        language: str,
        request_id: str,
    ) -> Request:
        source, digest = self.document(asked, viewer)
        return Request(
            viewer=viewer,
            source=source,
            variables=_object(asked, "variables"),
            operation_name=_string(asked, "operationName"),
            language=language,
            request_id=request_id,
            zone=self.zones[viewer.tenant],
            idempotency_key=idempotency_key(headers.get(b"idempotency-key")),
            reading_only=scope["method"] == "GET",
            keep_as=digest,
        )

    def document(
        self,
        asked: dict[str, Any],  # Any: the client's JSON.
        viewer: Viewer,
    ) -> tuple[str, str | None]:
        """The document's text, sent along or known by its sha256; and the sha256 to keep it under."""
        source = _string(asked, "query")
        document_id = _string(asked, "documentId")
        persisted = _object(_object(asked, "extensions"), "persistedQuery")
        digest = document_id or _string(persisted, "sha256Hash")
        if not source and not digest:
            raise NoDocument("query")
        digest = digest.removeprefix("sha256:").lower() if digest else None
        library = self.operator.library
        strict = viewer.registered_documents or viewer.tenant in self.registered
        if source and digest and digest != digest_of(source):
            raise DigestMismatch("documentId")
        if strict:
            found = library.registered.get(digest or digest_of(source or ""))
        else:
            found = source or library.registered.get(digest or "") or library.sent_by(viewer.tenant, digest)
        if found:
            return found, digest if source and not strict else None
        if source:
            raise DocumentNotRegistered
        raise errors.PersistedDocumentNotFound if document_id else PersistedQueryNotFound


def from_query(query_string: bytes) -> dict[str, Any]:  # Any: the client's JSON.
    """A GET request's parameters; `variables` and `extensions` are JSON in the address."""
    try:
        found: dict[str, Any] = dict(parse_qsl(query_string.decode("latin-1"), max_num_fields=PARAMETERS))
    except ValueError:
        raise TooManyParameters(limit=PARAMETERS) from None
    for name in ("variables", "extensions"):
        if name in found:
            try:
                found[name] = orjson.loads(found[name])
            except orjson.JSONDecodeError:
                raise ObjectWanted(name, name=name) from None
    return found


async def body_of(receive: Receive) -> bytes:
    """The whole body.

    Raises BodyTooLarge as soon as it is, ClientDisconnect where the client has gone.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BODY:
            raise BodyTooLarge
        if not message.get("more_body"):
            return b"".join(parts)


def _object(asked: dict[str, Any], name: str) -> dict[str, Any]:  # Any: the client's JSON.
    value = asked.get(name)
    if value is not None and not isinstance(value, dict):
        raise ObjectWanted(name, name=name)
    return value or {}


def _string(asked: dict[str, Any], name: str) -> str | None:  # Any: the client's JSON.
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise StringWanted(name, name=name)
    return value


def digest_of(source: str) -> str:
    return hashlib.sha256(source.encode(errors="replace")).hexdigest()


def idempotency_key(given: str | None) -> str | None:
    """The key, bare or as a quoted string (draft-ietf-httpapi-idempotency-key-header).

    Raises IdempotencyKeyMalformed.
    """
    if given is None:
        return None
    found = KEY.fullmatch(given.strip())
    if not found:
        raise IdempotencyKeyMalformed
    return found["key"]
