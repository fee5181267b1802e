"""`jenjang appraisal`: close a cycle in the foreground, and see how far it is."""

import asyncio
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.appraisal.actions.closing import CloseCycle, close_cycle
from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.terms import CycleState
from jenjang.audit.content import Deed
from jenjang.audit.writing import enter
from jenjang.core.errors import Refusal
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.core.terminal import counted
from jenjang.database.engine import bound, engine
from jenjang.database.reach import reached
from jenjang.graph.scalars import encode_id, key_of
from jenjang.operations.closing import close_next
from jenjang.operations.exports import export
from jenjang.operations.house import as_house
from jenjang.operations.tenants import Code
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.listed import named

app = typer.Typer()
appraisal = typer.Typer(help="Cycles of appraisal: close one; results: export.", no_args_is_help=True)
app.add_typer(appraisal, name="appraisal")
appraisal.command()(export)

Tell = Callable[[int, int], None]
"""How many results are published, of how many."""


class NoSuchCycle(Refusal):
    """{tenant} has no cycle {cycle}: copy the `id` of one that `appraisalCycles` shows."""


@appraisal.command()
def close(
    code: Code,
    cycle: Annotated[str, typer.Argument(help="The cycle's id, as the API shows it.")],
    missed: Annotated[
        int | None, typer.Option(help="How many people you know will be missed, as nobody evaluated them.")
    ] = None,
) -> None:
    """Close a cycle and publish its results; goes on where an earlier closing ended, beside any worker."""
    settings = Settings()
    named(settings, catalogue(settings.tenants), code)
    key = key_of("AppraisalCycle", cycle)
    if key is None:
        raise NoSuchCycle(tenant=code, cycle=cycle)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("results", total=None)
        with reached():
            published = asyncio.run(
                _close(
                    settings,
                    code,
                    key,
                    missed,
                    lambda done, total: bar.update(task, completed=done, total=total),
                )
            )
    typer.echo(f"Closed, and published: {counted(published, 'result')}.")


async def _close(settings: Settings, code: str, cycle_id: UUID, missed: int | None, tell: Tell) -> int:
    """Close it, telling how far it is; how many results are published in all. Raises what closing does."""
    database, vault = engine(settings.database_url, connections=1), Vault(settings.keys)
    try:
        if not await _is_closing(database, vault, code, cycle_id, missed):
            raise NoSuchCycle(tenant=code, cycle=cycle_id)
        while progress := await close_next(database, code, vault, cycle_id):
            tell(progress.closed_so_far, progress.to_close)
        async with bound(database, code) as session:
            # The worker may have done the last of it.
            return (await session.get_one(AppraisalCycle, (code, cycle_id))).closed_so_far
    finally:
        await database.dispose()


async def _is_closing(
    database: AsyncEngine, vault: Vault, code: str, cycle_id: UUID, missed: int | None
) -> bool:
    """Ask for the cycle to be closed, unless that was asked before; whether there is one."""
    async with as_house(database, code, vault) as context:
        cycle = await context.session.get(AppraisalCycle, (code, cycle_id)) if context else None
        if context and cycle and cycle.state != CycleState.CLOSING:
            seen = cycle.version
            await close_cycle(context, CloseCycle(cycle_id=cycle_id, missed=missed, expected_version=seen))
            about = [encode_id("AppraisalCycle", cycle_id)]
            await enter(context.session, Deed.by(context, "appraisal close", about))
        return cycle is not None
