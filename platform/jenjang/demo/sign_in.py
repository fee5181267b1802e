"""Signing in to the demo: a password for its people, and an application to let them in by."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from jenjang.database.engine import bound
from jenjang.identity.issuers import embedded_url
from jenjang.identity.personas import BROWSER
from jenjang.identity.server.issuer import KNOWN_SCOPES
from jenjang.tenancy.catalogue import Government

PASSWORD = "jenjang di atas kertas"  # noqa: S105  Everybody's in a demo, which listens to its own machine only.
KEEP = text("""
    INSERT INTO passwords (tenant_id, account_id, hash)
    SELECT tenant_id, id, :hash FROM accounts
     WHERE tenant_id = :tenant AND issuer = :issuer AND employee_id IS NOT NULL
    ON CONFLICT (tenant_id, account_id) DO NOTHING
""")
BACK = "http://127.0.0.1/back"
"""Where the demo's application waits: on this machine, at any port (RFC 8252 §7.3)."""
REGISTER = text("""
    INSERT INTO oauth_clients (tenant_id, client_id, name, redirect_uris, scopes, grant_types)
    VALUES (:tenant, :client, 'Aplikasi Contoh', ARRAY[:back], :scopes,
            ARRAY['authorization_code', 'refresh_token'])
    ON CONFLICT (tenant_id, client_id) DO NOTHING
""")


async def let_sign_in(database: AsyncEngine, government: Government, public_url: str, kept: str) -> None:
    """Give the people among the personas a password, and register a public application.

    `kept`: the hash of PASSWORD, the same for all: computing it anew for each would take seconds.
    """
    tenant = government.code
    async with bound(database, tenant) as session:
        issuer = embedded_url(public_url, tenant)
        await session.execute(KEEP, {"tenant": tenant, "issuer": issuer, "hash": kept})
        client = {"tenant": tenant, "client": BROWSER, "back": BACK, "scopes": [*KNOWN_SCOPES]}
        await session.execute(REGISTER, client)
