"""What the servers that we measure against share: who may come in, and the answer's way out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

from starlette.types import Receive, Scope, Send

from jenjang.core.permission import Viewer
from jenjang.core.settings import Settings
from jenjang.database.pool import Shelf
from jenjang.identity.accounts import Accounts
from jenjang.identity.gate import Gate
from jenjang.identity.issuers import issuers_of
from jenjang.organisation.actions.leading import LED_UNITS, UNITS_BELOW
from jenjang.organisation.actions.superiors import NAMED
from jenjang.tenancy.catalogue import catalogue

ZONE = "Asia/Jakarta"


class Door:
    """The product's gate, whose findings are kept for good: no hand-written server could ask less."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.kept: dict[bytes, Viewer] = {}

    async def viewer(self, scope: Scope) -> Viewer:
        header: bytes = next(value for name, value in scope["headers"] if name == b"authorization")
        mark = sha256(header).digest()
        viewer = self.kept.get(mark)
        if viewer is None:
            viewer = self.kept[mark] = await self.gate.viewer([header.decode()])
        return viewer


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Door]:
    """The door of a world."""
    governments = catalogue(settings.tenants)
    shelf = Shelf(settings.database_url, 2, 5000)
    zones = dict.fromkeys(governments, ZONE)
    yield Door(
        Gate(
            issuers_of(governments.values(), settings), Accounts(shelf, LED_UNITS, UNITS_BELOW, NAMED), zones
        )
    )
    await shelf.close()


async def body_of(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def answer(send: Send, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
