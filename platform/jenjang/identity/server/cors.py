"""Applications in browsers, of whatever origin, may ask with a bearer token: no cookie counts there."""

from collections.abc import Awaitable, Callable

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

SENT = ("Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id")
"""Headers that a request may bring, besides those that every request may."""
SHOWN = (
    "Idempotency-Replayed",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-Id",
)
"""Headers of an answer that an application may read."""
HOUR = 3600
"""Seconds that a browser remembers what it may ask."""


def open_to_browsers(app: ASGIApp, *methods: str) -> CORSMiddleware:
    """The same for pages of other origins, without their cookies (RFC 9700 §2.6, Fetch §3.3)."""
    return CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=methods,
        allow_headers=SENT,
        expose_headers=SHOWN,
        max_age=HOUR,
    )


def open_route(path: str, endpoint: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    """A route for them; without `methods` it is only read."""
    inner = Route(path, endpoint, methods=methods or ("GET",))
    return Route(path, open_to_browsers(inner.handle, *methods or ("GET",)))
