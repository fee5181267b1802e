"""`jenjang tenant`: the catalogue of governments, and taking them in."""

import asyncio
from typing import Annotated

import typer
from rich.table import Table

from jenjang.core.settings import Settings
from jenjang.core.terminal import show
from jenjang.database.engine import bound, engine
from jenjang.database.reach import DatabaseAway, reached
from jenjang.operations.installation import provision
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.listed import named
from jenjang.tenancy.provisioning import enrolled

app = typer.Typer()
tenant = typer.Typer(help="Governments: list, provision, show.", no_args_is_help=True)
app.add_typer(tenant, name="tenant")
Code = Annotated[str, typer.Argument(help="The code of the government: its file's name.")]


@tenant.command("list")
def list_all() -> None:
    """Show every government of the catalogue, and whether it has been provisioned."""
    settings = Settings()
    governments = catalogue(settings.tenants)
    since = provisioned(settings, list(governments))
    table = Table("code", "name", "kind", "region", "provisioned")
    for code, one in governments.items():
        table.add_row(code, one.name, one.kind, one.region_code, since[code])
    show(table, whole=True)


@tenant.command("provision")
def provision_some(
    codes: Annotated[list[str] | None, typer.Argument(help="Their codes; without any, all of them.")] = None,
) -> None:
    """Take governments in: the row and the root unit of each. Repeating it does no harm."""
    settings = Settings()
    listed = catalogue(settings.tenants)
    wanted = [named(settings, listed, code) for code in codes or listed]
    with reached():
        new = asyncio.run(provision(settings.owner_url, wanted))
    typer.echo(f"{len(wanted)} provisioned; new: {', '.join(new) or 'none'}.")


@tenant.command("show")
def show_one(code: Code) -> None:
    """Show all that one government's file says, its defaults included."""
    settings = Settings()
    government = named(settings, catalogue(settings.tenants), code)
    table = Table("key", "value")
    for key, value in government.model_dump(mode="json").items():
        table.add_row(key, str(value))
    table.add_row("province_code", government.province_code)
    table.add_row("provisioned", provisioned(settings, [code])[code])
    show(table)


def provisioned(settings: Settings, codes: list[str]) -> dict[str, str]:
    """The day each government was provisioned, `no`, or `unknown` while the database is away."""
    try:
        with reached():
            return asyncio.run(_provisioned(settings, codes))
    except DatabaseAway as away:
        typer.echo(str(away), err=True)
        return dict.fromkeys(codes, "unknown")


async def _provisioned(settings: Settings, codes: list[str]) -> dict[str, str]:
    app_engine = engine(settings.database_url, connections=1)
    found: dict[str, str] = {}
    try:
        for code in codes:
            async with bound(app_engine, code) as session:
                row = await enrolled(session, code)
                found[code] = f"{row.created_at:%Y-%m-%d}" if row else "no"
    finally:
        await app_engine.dispose()
    return found
