"""The register of applications: registered by the operator or a regional admin, each of one government."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core import clock
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.core.permission import Role
from jenjang.identity.models import Account, RoleGrant
from jenjang.identity.server import opaque
from jenjang.identity.server.devices import BY_DEVICE
from jenjang.identity.server.events import event
from jenjang.identity.server.issuer import KNOWN_SCOPES
from jenjang.identity.server.kinds import EventKind
from jenjang.identity.server.models import OAuthClient

BY_PERSON = ["authorization_code"]
REFRESHED = ["refresh_token"]
BY_ITSELF = ["client_credentials"]
HOST = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
"""A host and its port: it stands in the sign-in pages' policy, where other characters have a meaning."""


class RedirectUnfit(BadUserInput):
    """{uri} can't be an application's address: https without a fragment, or http on this machine only."""


class ScopeUnknown(BadUserInput):
    """There is no scope {scope}: there are {known}."""


class NoWayIn(BadUserInput):
    """An application needs an address to come back to, is for devices, or acts on its own with a secret."""


class ClientUnknown(NotFound):
    """There is no application {client}, or it was revoked."""


@dataclass(frozen=True, slots=True)
class Application:
    """What is registered of an application."""

    name: str
    redirect_uris: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    public: bool = False
    by_itself: bool = False
    device: bool = False
    """Whether it runs where there is no browser (RFC 8628)."""
    post_logout_uris: tuple[str, ...] = ()
    """Where browsers may go after signing out (OpenID RP-Initiated Logout §3.1)."""
    registered_documents: bool = False
    """Whether it may run the operations of schema/operations/ only."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered application; its secret is shown this once."""

    id: UUID
    client_id: str
    secret: str | None


async def register(
    session: AsyncSession,
    issuer: str,
    wanted: Application,
    given_by: str,
    client_id: str | None = None,
    by: UUID | None = None,
) -> Registered:
    """Register an application, `by` an account or an operator. Raises RedirectUnfit, ScopeUnknown, NoWayIn.

    One that acts on its own gets an account with the role of an integration client.
    """
    _check(wanted)
    client_id = client_id or opaque.new_secret()[:22]
    secret = None if wanted.public else opaque.new_secret()
    account = await _own_account(session, issuer, client_id, given_by) if wanted.by_itself else None
    row = OAuthClient(
        client_id=client_id,
        name=wanted.name,
        secret_hash=opaque.fingerprint(secret) if secret else None,
        redirect_uris=list(wanted.redirect_uris),
        post_logout_uris=list(wanted.post_logout_uris),
        scopes=list(wanted.scopes),
        grant_types=_grant_types(wanted),
        registered_documents=wanted.registered_documents,
        account_id=account.id if account else None,
    )
    session.add(row)
    await session.flush()
    await session.execute(event(EventKind.CLIENT_REGISTERED, client=client_id, by=by))
    return Registered(row.id, client_id, secret)


async def rotate(session: AsyncSession, client_id: str, by: UUID | None = None) -> str:
    """A new secret in place of the old, which ends at once. Raises ClientUnknown; public ones have none."""
    secret = opaque.new_secret()
    await _change(session, client_id, secret_hash=opaque.fingerprint(secret))
    await session.execute(event(EventKind.CLIENT_SECRET_ROTATED, client=client_id, by=by))
    return secret


async def revoke(session: AsyncSession, client_id: str, by: UUID | None = None) -> None:
    """End an application: its tokens die with it. Raises ClientUnknown."""
    await _change(session, client_id, revoked_at=clock.now())
    await session.execute(event(EventKind.CLIENT_REVOKED, client=client_id, by=by))


async def registered(session: AsyncSession) -> Collection[OAuthClient]:
    """All applications of the government, the newest first."""
    return (await session.scalars(select(OAuthClient).order_by(OAuthClient.made_at.desc()))).all()


async def _change(session: AsyncSession, client_id: str, **values: object) -> None:
    alive = (OAuthClient.client_id == client_id, OAuthClient.revoked_at.is_(None))
    secretive = (OAuthClient.secret_hash.is_not(None),) if "secret_hash" in values else ()
    done = await session.execute(
        update(OAuthClient).where(*alive, *secretive).values(values).returning(OAuthClient.id)
    )
    if done.first() is None:
        raise ClientUnknown(client=client_id)


async def _own_account(session: AsyncSession, issuer: str, client_id: str, given_by: str) -> Account:
    account = Account(issuer=issuer, subject=client_id, client=client_id)
    session.add(account)
    await session.flush()
    session.add(
        RoleGrant(
            account_id=account.id,
            role=Role.INTEGRATION_CLIENT,
            given_by=given_by,
            reason="Registered as an application that acts on its own.",
            valid_from=clock.now().date(),
        )
    )
    return account


def _grant_types(wanted: Application) -> list[str]:
    for_people = wanted.redirect_uris or wanted.device
    return [
        *(BY_PERSON if wanted.redirect_uris else ()),
        *([BY_DEVICE] if wanted.device else ()),
        *(REFRESHED if for_people else ()),
        *(BY_ITSELF if wanted.by_itself else ()),
    ]


def _check(wanted: Application) -> None:
    if not (wanted.redirect_uris or wanted.device) and (wanted.public or not wanted.by_itself):
        raise NoWayIn("redirectUris")
    for field, uris in (("redirectUris", wanted.redirect_uris), ("postLogoutUris", wanted.post_logout_uris)):
        for uri in uris:
            if not _fit(uri):
                raise RedirectUnfit(field, uri=uri)
    for scope in wanted.scopes:
        if scope not in KNOWN_SCOPES:
            raise ScopeUnknown("scopes", scope=scope, known=", ".join(KNOWN_SCOPES))


def _fit(uri: str) -> bool:
    """Whether codes may be sent there (RFC 9700 §2.1, RFC 8252 §7.3, §8.3)."""
    try:
        parts = urlsplit(uri)
        host, fragment = parts.hostname, "#" in uri
        odd = parts.username or "\\" in uri or "*" in uri or not uri.isascii() or not uri.isprintable()
    except ValueError:
        return False
    if not host or fragment or odd or " " in uri or not HOST.fullmatch(parts.netloc):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _loopback(host))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
