"""`jenjang token` and `jenjang permissions`."""

import asyncio
from datetime import timedelta
from typing import Annotated

import typer

from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.database.engine import bound, engine
from jenjang.database.reach import DatabaseAway, reached
from jenjang.identity.issuers import embedded_url
from jenjang.identity.keeping import account_of
from jenjang.identity.models import Account
from jenjang.identity.permissions_page import as_markdown
from jenjang.identity.personas import PERSONAS, PROVINCE_PERSONAS, issue_for, persona_of
from jenjang.identity.personas import subject as subject_of
from jenjang.tenancy.catalogue import Government, catalogue

app = typer.Typer()
CLIENT = "jenjang-token"
"""The application that asks with a token made here, where the account is bound to none."""


class TenantUnknown(Refusal):
    """There is no government {tenant}: see `jenjang tenant list`."""


class WhoseToken(Refusal):
    """Name one account: --subject as `jenjang account list` has it, or --as a persona of a demo."""


class AccountDisabled(Refusal):
    """The account {subject} was disabled on {on}. `jenjang account enable {subject} --tenant {tenant}`
    lets it in again."""


@app.command()
def token(
    tenant: Annotated[str, typer.Option(help="The code of the government.")],
    persona: Annotated[
        str | None,
        typer.Option(
            "--as", help=f"In a demo: {', '.join(PERSONAS)}; of a province: {', '.join(PROVINCE_PERSONAS)}."
        ),
    ] = None,
    subject: Annotated[
        str | None, typer.Option(help="The account, as `jenjang account add` was told it.")
    ] = None,
    hours: Annotated[float, typer.Option(help="How long it shall be good for, 24 at most.")] = 1,
) -> None:
    """Print an account's access token, alone, for use in a script."""
    settings = Settings()
    government = catalogue(settings.tenants).get(tenant)
    if government is None:
        raise TenantUnknown(tenant=tenant)
    if bool(persona) == bool(subject):
        raise WhoseToken
    client = persona_of(government, persona).client if persona else None
    name = subject or subject_of(str(persona))
    asked = _client_of(settings, government, name) or client or CLIENT
    typer.echo(issue_for(settings, government, name, asked, timedelta(hours=hours)))


def _client_of(settings: Settings, government: Government, subject: str) -> str | None:
    """The only application that may ask with the account, if it is bound to one.

    Raises AccountUnknown, AccountDisabled; while the database is away nobody can tell, which is said.
    """
    try:
        with reached():
            account = asyncio.run(_account(settings, government.code, subject))
    except DatabaseAway as away:
        typer.echo(f"Whether {government.code} has the account {subject} is not known. {away}", err=True)
        return None
    if account.disabled_at:
        raise AccountDisabled(subject=subject, tenant=government.code, on=f"{account.disabled_at:%Y-%m-%d}")
    return account.client


async def _account(settings: Settings, tenant: str, subject: str) -> Account:
    app_engine = engine(settings.database_url, connections=1)
    try:
        async with bound(app_engine, tenant) as session:
            return await account_of(session, tenant, embedded_url(settings.public_url, tenant), subject)
    finally:
        await app_engine.dispose()


@app.command()
def permissions() -> None:
    """Print who may do what, as docs/permissions.md has it."""
    typer.echo(as_markdown(), nl=False)
