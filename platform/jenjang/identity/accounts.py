"""Who an account is on a date: the person behind it, in service or not, and the roles granted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from jenjang.core.permission import Role
from jenjang.database.pool import BIND, Shelf
from jenjang.identity.permissions import Holding
from jenjang.identity.tokens import Genuine

GRANTABLE = tuple(role for role in Role if role not in (Role.STAFF, Role.LEADER))
"""Roles that somebody gives. Staff and leaders are what they are by their service and their units."""

IN_SERVICE = frozenset({"CANDIDATE", "ACTIVE", "STUDY_LEAVE", "UNPAID_LEAVE", "SUSPENDED"})
"""States of service in which a person may still ask; whatever is not named here has ended."""

FIND = f"""
    SELECT found.* FROM {BIND}, LATERAL (
    SELECT accounts.id, accounts.issuer, accounts.employee_id, accounts.client,
           coalesce(service_periods.state, employees.state) AS state,
           coalesce(accounts.disabled_at <= $4::timestamptz, false) AS disabled,
           accounts.admitted_at IS NOT NULL AS admitted,
           EXISTS (SELECT FROM oauth_grants
                    WHERE oauth_grants.tenant_id = ctx.tenant AND oauth_grants.id = $6::uuid
                      AND oauth_grants.ended_at IS NOT NULL)
           OR EXISTS (SELECT FROM oauth_clients
                       WHERE oauth_clients.tenant_id = ctx.tenant AND oauth_clients.client_id = $7::text
                         AND oauth_clients.revoked_at IS NOT NULL) AS taken_back,
           EXISTS (SELECT FROM oauth_clients
                    WHERE oauth_clients.tenant_id = ctx.tenant AND oauth_clients.client_id = $7::text
                      AND oauth_clients.registered_documents) AS registered_documents,
           (SELECT json_agg(json_build_array(
                       given.role, given.approve_only,
                       CASE WHEN given.unit_id IS NOT NULL THEN ARRAY({{units_below}}) END))::text
              FROM role_grants given
              LEFT JOIN accounts giver
                ON giver.tenant_id = given.tenant_id AND giver.id = given.given_by_account_id
             WHERE given.tenant_id = ctx.tenant
               AND (given.account_id = accounts.id OR given.account_id IN (
                        SELECT other.id FROM accounts other
                         WHERE other.tenant_id = ctx.tenant AND other.employee_id = accounts.employee_id
                           AND other.admitted_at IS NOT NULL
                           AND (other.disabled_at IS NULL OR other.disabled_at > $4::timestamptz)))
               AND given.valid_from <= $5::date AND (given.valid_to IS NULL OR given.valid_to > $5::date)
               AND (given.role <> 'ACTING_LEADER' OR given.unit_id IN ({{giver_leads}}))) AS granted,
           ARRAY({{led_units}}) AS leads, EXISTS ({{named}}) AS evaluates
      FROM accounts
      LEFT JOIN employees ON employees.tenant_id = ctx.tenant AND employees.id = accounts.employee_id
      LEFT JOIN service_periods
        ON service_periods.tenant_id = ctx.tenant
       AND service_periods.employee_id = accounts.employee_id AND service_periods.valid_from <= $5::date
       AND (service_periods.valid_to IS NULL OR service_periods.valid_to > $5::date)
     WHERE accounts.tenant_id = ctx.tenant AND accounts.id = coalesce(
               (SELECT other.id FROM oauth_grants
                  JOIN accounts other ON other.tenant_id = ctx.tenant AND other.id = oauth_grants.account_id
                 WHERE oauth_grants.tenant_id = ctx.tenant AND oauth_grants.id = $6::uuid
                   AND other.issuer <> $2::text AND other.id::text = $3::text),
               (SELECT own.id FROM accounts own
                 WHERE own.tenant_id = ctx.tenant AND own.issuer = $2::text AND own.subject = $3::text))
     LIMIT 1) found
