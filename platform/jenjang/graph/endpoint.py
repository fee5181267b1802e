"""GraphQL over HTTP, to the letter (graphql.github.io/graphql-over-http): from ASGI to an answer and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from secrets import token_hex
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
from jenjang.graph.operate import Operator, Request

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
BODY = 256 * 1024
"""Bytes of a request's body: a document of 32 KB, and its variables."""


class Door(Protocol):
    """Who lets viewers in."""

    async def viewer(self, authorization: Sequence[str]) -> Viewer: ...


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


class Malformed(BadUserInput):
    """`{name}` is to be {kind}."""


STATUS: Mapping[type[Refusal], int] = {
    NotJson: 415,
    NotAcceptable: 406,
    MethodNotAllowed: 405,
    BodyTooLarge: 413,
    Unauthenticated: 401,
}
CODES = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "RATE_LIMITED": 429,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
    "INTERNAL": 500,
}
ALWAYS = frozenset({401, 403, 429, 503})
"""Told by status even to a client that accepts only application/json, for proxies act on them."""


@dataclass(slots=True)
class Headers:
    """The request headers that matter, read in one pass."""

    authorization: list[str]
    values: dict[bytes, str]

    @classmethod
    def of(cls, scope: Scope) -> "Headers":
        authorization: list[str] = []
        values: dict[bytes, str] = {}
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization.append(value.decode("latin-1"))
            else:
                values.setdefault(name, value.decode("latin-1"))
        return cls(authorization, values)

    def get(self, name: bytes) -> str | None:
        return self.values.get(name)


