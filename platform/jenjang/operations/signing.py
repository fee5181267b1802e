"""`jenjang keys`: those that our own issuers sign with, and those that personal columns are sealed with."""

import asyncio
from typing import Annotated

import typer

from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.database.engine import engine
from jenjang.database.reach import DatabaseAway, reached
from jenjang.identity.keys import rotate
from jenjang.identity.personas import NotOurTokens
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.operations import data_keys
from jenjang.operations.desk import Desk, Tenant, at
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.listed import named

app = typer.Typer()
keys = typer.Typer(help="Signing keys and data keys: rotate.", no_args_is_help=True)
app.add_typer(keys, name="keys")


@keys.command("rotate")
def rotate_keys(tenant: Tenant) -> None:
    """Let the next key sign from now on. Running servers follow by themselves; nobody is signed out."""
    settings = Settings()
    government = named(settings, catalogue(settings.tenants), tenant)
    if government.own_issuer is None:
        raise NotOurTokens(tenant=tenant)
    ring = rotate(settings.keys, tenant, government.own_issuer.algorithms[0])
    typer.echo(f"{ring.current.kid} signs for {tenant} from now on.")

    async def noted(desk: Desk) -> None:
        await desk.session.execute(event(EventKind.KEY_ROTATED))
        await desk.note("keys rotate")

    try:
        at(tenant, None, noted)
    except DatabaseAway as away:
        typer.echo(f"Not recorded: {away}", err=True)


@keys.command("rotate-data")
def rotate_data_keys(
    tenant: Tenant,
    resume: Annotated[bool, typer.Option("--resume", help="No new key: go on where it stopped.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="No new key: drop the older ones.")] = False,
) -> None:
    """Seal a government's personal columns anew with a new key, while servers run."""
    settings = Settings()
    named(settings, catalogue(settings.tenants), tenant)
    with reached():
        asyncio.run(_rotate_data(settings, tenant, new=not (resume or forget), forget=forget))


async def _rotate_data(settings: Settings, tenant: str, *, new: bool, forget: bool) -> None:
    seals = Vault(settings.keys).of(tenant)
    database = engine(settings.database_url, connections=1)
    try:
        if new:
            typer.echo(f"{await data_keys.begin(database, seals)} seals for {tenant} from now on.")
        if forget:
            dropped = await data_keys.forget(database, seals, typer.echo)
            typer.echo(f"Forgotten: {', '.join(dropped) or 'none'}.")
        else:
            await data_keys.reseal(database, seals, typer.echo)
            typer.echo("All is sealed with it. After a day, drop the older keys with --forget.")
    finally:
        await database.dispose()
