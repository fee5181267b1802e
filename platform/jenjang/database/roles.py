"""The database roles and the database itself, which only a superuser can create. Done once."""

from urllib.parse import urlsplit, urlunsplit

import asyncpg

ROLES = ("jenjang_owner", "jenjang_app", "jenjang_worker", "jenjang_province")


async def create_roles_and_database(
    superuser_url: str, database: str = "jenjang", passwords: dict[str, str] | None = None
) -> None:
    """Create what is missing of the four roles and the database; none of them is a superuser.

    `passwords` by role; a role without one can only come in where the server trusts its address.
    """
    connection = await asyncpg.connect(superuser_url)
    try:
        for role in ROLES:
            if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                await connection.execute(f"CREATE ROLE {role} LOGIN NOBYPASSRLS")
            if password := (passwords or {}).get(role):
                quoted = await connection.fetchval("SELECT quote_literal($1::text)", password)
                await connection.execute(f"ALTER ROLE {role} PASSWORD {quoted}")
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
            await connection.execute(
                f'CREATE DATABASE "{database}" OWNER jenjang_owner TEMPLATE template0'
                " ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            )
            await connection.execute(f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC')
            await connection.execute(f'GRANT CONNECT ON DATABASE "{database}" TO {", ".join(ROLES)}')
    finally:
        await connection.close()


def as_role(url: str, role: str, database: str) -> str:
    """The same server's address for another role and database, without a password."""
    parts = urlsplit(url)
    host = f"@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, f"{role}{host}", f"/{database}", parts.query, ""))
