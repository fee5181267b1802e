"""`jenjang serve`, `worker` and `migrate`."""

import asyncio
from typing import Annotated

import typer
import uvicorn

from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.database.reach import reached
from jenjang.operations.installation import set_up
from jenjang.operations.worker import work
from jenjang.tenancy.catalogue import catalogue

app = typer.Typer()

FRONT_DOOR = "jenjang.app:create_app"
"""Named, not imported: the front door stands above all, and is opened by the server."""
GRACE = 10
"""Seconds that requests in flight have to end after SIGTERM."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes; one a core does well.")] = 1,
) -> None:
    """Serve the API on what JENJANG_… variables name. SIGTERM lets requests in flight end."""
    uvicorn.run(
        FRONT_DOOR,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="httptools",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


@app.command()
def worker() -> None:
    """Work in the background, as the role jenjang_worker (JENJANG_WORKER_URL), until SIGTERM."""
    settings = Settings()
    asyncio.run(work(settings.worker_url, catalogue(settings.tenants), Vault(settings.keys)))


@app.command()
def migrate() -> None:
    """Create what is missing, bring tables, national lists and rules up to this release."""
    with reached():
        set_up(Settings(), tell=typer.echo)
