"""`jenjang appraisal export`: published results as SIASN takes them, as JSON lines or CSV."""

import asyncio
import csv
import json
import sys
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from jenjang.appraisal.actions.exporting import Export, Payload, count_published, payloads
from jenjang.appraisal.rules.periods import period
from jenjang.appraisal.terms import CycleKind
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.core.terminal import counted
from jenjang.database.engine import engine
from jenjang.database.reach import reached
from jenjang.operations.house import as_house
from jenjang.operations.tenants import Code
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.listed import named
from jenjang.tenancy.provisioning import TenantNotProvisioned

Write = Callable[[Payload], object]
Tell = Callable[[int, int], None]
"""How many results are written, of how many."""


class Kind(StrEnum):
    """Kinds of periods, as one types them."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


class Format(StrEnum):
    """How results are written."""

    JSON = "json"
    CSV = "csv"


def export(
    code: Code,
    kind: Annotated[Kind, typer.Option(help="Results of years (skp22) or of parts of one.")],
    year: Annotated[int, typer.Option(help="Of which year.")],
    number: Annotated[int | None, typer.Option(help="Of this quarter or month only.")] = None,
    as_: Annotated[Format, typer.Option("--format", help="JSON: one payload a line.")] = Format.JSON,
) -> None:
    """Write published results, by the very names of SIASN's fields, to the standard output."""
    settings = Settings()
    named(settings, catalogue(settings.tenants), code)
    asked = Export(kind=CycleKind(kind.upper()), year=year, number=number)
    period(asked.kind, year, number or 1)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("results", total=None)
        write = _writer(as_, asked.fields, sys.stdout)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        with reached():
            count = asyncio.run(_export(settings, code, asked, write, tell))
    typer.echo(f"Written: {counted(count, 'result')}.", err=True)


def _writer(form: Format, fields: Iterable[str], out: TextIO) -> Write:
    """What writes one payload after another."""
    if form is Format.JSON:
        return lambda payload: out.write(json.dumps(payload, ensure_ascii=False) + "\n")
    table = csv.DictWriter(out, list(fields), lineterminator="\n")
    table.writeheader()
    return table.writerow


async def _export(settings: Settings, code: str, asked: Export, write: Write, tell: Tell) -> int:
    """Write them all; how many. Raises TenantNotProvisioned."""
    database = engine(settings.database_url, connections=1)
    done = 0
    try:
        async with as_house(database, code, Vault(settings.keys)) as context:
            if context is None:
                raise TenantNotProvisioned(code=code)
            total = await count_published(context, asked)
            async for payload in payloads(context, asked):
                write(payload)
                done += 1
                tell(done, total)
        return done
    finally:
        await database.dispose()
