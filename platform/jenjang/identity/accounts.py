"""Who an account is on a date: the person behind it, in service or not, and the roles granted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.permission import Role

GRANTABLE = (Role.MENTOR, Role.REGIONAL_ADMIN, Role.INTEGRATION_CLIENT, Role.PROVINCIAL_ADMIN)
"""Roles that somebody gives. Staff and leaders are what they are by their service and their units."""

IN_SERVICE = frozenset({"CANDIDATE", "ACTIVE", "STUDY_LEAVE", "UNPAID_LEAVE", "SUSPENDED"})
"""States of service in which a person may still ask; whatever is not named here has ended."""

FIND = text("""
    SELECT accounts.id, accounts.employee_id, accounts.client,
           coalesce(service_periods.state, employees.state) AS state,
           coalesce(accounts.disabled_at <= :now, false) AS disabled,
           ARRAY(SELECT role_grants.role FROM role_grants
                  WHERE role_grants.tenant_id = accounts.tenant_id AND role_grants.account_id = accounts.id
                    AND role_grants.valid_from <= :today
                    AND (role_grants.valid_to IS NULL OR role_grants.valid_to > :today)) AS granted
      FROM accounts
      LEFT JOIN employees
        ON employees.tenant_id = accounts.tenant_id AND employees.id = accounts.employee_id
      LEFT JOIN service_periods
        ON service_periods.tenant_id = accounts.tenant_id
       AND service_periods.employee_id = accounts.employee_id AND service_periods.valid_from <= :today
       AND (service_periods.valid_to IS NULL OR service_periods.valid_to > :today)
     WHERE accounts.tenant_id = :tenant AND accounts.issuer = :issuer AND accounts.subject = :subject
""")


@dataclass(frozen=True, slots=True)
class Known:
    """An account as it is today."""

    id: UUID
    employee_id: UUID | None
    client: str | None
    state: str | None
    disabled: bool
    granted: tuple[Role, ...]

    @property
    def in_service(self) -> bool:
        """Whether the person behind it serves; of a program there is none to serve."""
        return self.employee_id is None or self.state in IN_SERVICE

    def roles(self, *, leads: bool) -> tuple[Role, ...]:
        """All that it is today, each role once, in the order of the table."""
        own = (Role.STAFF, Role.LEADER) if leads else (Role.STAFF,)
        return (*(own if self.employee_id else ()), *(role for role in GRANTABLE if role in self.granted))


async def find_account(
    session: AsyncSession, tenant: str, issuer: str, subject: str, now: datetime, today: date
) -> Known | None:
    """The account that an issuer vouches for, as it is at this moment on this date; None: unknown."""
    asked = {"tenant": tenant, "issuer": issuer, "subject": subject, "now": now, "today": today}
    row = (await session.execute(FIND, asked)).one_or_none()
    if row is None:
        return None
    granted = tuple(Role(role) for role in row.granted)
    return Known(row.id, row.employee_id, row.client, row.state, row.disabled, granted)
