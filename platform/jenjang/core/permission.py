"""Who may: a permission is held within a reach, by a viewer, on a date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
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
    MENTOR = "MENTOR"
    REGIONAL_ADMIN = "REGIONAL_ADMIN"
    INTEGRATION_CLIENT = "INTEGRATION_CLIENT"
    PROVINCIAL_ADMIN = "PROVINCIAL_ADMIN"


HOUSE_ACCOUNT = UUID(int=0)
"""The account under which the house itself acts, at an operator's command."""
Grants = Mapping[str, frozenset[Reach]]
NO_REACH: frozenset[Reach] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: an account of one tenant, with what its roles allow on the date of asking."""

    tenant: str
    account_id: UUID
    roles: tuple[Role, ...]
    grants: Grants
    employee_id: UUID | None = None
    client: str | None = None
    led_units: tuple[UUID, ...] = field(default=())
    registered_documents: bool = False
    """Whether the application may run the published operations only."""

    def reach(self, permission: str) -> frozenset[Reach]:
        """How far this viewer holds the permission; empty: not at all."""
        return self.grants.get(permission, NO_REACH)

    def may(self, permission: str) -> bool:
        return bool(self.reach(permission))
