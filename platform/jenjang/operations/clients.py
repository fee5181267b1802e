"""`jenjang client`: the applications that a government lets ask for tokens."""

from typing import Annotated, TypeVar
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy import select

from jenjang.core.terminal import show
from jenjang.identity.server import registry
from jenjang.identity.server.models import OAuthClient
from jenjang.operations.desk import Desk, Tenant, at

T = TypeVar("T")
app = typer.Typer()
client = typer.Typer(help="Applications: create, list, rotate, revoke.", no_args_is_help=True)
app.add_typer(client, name="client")
ClientId = Annotated[str, typer.Argument(help="The application's client_id.")]


@client.command()
def create(
    tenant: Tenant,
    name: Annotated[str, typer.Option(help="What people are asked to allow.")],
    redirect: Annotated[
        list[str] | None, typer.Option(help="Where browsers may return to, letter by letter. May repeat.")
    ] = None,
    post_logout: Annotated[
        list[str] | None, typer.Option(help="Where browsers may go after signing out. May repeat.")
    ] = None,
    scope: Annotated[list[str] | None, typer.Option(help="What it may ask for. May repeat.")] = None,
    public: Annotated[
        bool, typer.Option("--public", help="It can keep no secret: an app on a phone, a page in a browser.")
    ] = False,
    by_itself: Annotated[
        bool, typer.Option("--by-itself", help="It acts on its own, with the role of an integration client.")
    ] = False,
    device: Annotated[
        bool, typer.Option("--device", help="It runs where there is no browser, and shows a code to enter.")
    ] = False,
    registered_documents: Annotated[
        bool,
        typer.Option("--registered-documents", help="It may run the operations of schema/operations only."),
    ] = False,
) -> None:
    """Register an application. Its secret is shown this once."""
    wanted = registry.Application(
        name,
        tuple(redirect or ()),
        tuple(scope or ("openid",)),
        public=public,
        by_itself=by_itself,
        device=device,
        post_logout_uris=tuple(post_logout or ()),
        registered_documents=registered_documents,
    )

    async def created(desk: Desk) -> registry.Registered:
        made = await registry.register(desk.session, desk.issuer, wanted, "jenjang client")
        await desk.note("client create", ("Application", made.id))
        return made

    made = at(tenant, None, created)
    typer.echo(f"client_id      {made.client_id}")
    if made.secret:
        typer.echo(f"client_secret  {made.secret}")


@client.command("list")
def list_all(tenant: Tenant) -> None:
    """Show the applications of a government, the newest first."""
    columns = ("client_id", "name", "kind", "returns to", "after signing out", "scopes", "documents")
    table = Table(*columns, "registered", "revoked")
    for one in at(tenant, None, lambda desk: registry.registered(desk.session)):
        kind = "public" if one.secret_hash is None else "on its own" if one.account_id else "with a secret"
        revoked = f"{one.revoked_at:%Y-%m-%d}" if one.revoked_at else ""
        table.add_row(
            one.client_id,
            one.name,
            kind,
            " ".join(one.redirect_uris),
            " ".join(one.post_logout_uris),
            " ".join(one.scopes),
            "registered" if one.registered_documents else "any",
            f"{one.made_at:%Y-%m-%d}",
            revoked,
        )
    show(table, whole=True)


@client.command()
def rotate(client_id: ClientId, tenant: Tenant) -> None:
    """Give an application a new secret; the old one ends at once."""

    async def rotated(desk: Desk) -> str:
        secret = await registry.rotate(desk.session, client_id)
        await desk.note("client rotate", ("Application", await _key(desk, client_id)))
        return secret

    typer.echo(f"client_secret  {at(tenant, None, rotated)}")


@client.command()
def revoke(client_id: ClientId, tenant: Tenant) -> None:
    """End an application: within seconds none of its tokens opens anything."""

    async def revoked(desk: Desk) -> None:
        await registry.revoke(desk.session, client_id)
        await desk.note("client revoke", ("Application", await _key(desk, client_id)))

    at(tenant, None, revoked)
    typer.echo(f"{client_id} is revoked.")


async def _key(desk: Desk, client_id: str) -> UUID:
    """The id of an application that is known to be there."""
    found = await desk.session.scalars(select(OAuthClient.id).where(OAuthClient.client_id == client_id))
    return found.one()
