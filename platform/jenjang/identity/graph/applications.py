"""The applications that a government lets ask for tokens."""

import datetime

import strawberry

from jenjang.core.context import Context
from jenjang.core.permission import Role
from jenjang.graph.declare import Connection, Node, field, page, record
from jenjang.graph.deeds import deed, key, payload_of
from jenjang.graph.filters import filter_input, order_input, text
from jenjang.graph.perform import Ref
from jenjang.identity.giving import check_may_give, check_may_open, name_of_giver
from jenjang.identity.graph.subjects import OF_ACCOUNT
from jenjang.identity.issuers import embedded_url
from jenjang.identity.models import Account
from jenjang.identity.permissions import Holding
from jenjang.identity.server import models, registry

WRITE = "application:write"
ApplicationFilter = filter_input(
    "ApplicationFilter", "Which applications.", {"client_id": text("client_id", "By client id.")}
)
ApplicationOrder = order_input(
    "ApplicationOrder",
    {"REGISTERED_AT": ("made_at", "By when they were registered.")},
    [("REGISTERED_AT", "DESC")],
)


@record(models.OAuthClient, needs="application:read", about=OF_ACCOUNT)
class Application(Node):
    """An application that may ask for tokens of this government (RFC 6749 §2)."""

    client_id: str = field("What it is known by (`client_id`).")
    name: str = field("What people are asked to allow.")
    public: bool = field("Whether it can keep no secret (RFC 6749 §2.1).", sql="{row}.secret_hash IS NULL")
    by_itself: bool = field(
        "Whether it acts on its own, with the role of an integration client.",
        sql="{row}.account_id IS NOT NULL",
    )
    redirect_uris: list[str] = field("Where browsers may return to, letter by letter.")
    post_logout_uris: list[str] = field("Where browsers may go after signing out.")
    scopes: list[str] = field("What it may ask for: permissions, and `openid`, `profile`, `email`.")
    registered_documents: bool = field("Whether it may run the published operations only.")
    registered_at: datetime.datetime = field("When it was registered.", column="made_at")
    revoked_at: datetime.datetime | None = field("Since when it is revoked.")


@strawberry.type
class Query:
    applications: Connection[Application] | None = page(
        "The registered applications, newest first.",
        filter=ApplicationFilter,
        order=ApplicationOrder,
        needs="application:read",
    )


@strawberry.input(description="What is registered of an application.")
class ApplicationRegisterInput:
    name: str = strawberry.field(description="What people are asked to allow.")
    redirect_uris: list[str] = strawberry.field(
        description="Where browsers may return to, letter by letter: https, or http on this machine.",
        default_factory=list,
    )
    scopes: list[str] = strawberry.field(
        description="What it may ask for: permissions, and `openid`, `profile`, `email`."
    )
    public: bool = strawberry.field(
        description="It can keep no secret: an app on a phone, a page in a browser.", default=False
    )
    by_itself: bool = strawberry.field(
        description="It acts on its own, with the role of an integration client.", default=False
    )
    device: bool = strawberry.field(
        description="It runs where there is no browser, and shows a code to enter (RFC 8628).", default=False
    )
    post_logout_uris: list[str] = strawberry.field(
        description="Where browsers may go after signing out.", default_factory=list
    )
    registered_documents: bool = strawberry.field(
        description="It may run the published operations only.", default=False
    )


@strawberry.input(description="Which application.")
class ApplicationNamedInput:
    application_id: strawberry.ID = strawberry.field(description="Global id of the application.")


ApplicationPayload = payload_of(
    "ApplicationPayload",
    "What became of the application.",
    application=(Application, "The application."),
    secret=(str, "Its new secret. It is shown this once: not even a repeated request gets it again."),
)


async def _register(context: Context, asked: ApplicationRegisterInput) -> dict[str, object]:
    wanted = registry.Application(
        asked.name,
        tuple(asked.redirect_uris),
        tuple(asked.scopes),
        public=asked.public,
        by_itself=asked.by_itself,
        device=asked.device,
        post_logout_uris=tuple(asked.post_logout_uris),
        registered_documents=asked.registered_documents,
    )
    if wanted.by_itself:
        check_may_give(context.viewer, Holding(Role.INTEGRATION_CLIENT))
    issuer = embedded_url(context.public_url, context.tenant)
    made = await registry.register(
        context.session, issuer, wanted, await name_of_giver(context), by=context.viewer.account_id
    )
    return {"application": Ref("Application", made.id), "secret": made.secret}


async def _rotate(context: Context, asked: ApplicationNamedInput) -> dict[str, object]:
    client = await _named(context, asked)
    if client.account_id:
        account = await context.get(Account, client.account_id)
        await check_may_open(context, account, "applicationId")
    secret = await registry.rotate(context.session, client.client_id, by=context.viewer.account_id)
    return {"application": Ref("Application", client.id), "secret": secret}


async def _revoke(context: Context, asked: ApplicationNamedInput) -> dict[str, object]:
    client = await _named(context, asked)
    await registry.revoke(context.session, client.client_id, by=context.viewer.account_id)
    return {"application": Ref("Application", client.id)}


async def _named(context: Context, asked: ApplicationNamedInput) -> models.OAuthClient:
    found = key(asked.application_id, "Application", "applicationId")
    return await context.get(models.OAuthClient, found, lock=True, field="applicationId")


@strawberry.type
class Mutation:
    application_register = deed(
        "Let an application ask for tokens of this government.",
        needs=WRITE,
        asks=ApplicationRegisterInput,
        gives=ApplicationPayload,
        do=_register,
        tells_once=True,
    )
    application_rotate_secret = deed(
        "Give an application a new secret; the old one ends at once.",
        needs=WRITE,
        asks=ApplicationNamedInput,
        gives=ApplicationPayload,
        do=_rotate,
        tells_once=True,
    )
    application_revoke = deed(
        "End an application: its tokens open nothing within 5 seconds.",
        needs=WRITE,
        asks=ApplicationNamedInput,
        gives=ApplicationPayload,
        do=_revoke,
    )
