"""Who may: a permission is held within a reach, by a viewer, on a date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Reach(StrEnum):
    """How far a permission goes."""

    OWN = "OWN"
    UNIT = "UNIT"
    TENANT = "TENANT"


class Role(StrEnum):
    """What somebody is in a government, on a date."""

    STAFF = "STAFF"
    LEADER = "LEADER"
    ACTING_LEADER = "ACTING_LEADER"
    MENTOR = "MENTOR"
    TRAINING_MANAGER = "TRAINING_MANAGER"
    TALENT_COMMITTEE = "TALENT_COMMITTEE"
    REGIONAL_ADMIN = "REGIONAL_ADMIN"
    AUDITOR = "AUDITOR"
    INTEGRATION_CLIENT = "INTEGRATION_CLIENT"
    PROVINCIAL_ADMIN = "PROVINCIAL_ADMIN"


class Within(NamedTuple):
    """How far a permission goes and, short of the whole government, in which area's units."""

    reach: Reach
    area: str = ""
    """The role by which it is held in units: somebody may lead some, and manage the training of others."""


HOUSE_ACCOUNT = UUID(int=0)
"""The account under which the house itself acts, at an operator's command."""
Grants = Mapping[str, frozenset[Within]]
NOWHERE: frozenset[Within] = frozenset()
EVERYWHERE = frozenset({Within(Reach.TENANT)})


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: an account of one tenant, with what its roles allow on the date of asking."""

    tenant: str
    account_id: UUID
    roles: tuple[Role, ...]
    grants: Grants
    employee_id: UUID | None = None
    client: str | None = None
    units: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    """The units of each area today, with all below them."""
    registered_documents: bool = False
    """Whether the application may run the published operations only."""

    def within(self, permission: str) -> frozenset[Within]:
        """How far this viewer holds the permission, area by area; empty: not at all."""
        return self.grants.get(permission, NOWHERE)

    def reach(self, permission: str) -> frozenset[Reach]:
        """How far this viewer holds the permission; empty: not at all."""
        return frozenset(one.reach for one in self.within(permission))

    def may(self, permission: str) -> bool:
        return bool(self.within(permission))

    def units_in(self, areas: Iterable[str]) -> tuple[UUID, ...]:
        """The units of these areas together."""
        return tuple(dict.fromkeys(unit for area in sorted(areas) for unit in self.units.get(area, ())))

    def units_of(self, permission: str) -> tuple[UUID, ...]:
        """The units in which this viewer holds the permission."""
        return self.units_in(one.area for one in self.within(permission) if one.reach is Reach.UNIT)
