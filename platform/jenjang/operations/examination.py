"""`jenjang doctor`: loads only what examining needs, so that it answers soon."""

import asyncio

import typer
from rich.console import Console

from jenjang.core.settings import Settings
from jenjang.operations.doctor import Finding, examine

app = typer.Typer()


@app.command()
def doctor() -> None:
    """Examine the installation; ends with 1 if something is amiss."""
    if not asyncio.run(_examine()):
        raise typer.Exit(1)


async def _examine() -> bool:
    console = Console()
    all_well = True
    async for finding in examine(Settings()):
        all_well = all_well and finding.well
        console.print(_line(finding), soft_wrap=True)
    return all_well


def _line(finding: Finding) -> str:
    if finding.well:
        return f"[green]well [/] {finding.thing}: {finding.seen}"
    remedy = f" → {finding.remedy}" if finding.remedy else ""
    return f"[red]amiss[/] {finding.thing}: {finding.seen}{remedy}"
