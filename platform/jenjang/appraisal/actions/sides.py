"""The two sides of an SKP: the employee, and whoever is the direct superior today."""

from uuid import UUID

from jenjang.appraisal.actions.people import NotTheSuperior
from jenjang.appraisal.actions.reach import READ, SKPS, reaches, reaches_part
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, Forbidden, NotFound
from jenjang.organisation.actions.superiors import Standing, standing_of
from jenjang.organisation.actions.versions import own_person


class NotASide(Forbidden):
    """Only the employee whose SKP it is and today's direct superior do this."""


class NotTheEmployee(Forbidden):
    """Only the employee whose SKP it is does this."""


class NoSuperior(Conflict):
    """Nobody leads above this person today, so nobody can agree on an SKP."""


async def standing_seen(
    context: Context, employee_id: UUID, field: str, skp_id: UUID | None = None
) -> Standing | None:
    """Where somebody stands today, whose SKPs, or that one of them, the viewer may see.

    Raises NotFound, NotAPerson.
    """
    me = own_person(context)
    standing = await standing_of(context, employee_id, context.today)
    if me not in (employee_id, superior_of(standing)):
        if skp_id:
            seen = await reaches_part(context, READ, employee_id, SKPS, skp_id)
        else:
            seen = await reaches(context, READ, employee_id)
        if not seen:
            raise NotFound(field)
    return standing


def superior_of(standing: Standing | None) -> UUID | None:
    return standing.superior_employee_id if standing else None


def evaluator_of(standing: Standing | None, field: str) -> UUID:
    """The direct superior. Raises NoSuperior."""
    superior = superior_of(standing)
    if superior is None:
        raise NoSuperior(field)
    return superior


def check_side(context: Context, employee_id: UUID, standing: Standing | None, field: str) -> None:
    """Refuse whoever is neither the employee nor today's direct superior. Raises NotASide."""
    if own_person(context) not in (employee_id, superior_of(standing)):
        raise NotASide(field)


def check_employee(context: Context, employee_id: UUID, field: str) -> None:
    """Refuse whoever isn't the employee. Raises NotTheEmployee."""
    if own_person(context) != employee_id:
        raise NotTheEmployee(field)


def check_superior(context: Context, standing: Standing | None, field: str) -> None:
    """Refuse whoever isn't today's direct superior. Raises NotTheSuperior."""
    if own_person(context) != superior_of(standing):
        raise NotTheSuperior(field)
