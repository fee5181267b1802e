"""What the authorization server keeps: clients, codes, grants, refresh tokens. No secret is in clear."""

import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, sealed, tenant_index
from jenjang.identity.server.kinds import EventKind


def methods() -> MappedColumn[list[str]]:
    """How somebody showed who they are, in the words of RFC 8176."""
    return mapped_column(ARRAY(Text()), server_default=text("'{pwd}'"))


class OAuthClient(TenantModel):
    """An application that may ask for tokens of this government (RFC 6749 §2)."""

    __tablename__ = "oauth_clients"

    client_id: Mapped[str] = mapped_column(Text(collation="C"))
    name: Mapped[str]
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary())
    """None: a public client, which can keep no secret (RFC 6749 §2.1)."""
    redirect_uris: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    post_logout_uris: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'"))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    grant_types: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    registered_documents: Mapped[bool] = mapped_column(Boolean(), server_default=text("false"))
    """Whether it may run the operations of schema/operations/ only."""
    account_id: Mapped[UUID | None]
    """The account as which it acts on its own (client credentials)."""
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    revoked_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "client_id"),
        tenant_index("ix_oauth_clients_tenant_id_account_id", "account_id"),
        tenant_index("ix_oauth_clients_tenant_id_made_at", "made_at", "id"),
        belongs_to("accounts", "account_id"),
    )


class OAuthCode(TenantModel):
    """An authorization code until it is redeemed: taken by deleting it, so once only."""

    __tablename__ = "oauth_codes"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary())
    client_key: Mapped[UUID]
    account_id: Mapped[UUID]
    redirect_uri: Mapped[str]
    scope: Mapped[str]
    nonce: Mapped[str | None]
    challenge: Mapped[str]
    authenticated_at: Mapped[datetime.datetime]
    methods: Mapped[list[str]] = methods()
    expires_at: Mapped[datetime.datetime]

    __table_args__ = (
        UniqueConstraint("tenant_id", "code_hash"),
        tenant_index("ix_oauth_codes_tenant_id_client_key", "client_key"),
        tenant_index("ix_oauth_codes_tenant_id_account_id", "account_id"),
        belongs_to("oauth_clients", "client_key"),
        belongs_to("accounts", "account_id"),
    )


class OAuthGrant(TenantModel):
    """That an account let a client act for it: all tokens that came of it live and end with it."""

    __tablename__ = "oauth_grants"

    client_key: Mapped[UUID]
    account_id: Mapped[UUID]
    scope: Mapped[str]
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary())
    """The code it began with: who redeems that code again ends it (RFC 9700 §4.5)."""
    authenticated_at: Mapped[datetime.datetime]
    methods: Mapped[list[str]] = methods()
    begun_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime.datetime | None]
    ended_by: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "code_hash"),
        tenant_index("ix_oauth_grants_tenant_id_client_key", "client_key"),
        tenant_index("ix_oauth_grants_tenant_id_account_id", "account_id"),
        belongs_to("oauth_clients", "client_key"),
        belongs_to("accounts", "account_id"),
    )


