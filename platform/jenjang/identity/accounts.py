"""Who an account is on a date: the person behind it, in service or not, and the roles granted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jenjang.core.permission import Role
from jenjang.database.pool import BIND, Shelf
from jenjang.identity.tokens import Genuine

GRANTABLE = (Role.MENTOR, Role.REGIONAL_ADMIN, Role.INTEGRATION_CLIENT, Role.PROVINCIAL_ADMIN)
"""Roles that somebody gives. Staff and leaders are what they are by their service and their units."""

IN_SERVICE = frozenset({"CANDIDATE", "ACTIVE", "STUDY_LEAVE", "UNPAID_LEAVE", "SUSPENDED"})
"""States of service in which a person may still ask; whatever is not named here has ended."""

FIND = f"""
    SELECT found.* FROM {BIND}, LATERAL (
    SELECT accounts.id, accounts.employee_id, accounts.client,
           coalesce(service_periods.state, employees.state) AS state,
           coalesce(accounts.disabled_at <= $4::timestamptz, false) AS disabled,
           EXISTS (SELECT FROM oauth_grants
                    WHERE oauth_grants.tenant_id = ctx.tenant AND oauth_grants.id = $6::uuid
                      AND oauth_grants.ended_at IS NOT NULL)
           OR EXISTS (SELECT FROM oauth_clients
                       WHERE oauth_clients.tenant_id = ctx.tenant AND oauth_clients.client_id = $7::text
                         AND oauth_clients.revoked_at IS NOT NULL) AS taken_back,
           EXISTS (SELECT FROM oauth_clients
                    WHERE oauth_clients.tenant_id = ctx.tenant AND oauth_clients.client_id = $7::text
                      AND oauth_clients.registered_documents) AS registered_documents,
           ARRAY(SELECT role_grants.role FROM role_grants
                  WHERE role_grants.tenant_id = ctx.tenant AND role_grants.account_id = accounts.id
                    AND role_grants.valid_from <= $5::date
                    AND (role_grants.valid_to IS NULL OR role_grants.valid_to > $5::date)) AS granted,
           ARRAY({{led_units}}) AS leads
      FROM accounts
      LEFT JOIN employees ON employees.tenant_id = ctx.tenant AND employees.id = accounts.employee_id
      LEFT JOIN service_periods
        ON service_periods.tenant_id = ctx.tenant
       AND service_periods.employee_id = accounts.employee_id AND service_periods.valid_from <= $5::date
       AND (service_periods.valid_to IS NULL OR service_periods.valid_to > $5::date)
     WHERE accounts.tenant_id = ctx.tenant AND accounts.issuer = $2::text AND accounts.subject = $3::text
     LIMIT 1) found
"""
"""One statement, bound to the tenant in itself. {{led_units}}: the organisation's own sub-select."""


@dataclass(frozen=True, slots=True)
class Known:
    """An account as it is today."""

    id: UUID
    employee_id: UUID | None
    client: str | None
    state: str | None
    disabled: bool
    taken_back: bool
    """Whether what the token came of has ended, or its application was revoked."""
    granted: tuple[Role, ...]
    leads: tuple[UUID, ...]
    registered_documents: bool = False
    """Whether the token's application may run registered documents only."""

    @property
    def in_service(self) -> bool:
        """Whether the person behind it serves; of a program there is none to serve."""
        return self.employee_id is None or self.state in IN_SERVICE

    @property
    def roles(self) -> tuple[Role, ...]:
        """All that it is today, each role once, in the order of the table."""
        own = (Role.STAFF, Role.LEADER) if self.leads else (Role.STAFF,)
        return (*(own if self.employee_id else ()), *(role for role in GRANTABLE if role in self.granted))


class Accounts:
    """Finds accounts; `led_units` is SQL of the units that {employee} leads on {on} in {tenant}."""

    def __init__(self, shelf: Shelf, led_units: str) -> None:
        self._shelf = shelf
        leads = led_units.format(tenant="ctx.tenant", employee="accounts.employee_id", on="$5::date")
        self._sql = FIND.format(led_units=leads)

    async def find(self, token: Genuine, now: datetime, today: date) -> Known | None:
        """The account that a token's issuer vouches for, as it is now on this date; None: unknown."""
        row = await self._shelf.fetchrow(
            self._sql, token.tenant, token.issuer, token.subject, now, today, token.grant, token.client
        )
        if row is None:
            return None
        granted = tuple(Role(role) for role in row["granted"])
        return Known(
            row["id"],
            row["employee_id"],
            row["client"],
            row["state"],
            row["disabled"],
            row["taken_back"],
            granted,
            tuple(row["leads"]),
            row["registered_documents"],
        )
