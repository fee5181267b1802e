"""`jenjang token` and `jenjang permissions`."""

from datetime import timedelta
from typing import Annotated

import typer

from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.identity.permissions import as_markdown
from jenjang.identity.personas import issue_to
from jenjang.tenancy.catalogue import catalogue

app = typer.Typer()


class TenantUnknown(Refusal):
    """There is no government {tenant}: see `jenjang tenant list`."""


@app.command()
def token(
    tenant: Annotated[str, typer.Option(help="The code of the government.")],
    persona: Annotated[
        str, typer.Option("--as", help="staff, leader, mentor, admin or client; of a province: province.")
    ],
    hours: Annotated[float, typer.Option(help="How long it shall be good for, 24 at most.")] = 1,
) -> None:
    """Print a persona's access token, alone, for use in a script."""
    settings = Settings()
    government = catalogue(settings.tenants).get(tenant)
    if government is None:
        raise TenantUnknown(tenant=tenant)
    typer.echo(issue_to(settings, government, persona, timedelta(hours=hours)))


@app.command()
def permissions() -> None:
    """Print who may do what, as docs/permissions.md has it."""
    typer.echo(as_markdown(), nl=False)