class RefreshToken(TenantModel):
    """One refresh token of a grant. Used once: whoever uses it again ends the grant (RFC 9700 §4.14)."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary())
    grant_id: Mapped[UUID]
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime.datetime]
    used_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "token_hash"),
        tenant_index("ix_refresh_tokens_tenant_id_grant_id", "grant_id"),
        belongs_to("oauth_grants", "grant_id"),
    )


class DeviceCode(TenantModel):
    """A device that waits until somebody lets it act for them (RFC 8628)."""

    __tablename__ = "device_codes"

    device_hash: Mapped[bytes] = mapped_column(LargeBinary())
    user_hash: Mapped[bytes] = mapped_column(LargeBinary())
    client_key: Mapped[UUID]
    scope: Mapped[str]
    every: Mapped[int] = mapped_column(Integer())
    """Seconds that the device is to wait between two questions."""
    polled_at: Mapped[datetime.datetime | None]
    expires_at: Mapped[datetime.datetime]
    allowed: Mapped[bool | None] = mapped_column(Boolean())
    """What the person said; None: nothing yet."""
    account_id: Mapped[UUID | None]
    authenticated_at: Mapped[datetime.datetime | None]
    methods: Mapped[list[str]] = methods()

    __table_args__ = (
        UniqueConstraint("tenant_id", "device_hash"),
        UniqueConstraint("tenant_id", "user_hash"),
        tenant_index("ix_device_codes_tenant_id_client_key", "client_key"),
        tenant_index("ix_device_codes_tenant_id_account_id", "account_id"),
        belongs_to("oauth_clients", "client_key"),
        belongs_to("accounts", "account_id"),
    )


class Password(TenantModel):
    """How an account of our own issuer shows who it is: an argon2id hash."""

    __tablename__ = "passwords"

    account_id: Mapped[UUID]
    hash: Mapped[str]
    must_change: Mapped[bool] = mapped_column(Boolean(), server_default=text("false"))
    changed_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id"),
        belongs_to("accounts", "account_id"),
    )


class Login(TenantModel):
    """A browser in which somebody has signed in, known by a cookie of this government's own."""

    __tablename__ = "logins"

    cookie_hash: Mapped[bytes] = mapped_column(LargeBinary())
    account_id: Mapped[UUID]
    authenticated_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime.datetime]
    methods: Mapped[list[str]] = methods()
    pending: Mapped[bool] = mapped_column(Boolean(), server_default=text("false"))
    """Whether the second factor is still to come: until then it opens nothing else."""
    offered: Mapped[bytes | None] = sealed()
    """The secret, sealed, that is being shown to become the second factor. It is this browser's only: who had
    only the password must not learn a secret that the owner takes into use later."""

    __table_args__ = (
        UniqueConstraint("tenant_id", "cookie_hash"),
        tenant_index("ix_logins_tenant_id_account_id", "account_id"),
        belongs_to("accounts", "account_id"),
    )


class SecondFactor(TenantModel):
    """A secret that an account's authenticator app shares with us (RFC 6238), sealed."""

    __tablename__ = "second_factors"

    account_id: Mapped[UUID]
    secret: Mapped[bytes] = sealed()
    last_step: Mapped[int] = mapped_column(BigInteger())
    """The newest half minute whose code was taken: it, and none before it, is taken again."""
    failures: Mapped[int] = mapped_column(Integer(), server_default=text("0"))
    failing_since: Mapped[datetime.datetime | None]
    """When the hour began in which the failures are counted."""
    added_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id"),
        belongs_to("accounts", "account_id"),
    )


class RecoveryCode(TenantModel):
    """A code for who has lost the authenticator app: taken by deleting it, so once only."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[UUID]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary())

    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id", "code_hash"),
        belongs_to("accounts", "account_id"),
    )


class SecurityEvent(TenantModel):
    """Something that happened to an account, a client or a key: written once, never changed."""

    __tablename__ = "security_events"

    at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    kind: Mapped[str]
    account_id: Mapped[UUID | None]
    client_id: Mapped[str | None]
    address: Mapped[str | None]
    """Where the request came from; of what came from nowhere (a command) there is none."""
    by_account_id: Mapped[UUID | None]
    """Who did it to the account or application; None: its own holder, or an operator."""
    detail: Mapped[str | None]
    """Which role it was, or why it was done."""

    __table_args__ = (
        tenant_index("ix_security_events_tenant_id_at", "at", "id"),
        tenant_index("ix_security_events_tenant_id_account_id", "account_id", "at"),
        tenant_index("ix_security_events_tenant_id_by_account_id", "by_account_id"),
        belongs_to("accounts", "account_id"),
        belongs_to("accounts", "by_account_id"),
        one_of("kind", EventKind),
    )
