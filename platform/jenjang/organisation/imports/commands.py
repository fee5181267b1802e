"""`jenjang import`: bring a file in, try it, or undo it, as the house's own administrator."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from sqlalchemy import select

from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core import clock
from jenjang.core.context import Context
from jenjang.core.errors import Refusal
from jenjang.core.permission import HOUSE_ACCOUNT, Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.core.terminal import counted, show
from jenjang.database.engine import bound, engine
from jenjang.database.reach import reached
from jenjang.graph.scalars import encode_id
from jenjang.organisation.imports.batches import import_file
from jenjang.organisation.imports.columns import RowRefusal
from jenjang.organisation.imports.models import ImportBatch, ImportRefusal
from jenjang.organisation.imports.undoing import undo_batch
from jenjang.organisation.terms import ImportKind, ImportState
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.listed import named
from jenjang.tenancy.models import Tenant
from jenjang.tenancy.provisioning import TenantNotProvisioned

T = TypeVar("T")
STATEMENT_TIMEOUT = 60_000
"""Milliseconds a statement of an import may take: nobody waits for it behind a web page."""
SHOWN = 50
"""How many refusals are shown; all are kept with the batch."""


class Refused(NamedTuple):
    """A refused row as it is shown."""

    row: int
    column: str | None
    code: str
    sentence: str


app = typer.Typer()
imports = typer.Typer(help="Bring units, positions, people and their histories in.", no_args_is_help=True)
app.add_typer(imports, name="import")
File = Annotated[Path, typer.Argument(help="A CSV, XLSX or JSON file.", exists=True, dir_okay=False)]
TenantCode = Annotated[str, typer.Option("--tenant", help="The government's code, as `jenjang tenant list`.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check every row, and apply nothing.")]


@imports.command()
def units(file: File, tenant: TenantCode, dry_run: DryRun = False) -> None:
    """Units: SIASN's ref-unor with KodeWilayah and TMT; once more for PemimpinPnsId, after the people."""
    bring_in(ImportKind.UNITS, file, tenant, dry_run)


@imports.command()
def positions(file: File, tenant: TenantCode, dry_run: DryRun = False) -> None:
    """Positions: the establishment's list (peta jabatan)."""
    bring_in(ImportKind.POSITIONS, file, tenant, dry_run)


@imports.command()
def people(file: File, tenant: TenantCode, dry_run: DryRun = False) -> None:
    """People: SIASN's employee file."""
    bring_in(ImportKind.PEOPLE, file, tenant, dry_run)


@imports.command()
def ranks(file: File, tenant: TenantCode, dry_run: DryRun = False) -> None:
    """Ranks held: SIASN's rw-golongan."""
    bring_in(ImportKind.RANKS, file, tenant, dry_run)


@imports.command()
def placements(file: File, tenant: TenantCode, dry_run: DryRun = False) -> None:
    """Positions held: SIASN's rw-jabatan."""
    bring_in(ImportKind.PLACEMENTS, file, tenant, dry_run)


@imports.command()
def undo(
    batch: Annotated[UUID, typer.Argument(help="The batch that the import printed.")], tenant: TenantCode
) -> None:
    """Put everything a file did back to what it was, if nobody has built on it since."""

    async def undone(context: Context) -> ImportBatch:
        found = await undo_batch(context, batch)
        await _note(context, "import undo", found)
        return found

    with reached():
        found = asyncio.run(_within(tenant, undone))
    typer.echo(f"{found.file_name} is undone.")


