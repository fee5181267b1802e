"""The demo's personas: their accounts and roles in each government, and tokens to try them with."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.database.engine import bound
from jenjang.demo.people.cast import cast
from jenjang.identity.issuers import embedded_url
from jenjang.identity.personas import Persona, issue_to, personas_of, subject
from jenjang.tenancy.catalogue import Government, GovernmentKind

SETTLE = text("""
    INSERT INTO accounts (tenant_id, issuer, subject, employee_id, client)
    VALUES (:tenant, :issuer, :subject,
            (SELECT id FROM employees WHERE tenant_id = :tenant AND number = :number), :client)
    ON CONFLICT (tenant_id, issuer, subject) DO UPDATE
       SET employee_id = excluded.employee_id, client = excluded.client, disabled_at = NULL
    RETURNING id, employee_id
""")
GRANT = text("""
    INSERT INTO role_grants (tenant_id, account_id, role, given_by, reason, valid_from)
    SELECT :tenant, :account, :role, 'jenjang demo', 'A persona of the demo.', DATE '2024-01-01'
     WHERE NOT EXISTS (SELECT FROM role_grants
                        WHERE tenant_id = :tenant AND account_id = :account AND role = :role
                          AND valid_to IS NULL)
""")


class PersonaWithoutEmployee(Refusal):
    """The persona {persona} of {tenant} should be the employee {number}, who isn't there: import first."""


async def settle(
    database: AsyncEngine, government: Government, nips: Mapping[str, str], public_url: str
) -> None:
    """Give each persona its account and role, once or again; `nips` says who the people are.

    `database`: as app or owner. `public_url`: where this server is reached, for the issuer.
    Without any, nobody stands behind a persona. Raises PersonaWithoutEmployee.
    """
    playable = personas_of(government) if nips else cast(government)
    async with bound(database, government.code) as session:
        for name, persona in playable.items():
            issuer = embedded_url(public_url, government.code)
            number = nips.get(name) if persona.a_person else None
            employee = await _settle(session, government.code, issuer, name, persona, number)
            if persona.a_person and nips and employee is None:
                raise PersonaWithoutEmployee(persona=name, tenant=government.code, number=number)


async def _settle(
    session: AsyncSession, tenant: str, issuer: str, name: str, persona: Persona, number: str | None
) -> UUID | None:
    """Settle one persona; tell the employee behind it."""
    row = {
        "tenant": tenant,
        "issuer": issuer,
        "subject": subject(name),
        "number": number,
        "client": persona.client if persona.program else None,
    }
    account = (await session.execute(SETTLE, row)).one()
    if persona.role:
        await session.execute(GRANT, {"tenant": tenant, "account": account.id, "role": persona.role})
    found: UUID | None = account.employee_id
    return found


def issue(settings: Settings, governments: Iterable[Government]) -> dict[str, dict[str, object]]:
    """A token a persona, good for a day: `tokens` by government, `province_tokens` by kode wilayah."""
    tokens: dict[str, object] = {}
    province_tokens: dict[str, object] = {}
    for government in governments:
        made = {name: issue_to(settings, government, name) for name in cast(government)}
        if government.kind is GovernmentKind.PROVINCE:
            province_tokens[government.region_code] = made["province"]
        else:
            tokens[government.code] = made
    return {"tokens": tokens, "province_tokens": province_tokens}
