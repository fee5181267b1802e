"""Who gets the free seats: in the order of the list, who is free then and whose unit can pay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Waiting:
    """An enrolment that waits, and which budget pays; None: it costs nothing."""

    enrolment_id: UUID
    employee_id: UUID
    budget_id: UUID | None


def seated(
    waiting: Sequence[Waiting],
    free: int,
    cost: Decimal,
    busy: Collection[UUID],
    available: Mapping[UUID, Decimal],
) -> list[Waiting]:
    """Who of those that wait, first come first, gets a seat.

    `busy`: people who are elsewhere at one of its times. `available`: rupiah left in each budget. Who can't
    have a seat now stays on the list in that place, and holds up nobody.
    """
    left = dict(available)
    found: list[Waiting] = []
    for one in waiting:
        if len(found) >= free:
            break
        if one.employee_id in busy or (one.budget_id and left[one.budget_id] < cost):
            continue
        if one.budget_id:
            left[one.budget_id] -= cost
        found.append(one)
    return found
