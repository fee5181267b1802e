"""`jenjang events`: what one domain told the others and could not be delivered, and to try it again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core.errors import Refusal
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.core.terminal import show
from jenjang.database.engine import bound, engine
from jenjang.database.reach import reached
from jenjang.events.outbox import listed, retry
from jenjang.graph.scalars import encode_id
from jenjang.handlers import HANDLERS
from jenjang.operations.house import as_house
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.listed import named

app = typer.Typer()
events = typer.Typer(help="What domains tell each other: list, try again.", no_args_is_help=True)
app.add_typer(events, name="events")
MOST = 200
"""Events that are listed of a government."""


class NoFailedEvent(Refusal):
    """{tenant} has no event {event} that was set aside: `jenjang events list --failed` shows those it has."""


Code = Annotated[str, typer.Argument(help="The government's code.")]


@events.command("list")
def list_them(
    code: Annotated[str | None, typer.Argument(help="The government's code; without, all of them.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only those set aside.")] = False,
) -> None:
    """Show events that aren't delivered: those nobody took up yet, and those that failed too often."""
    settings = Settings()
    known = catalogue(settings.tenants)
    codes = [named(settings, known, code).code] if code else list(known)
    with reached():
        found = asyncio.run(_listed(settings, codes, failed))
    table = Table("government", "event", "name", "about", "told", "tries", "error", "set aside")
    for tenant, row in found:
        table.add_row(
            tenant,
            str(row.id),
            row.name,
            encode_id(row.about_type, row.about_id),
            f"{row.made_at:%Y-%m-%d %H:%M}",
            str(row.tries),
            row.error or "",
            f"{row.failed_at:%Y-%m-%d %H:%M}" if row.failed_at else "",
        )
    show(table, whole=True)


@events.command("retry")
def retry_them(
    code: Code,
    ids: Annotated[list[UUID] | None, typer.Argument(help="Their ids; without any, all set aside.")] = None,
) -> None:
    """Let events that were set aside be delivered again; the worker does it at once."""
    settings = Settings()
    tenant = named(settings, catalogue(settings.tenants), code).code
    with reached():
        count = asyncio.run(_retry(settings, tenant, ids or []))
    typer.echo(f"{count} will be tried again.")


async def _listed(
    settings: Settings, codes: Sequence[str], failed: bool
) -> list[tuple[str, Row[Any]]]:  # Any: columns.
    found = list[tuple[str, Row[Any]]]()  # Any: as above.
    async with _as_worker(settings) as database:
        for code in codes:
            async with bound(database, code) as session:
                found += [(code, row) for row in await listed(session, HANDLERS, failed=failed, most=MOST)]
    return found


async def _retry(settings: Settings, tenant: str, ids: Sequence[UUID]) -> int:
    """Let them be tried again, and say so in the chain of deeds; their number. Raises NoFailedEvent."""
    async with (
        _as_worker(settings) as database,
        as_house(database, tenant, Vault(settings.keys)) as context,
    ):
        found = await retry(context.session, ids) if context else []
        if missing := [one for one in ids if one not in found]:
            raise NoFailedEvent(tenant=tenant, event=missing[0])
        if context and found:
            about = [encode_id("Event", one) for one in found]
            await enter(context.session, Deed.by(context, "events retry", about))
        return len(found)


@asynccontextmanager
async def _as_worker(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """The worker's role may read and change events; it is the one that delivers them."""
    database = engine(settings.worker_url, connections=1)
    try:
        yield database
    finally:
        await database.dispose()
