"""`jenjang demo`: from nothing to a served API, on engines of its own, in one process."""

import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from uvicorn.importer import import_from_string

from jenjang.core.settings import Settings
from jenjang.database.roles import as_role
from jenjang.demo.engines import Engines, embedded
from jenjang.demo.leaflet import leaflet, line
from jenjang.demo.place import HOST, folder_for, listening
from jenjang.demo.regions import settle_all
from jenjang.operations.commands import FRONT_DOOR, GRACE
from jenjang.operations.installation import set_up

app = typer.Typer()
DATABASE = "jenjang"
ENDING = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Progress:
    """Tells on stderr what was done, and how many seconds after the start."""

    console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    began: float = field(default_factory=time.monotonic)

    def __call__(self, sentence: str) -> None:
        self.console.print(f"[dim]{time.monotonic() - self.began:5.1f} s[/]  {sentence}", soft_wrap=True)


class Server(uvicorn.Server):
    """A server that says when it has begun to answer."""

    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._begun()


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port to listen on, of this machine only.")] = 8000,
    data: Annotated[Path, typer.Option(help="The folder to keep the demo's data in.")] = Path(
        ".jenjang/demo"
    ),
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what an earlier demo kept.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what to paste as one line of JSON.")] = False,
) -> None:
    """Five regional governments behind one GraphQL API: engines, people, tokens. Ctrl-C ends it."""
    tell = Progress()
    for wanted in ENDING:
        signal.signal(wanted, _leave)
    folder = folder_for(data)
    try:
        with listening(port) as door, embedded(folder, fresh=fresh) as engines:
            tell("PostgreSQL and Valkey run.")
            settings = settings_of(engines, folder, port)
            set_up(settings.model_copy(update={"superuser_url": engines.superuser_url}), tell)
            brochure = settle_all(settings, folder, tell)
            serve(settings, door, lambda: _print(leaflet(brochure), line(brochure), as_json=as_json))
    except KeyboardInterrupt:
        tell("Ended; the data stays for the next start.")


def settings_of(engines: Engines, folder: Path, port: int) -> Settings:
    """Settings for a server on these engines; where tenants and contract are, the environment may say."""
    return Settings(
        database_url=as_role(engines.superuser_url, "jenjang_app", DATABASE),
        owner_url=as_role(engines.superuser_url, "jenjang_owner", DATABASE),
        worker_url=as_role(engines.superuser_url, "jenjang_worker", DATABASE),
        redis_url=engines.redis_url,
        public_url=f"http://{HOST}:{port}",
        keys=folder / "keys",
        demo=True,
    )


def serve(settings: Settings, door: socket.socket, begun: Callable[[], None]) -> None:
    """Serve through an open door until Ctrl-C or SIGTERM; say when it has begun."""
    front = import_from_string(FRONT_DOOR)(settings)
    config = uvicorn.Config(
        front,
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    Server(config, begun).run([door])


def _print(text: str, json_line: str, *, as_json: bool) -> None:
    sys.stdout.write((json_line if as_json else text) + "\n")
    sys.stdout.flush()


def _leave(_signal: int, _frame: object) -> None:
    """End once: the engines are ended in order on the way out, however often we are told."""
    for wanted in ENDING:
        signal.signal(wanted, signal.SIG_IGN)
    raise KeyboardInterrupt