def bring_in(kind: ImportKind, file: Path, tenant: str, dry_run: bool) -> None:
    """Bring a file in, or try it, and show what became of it; ends with 1 where rows are refused."""
    console, content = Console(stderr=True), file.read_bytes()
    warnings: list[RowRefusal] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(file.name, total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        async def brought(context: Context) -> tuple[ImportBatch, list[Refused]]:
            batch = await import_file(
                context, kind, file.name, content, dry_run=dry_run, progress=progress, warn=warnings.append
            )
            await _note(context, f"import {kind.lower()}", batch)
            return batch, await _refusals(context, batch)

        with reached():
            batch, refusals = asyncio.run(_within(tenant, brought))
    _show(batch, refusals)
    _warn(warnings)
    if batch.refused_count:
        raise typer.Exit(1)


async def _refusals(context: Context, batch: ImportBatch) -> list[Refused]:
    of_batch = select(ImportRefusal).where(ImportRefusal.batch_id == batch.id).limit(SHOWN)
    rows = await context.session.scalars(of_batch.order_by(ImportRefusal.row, ImportRefusal.id))
    return [Refused(one.row, one.column, one.code, sentence(context, one)) for one in rows]


async def _note(context: Context, deed: str, batch: ImportBatch) -> None:
    """Write into the government's chain what was done: a file that was only tried left its batch, too."""
    await enter(context.session, Deed.by(context, deed, [encode_id("ImportBatch", batch.id)]))


async def _within(tenant: str, deed: Callable[[Context], Awaitable[T]]) -> T:
    """The deed in one transaction of the government, as the house.

    Raises TenantNotListed, TenantNotProvisioned.
    """
    settings = Settings()
    named(settings, catalogue(settings.tenants), tenant)
    database = engine(settings.database_url, connections=1)
    try:
        async with bound(database, tenant, STATEMENT_TIMEOUT) as session:
            zone = await session.scalar(select(Tenant.time_zone))
            if zone is None:
                raise TenantNotProvisioned(code=tenant)
            viewer = Viewer(tenant, HOUSE_ACCOUNT, (Role.REGIONAL_ADMIN,), {})
            now = clock.now()
            seals = Vault(settings.keys).of(tenant)
            return await deed(Context(viewer, session, now, clock.today(zone, now), seals, zone=zone))
    finally:
        await database.dispose()


def _show(batch: ImportBatch, refusals: list[Refused]) -> None:
    unchanged = batch.row_count - batch.created_count - batch.changed_count - batch.refused_count
    typer.echo(
        f"{batch.file_name}: {batch.state}. {counted(batch.row_count, 'row')}: {batch.created_count} new,"
        f" {batch.changed_count} changed, {unchanged} unchanged, {batch.refused_count} refused."
    )
    if not batch.row_count:
        typer.echo("The file has no rows under its header: nothing was there to bring in.")
    elif batch.state == ImportState.APPLIED and batch.created_count + batch.changed_count:
        typer.echo(f"Undo with: jenjang import undo {batch.id} --tenant {batch.tenant_id}")
    if not refusals:
        return
    _table(refusals)
    if len(refusals) == SHOWN:
        typer.echo(f"The first {SHOWN} refusals are shown; all are kept with batch {batch.id}.")


def _warn(warnings: Sequence[RowRefusal]) -> None:
    """Show what looks wrong where the file comes from."""
    if not warnings:
        return
    wrong = counted(len(warnings), "row")
    typer.echo(f"Looks wrong where it comes from, and is kept as it stands there: {wrong}.")
    told = [Refused(one.row, one.column, one.refusal.code, one.refusal.message()) for one in warnings[:SHOWN]]
    _table(told)
    if len(warnings) > SHOWN:
        typer.echo(f"The first {SHOWN} are shown.")


def _table(rows: Sequence[Refused]) -> None:
    table = Table("row", "column", "code", "what to do")
    for one in rows:
        table.add_row(str(one.row), one.column or "", one.code, one.sentence)
    show(table)


def sentence(context: Context, refusal: ImportRefusal) -> str:
    """What stands against the row, in a sentence. Raises SealBroken."""
    facts = context.seals.unseal(ImportRefusal.__tablename__, "facts", refusal.id, refusal.facts)
    return Refusal.registry[refusal.code](**json.loads(facts)).message()
