"""A POST of JSON straight to an application: what httpx hands it, without what its client does besides.

A client's own work (URLs, cookies, redirects) is a third of a short request, and thousands are sent.
"""

import asyncio
import json
from collections.abc import Mapping

import httpx2
from starlette.applications import Starlette
from starlette.types import Message, Scope


async def post(
    app: Starlette, client: httpx2.AsyncClient, path: str, sent: object, headers: Mapping[str, str]
) -> httpx2.Response:
    """The answer to `sent` as JSON at a path, with the headers that the client would send along."""
    body = json.dumps(sent, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    exchange = _Exchange(body)
    await app(_scope(client, path, body, headers), exchange.receive, exchange.send)
    assert exchange.is_over.is_set()
    return httpx2.Response(exchange.status, headers=exchange.headers, content=b"".join(exchange.parts))


def _scope(client: httpx2.AsyncClient, path: str, body: bytes, headers: Mapping[str, str]) -> Scope:
    url = client.base_url
    named = {b"host": url.netloc} | {name.lower(): value for name, value in client.headers.raw}
    named |= {b"content-length": b"%d" % len(body), b"content-type": b"application/json"}
    named |= {name.lower().encode(): value.encode() for name, value in headers.items()}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "headers": list(named.items()),
        "scheme": url.scheme,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "server": (url.host, url.port),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }


class _Exchange:
    """What the application is given of a request, and what it gave in answer."""

    def __init__(self, body: bytes) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.parts: list[bytes] = []
        self.is_over = asyncio.Event()
        self._left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive(self) -> Message:
        """The body; then, once there is an answer, that nobody listens any more."""
        if self._left:
            return self._left.pop()
        await self.is_over.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
            return
        self.parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            self.is_over.set()
