"""What HTTP says around an answer: media types, headers of a request and of an answer, statuses."""

from dataclasses import dataclass
from functools import lru_cache
from secrets import token_hex

from starlette.types import Scope

from jenjang.graph.answer import Answer
from jenjang.graph.operate import OnlyReading

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
CODES = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    OnlyReading.code: 405,
    "RATE_LIMITED": 429,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
    "INTERNAL": 500,
    "PDF_NOT_INSTALLED": 501,
}
ALWAYS = frozenset({401, 403, 405, 429, 500, 503, 504})
"""Told by status even to a client that accepts only application/json, for others act on them."""


@dataclass(slots=True)
class Headers:
    """The request headers, the first of each name; every `Authorization`."""

    authorization: list[str]
    values: dict[bytes, bytes]

    @classmethod
    def of(cls, scope: Scope) -> "Headers":
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        authorization = [value.decode("latin-1") for name, value in headers if name == b"authorization"]
        return cls(authorization, dict(reversed(headers)))

    def get(self, name: bytes) -> str | None:
        value = self.values.get(name)
        return value.decode("latin-1") if value is not None else None


def headers_of(
    answer: Answer, status: int, media: str, request_id: str, language: str
) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-type", f"{media}; charset=utf-8".encode()),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept, Accept-Language, Authorization"),
        (b"content-language", language.encode()),
        (b"x-request-id", request_id.encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    if allowance := answer.allowance:
        left = f'"cost";r={allowance.remaining};t={allowance.reset_seconds}'
        headers.append((b"ratelimit", left.encode()))
        policy = f'"cost";q={allowance.limit};w={allowance.window}'
        headers.append((b"ratelimit-policy", policy.encode()))
    if answer.replayed:
        headers.append((b"idempotency-replayed", b"true"))
    if status == 405:
        headers.append((b"allow", b"POST" if answer.reason == OnlyReading.code else b"GET, POST"))
    if (after := answer.retry_after) is not None:
        headers.append((b"retry-after", str(after).encode()))
    return headers


def status_of(answer: Answer, media: str) -> int:
    """200 for whatever was executed; else what the error says, where the media type lets it be told."""
    if answer.data is not None or not answer.code:
        return 200
    status = CODES.get(answer.reason or "") or CODES.get(answer.code, 400)
    return status if media == GRAPHQL or status in ALWAYS else 200


@lru_cache(maxsize=256)
def accepted(accept: str | None) -> str | None:
    """The media type to answer in, by the Accept header; None where neither of ours will do."""
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
    return JSON if json else None


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


def request_id_of(given: str | None) -> str:
    """The caller's own id where it is harmless, else a new one."""
    if given and len(given) <= 64 and given.isascii() and given.replace("-", "").replace("_", "").isalnum():
        return given
    return token_hex(16)