class GraphQLView:
    """The ASGI application at /graphql."""

    def __init__(self, door: Door, operator: Operator, zones: Mapping[str, str]) -> None:
        self.door = door
        self.operator = operator
        self.zones = zones
        self.challenge = b'Bearer error="invalid_token"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers.of(scope)
        request_id = _request_id(headers.get(b"x-request-id"))
        language = preferred(headers.get(b"accept-language"))
        media = JSON
        try:
            viewer = await self.door.viewer(headers.authorization)
            media = accepted(headers.get(b"accept"))
            asked = await self.asked(scope, receive, headers)
            answer = await self.operator.answer(
                self.request(asked, scope, viewer, headers, language, request_id)
            )
            status = status_of(answer, media)
        except ClientDisconnect:
            return
        except Exception as error:  # The edge: whatever it is becomes an answer.
            refusal = errors.told(error, request_id)
            answer = Answer(None, [errors.rendered(refusal, language, request_id)])
            status = STATUS.get(type(refusal)) or CODES.get(refusal.code, 400)
        await self.send(send, answer, status, media, request_id, language)

    async def asked(self, scope: Scope, receive: Receive, headers: Headers) -> dict[str, Any]:
        """The request's parameters. Any: the client's JSON."""
        if scope["method"] == "GET":
            return from_query(scope["query_string"])
        if scope["method"] != "POST":
            raise MethodNotAllowed
        if not is_json(headers.get(b"content-type")):
            raise NotJson
        try:
            found = orjson.loads(await body_of(receive))
        except orjson.JSONDecodeError:
            raise Malformed(name="body", kind="JSON in UTF-8") from None
        if not isinstance(found, dict):
            raise Malformed(name="body", kind="a JSON object")
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
        extensions = _part(asked, "extensions", dict, "an object") or {}
        return Request(
            viewer=viewer,
            source=self.document(asked, extensions),
            variables=_part(asked, "variables", dict, "an object") or {},
            operation_name=_part(asked, "operationName", str, "a string"),
            language=language,
            request_id=request_id,
            zone=self.zones[viewer.tenant],
            idempotency_key=headers.get(b"idempotency-key"),
            reading_only=scope["method"] == "GET",
        )

    def document(self, asked: dict[str, Any], extensions: dict[str, Any]) -> str:  # Any: the client's JSON.
        """The document's text, sent along or known by its sha256."""
        source: str | None = _part(asked, "query", str, "a string")
        persisted = extensions.get("persistedQuery")
        digest = asked.get("documentId") or (persisted or {}).get("sha256Hash") if _ok(persisted) else None
        if not isinstance(digest, str):
            if not source:
                raise NoDocument("query")
            return source
        digest = digest.removeprefix("sha256:").lower()
        if source:
            if not self.operator.library.persist(digest, source):
                raise Malformed(name="documentId", kind="the sha256 of the document that came with it")
            return source
        known = self.operator.library.persisted(digest)
        if not known:
            raise errors.PersistedDocumentNotFound
        return known

    async def send(
        self, send: Send, answer: Answer, status: int, media: str, request_id: str, language: str
    ) -> None:
        body = answer.body()
        headers = [
            (b"content-type", f"{media}; charset=utf-8".encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"vary", b"Accept, Accept-Language, Authorization"),
            (b"content-language", language.encode()),
            (b"x-request-id", request_id.encode()),
            (b"x-content-type-options", b"nosniff"),
        ]
        if allowance := answer.allowance:
            headers.append(
                (b"ratelimit", f'"cost";r={allowance.remaining};t={allowance.reset_seconds}'.encode())
            )
            headers.append((b"ratelimit-policy", f'"cost";q={allowance.limit};w=60'.encode()))
        if answer.replayed:
            headers.append((b"idempotency-replayed", b"true"))
        if status == 401:
            headers.append((b"www-authenticate", self.challenge))
        if status == 405:
            headers.append((b"allow", b"GET, POST"))
        after = answer.errors[0]["extensions"].get("retryAfter") if answer.errors else None
        if after is not None:
            headers.append((b"retry-after", str(after).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def status_of(answer: Answer, media: str) -> int:
    """200 for whatever was executed; else what the error says, where the media type lets it be told."""
    if answer.data is not None or not answer.code:
        return 200
    status = CODES.get(answer.code, 400)
    if media == GRAPHQL or status in ALWAYS or answer.code in ("INTERNAL", "TIMEOUT"):
        return status
    return 200


@lru_cache(maxsize=256)
def accepted(accept: str | None) -> str:
    """The media type to answer in, by the Accept header.

    Raises NotAcceptable where neither of ours will do.
    """
    if accept is None or not accept.strip():
        return JSON
    weights = {}
    for part in accept.split(","):
        name, *parameters = [one.strip().lower() for one in part.split(";")]
        weights[name] = next((_weight(one) for one in parameters if one.startswith("q=")), 1.0)
    wildcard = max((weights.get(name, 0.0) for name in ("*/*", "application/*")), default=0.0)
    graphql, json = weights.get(GRAPHQL, 0.0), weights.get(JSON, wildcard)
    if graphql >= json and graphql:
        return GRAPHQL
    if json:
        return JSON
    raise NotAcceptable


def _weight(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0


@lru_cache(maxsize=256)
def is_json(content_type: str | None) -> bool:
    kind, *parameters = [one.strip().lower() for one in (content_type or "").split(";")]
    charset = next((one for one in parameters if one.startswith("charset=")), "charset=utf-8")
    return kind in (JSON, GRAPHQL) and charset.replace('"', "") in ("charset=utf-8", "charset=utf8")


def from_query(query_string: bytes) -> dict[str, Any]:  # Any: the client's JSON.
    """A GET request's parameters; `variables` and `extensions` are JSON in the address."""
    found: dict[str, Any] = dict(parse_qsl(query_string.decode("latin-1")))
    for name in ("variables", "extensions"):
        if name in found:
            try:
                found[name] = orjson.loads(found[name])
            except orjson.JSONDecodeError:
                raise Malformed(name=name, kind="a JSON object") from None
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


def _part(asked: dict[str, Any], name: str, kind: type, words: str) -> Any:  # Any: the client's JSON.
    value = asked.get(name)
    if value is not None and not isinstance(value, kind):
        raise Malformed(name, name=name, kind=words)
    return value


def _ok(persisted: object) -> bool:
    if persisted is None or isinstance(persisted, dict):
        return True
    raise Malformed("extensions", name="extensions.persistedQuery", kind="an object")


def _request_id(given: str | None) -> str:
    """The caller's own id where it is harmless, else a new one."""
    if given and len(given) <= 64 and given.isascii() and given.replace("-", "").replace("_", "").isalnum():
        return given
    return token_hex(16)
