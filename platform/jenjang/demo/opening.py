"""What the demo does once its engines run: tables, governments, people, personas; then serve and work."""

import asyncio
import gc
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import uvicorn
from uvicorn.importer import import_from_string

from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.database.roles import as_role
from jenjang.demo.beside import beside
from jenjang.demo.engines import Engines
from jenjang.demo.leaflet import Brochure
from jenjang.demo.place import HOST
from jenjang.demo.regions import settle_all
from jenjang.operations.commands import FRONT_DOOR, GRACE
from jenjang.operations.installation import Tell, set_up
from jenjang.operations.worker import work_until
from jenjang.tenancy.catalogue import catalogue

DATABASE = "jenjang"
SWITCHING = 0.005
"""Seconds after which a thread makes way for another: Python's own value, which loading had lowered."""


class Server(uvicorn.Server):
    """A server that says when it has begun to answer, and then does the worker's work as well.

    Beside it in one loop: a process of its own would take as long to start as all the rest of the demo.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        begun: Callable[[], None],
        work: Callable[[asyncio.Event], Awaitable[None]],
    ) -> None:
        super().__init__(config)
        self._begun = begun
        self._work = work
        self._stop = asyncio.Event()
        self._working: asyncio.Future[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._begun()
            self._working = asyncio.ensure_future(self._work(self._stop))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stop.set()
        await super().shutdown(sockets)
        if self._working:
            await self._working


def load_front_door() -> None:
    """Load what will serve; processes forked afterwards have it, too."""
    import_from_string(FRONT_DOOR)


@dataclass(frozen=True, slots=True)
class Opening:
    """A demo on its way to being served."""

    settings: Settings
    folder: Path
    tell: Tell

    @classmethod
    def on(cls, engines: Engines, folder: Path, port: int, tell: Tell) -> Self:
        """On these engines; where tenants and contract are, the environment may say."""
        settings = Settings(
            database_url=as_role(engines.superuser_url, "jenjang_app", DATABASE),
            owner_url=as_role(engines.superuser_url, "jenjang_owner", DATABASE),
            worker_url=as_role(engines.superuser_url, "jenjang_worker", DATABASE),
            redis_url=engines.redis_url,
            public_url=f"http://{HOST}:{port}",
            keys=folder / "keys",
            demo=True,
        )
        return cls(settings, folder, tell)

    def furnish(self, superuser_url: str) -> None:
        """Bring database and tables to the newest shape."""
        set_up(self.settings.model_copy(update={"superuser_url": superuser_url}), self.tell)

    def people_regions(self) -> Brochure:
        """Bring every region to where it can be queried. Raises IsolationBroken: then nothing is served."""
        return settle_all(self.settings, self.folder, self.tell)

    def remembering(self) -> AbstractContextManager[Callable[[], None]]:
        """A process that brings in the regions' appraisals, once it is told that the API answers."""
        return beside(self.settings, self.tell)

    def serve(self, door: socket.socket, begun: Callable[[], None]) -> None:
        """Serve through an open door until Ctrl-C or SIGTERM; say when it has begun."""
        gc.enable()
        sys.setswitchinterval(SWITCHING)
        config = uvicorn.Config(
            import_from_string(FRONT_DOOR)(self.settings),
            loop="uvloop",
            http="httptools",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
        Server(config, begun, self._work).run([door])

    async def _work(self, stop: asyncio.Event) -> None:
        """Close cycles, remind and forget, as the worker does."""
        vault = Vault(self.settings.keys)
        await work_until(stop, self.settings.worker_url, catalogue(self.settings.tenants), vault)
