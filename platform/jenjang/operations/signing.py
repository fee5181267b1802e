"""`jenjang keys`: the keys that our own issuers sign with."""

import typer

from jenjang.core.settings import Settings
from jenjang.database.reach import DatabaseAway
from jenjang.identity.keys import rotate
from jenjang.identity.personas import NotOurTokens
from jenjang.identity.server.events import event
from jenjang.identity.server.kinds import EventKind
from jenjang.operations.desk import Tenant, at
from jenjang.operations.tenants import named
from jenjang.tenancy.catalogue import catalogue

app = typer.Typer()
keys = typer.Typer(help="Signing keys: rotate.", no_args_is_help=True)
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
    try:
        at(tenant, None, lambda desk: desk.session.execute(event(EventKind.KEY_ROTATED)))
    except DatabaseAway as away:
        typer.echo(f"Not recorded: {away}", err=True)