"""
"""One statement, bound to the tenant in itself. Which account of a provider signed in at our issuer its grant
tells. A role given to one account of a person that may come in holds for the person;
who acts for a leader does so while that leader leads. {{led_units}}, {{giver_leads}}, {{named}} and
{{units_below}} are the organisation's own sub-selects."""


@dataclass(frozen=True, slots=True)
class Given:
    """A role that was given, as it is today: for these units and all below, or for the whole government."""

    role: Role
    approve_only: bool
    units: tuple[UUID, ...] | None

    @property
    def holding(self) -> Holding:
        return Holding(self.role, self.units is not None, self.approve_only)


@dataclass(frozen=True)
class Known:
    """An account as it is today."""

    id: UUID
    issuer: str
    employee_id: UUID | None
    client: str | None
    state: str | None
    disabled: bool
    admitted: bool
    """Whether it may come in at all: who came by itself is admitted by somebody first."""
    taken_back: bool
    """Whether what the token came of has ended, or its application was revoked."""
    given: tuple[Given, ...]
    leads: tuple[UUID, ...]
    evaluates: bool
    """Whether the authority to evaluate somebody was delegated to the person: a leader without units."""
    registered_documents: bool = False
    """Whether the token's application may run registered documents only."""

    @property
    def in_service(self) -> bool:
        """Whether the person behind it serves; of a program there is none to serve."""
        return self.employee_id is None or self.state in IN_SERVICE

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """All that it is today, each once, in the order of the table of roles."""
        own = [Holding(Role.STAFF)] if self.employee_id else []
        led = [Holding(Role.LEADER)] if self.employee_id and (self.leads or self.evaluates) else []
        given = {one.holding for one in self.given if one.role in GRANTABLE}
        by_role = sorted(given, key=lambda one: (tuple(Role).index(one.role), one.in_units, one.approve_only))
        return (*own, *led, *by_role)

    @property
    def roles(self) -> tuple[Role, ...]:
        """What it is, each role once."""
        return tuple(dict.fromkeys(holding.role for holding in self.holdings))

    @property
    def units(self) -> Mapping[str, tuple[UUID, ...]]:
        """The units of each area: those led, and those for which roles were given."""
        found: dict[str, tuple[UUID, ...]] = {Holding(Role.LEADER).area: self.leads}
        for one in self.given:
            if one.units is not None:
                area = one.holding.area
                found[area] = (*found.get(area, ()), *one.units)
        return found


class Accounts:
    """Finds accounts, with the organisation's SQL of units.

    `led_units`: of those that {employee} leads on {on} in {tenant}; `units_below`: of {unit} and those
    below it; `named`: of whom {employee} evaluates by delegated authority.
    """

    def __init__(self, shelf: Shelf, led_units: str, units_below: str, named: str) -> None:
        self._shelf = shelf
        here = {"tenant": "ctx.tenant", "on": "$5::date"}
        self._sql = FIND.format(
            led_units=led_units.format(employee="accounts.employee_id", **here),
            giver_leads=led_units.format(employee="giver.employee_id", **here),
            units_below=units_below.format(unit="given.unit_id", **here),
            named=named.format(employee="accounts.employee_id", **here),
        )

    async def find(self, token: Genuine, now: datetime, today: date) -> Known | None:
        """The account that a token's issuer vouches for, as it is now on this date; None: unknown."""
        row = await self._shelf.fetchrow(
            self._sql, token.tenant, token.issuer, token.subject, now, today, token.grant, token.client
        )
        if row is None:
            return None
        return Known(
            row["id"],
            row["issuer"],
            row["employee_id"],
            row["client"],
            row["state"],
            row["disabled"],
            row["admitted"],
            row["taken_back"],
            tuple(_given(*one) for one in json.loads(row["granted"] or "[]")),
            tuple(row["leads"]),
            row["evaluates"],
            row["registered_documents"],
        )


def _given(role: str, approve_only: bool, units: list[str] | None) -> Given:
    return Given(Role(role), approve_only, None if units is None else tuple(map(UUID, units)))
