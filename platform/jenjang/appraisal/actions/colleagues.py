"""Colleagues: who is named by a global id, or by a NIP."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from jenjang.appraisal.actions.reach import reaches
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.models import Employee, ServicePeriod
from jenjang.organisation.rules.life import IN_SERVICE
from jenjang.organisation.rules.number import number_digits

SEES = "employee:read"
Field = tuple[str, ...]


class NameOnePerson(BadUserInput):
    """Name one person: either by global id or by NIP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the same government: by global id, or by NIP where the file can't be seen."""

    employee_id: UUID | None = None
    nip: str | None = None


async def colleague(context: Context, named: Person, by_id: Field, by_nip: Field) -> UUID:
    """Who is meant, in service today.

    Raises NameOnePerson, NotEighteenDigits; NotFound, also for a file that can't be seen.

    Whoever knows a NIP may name its bearer: a colleague's file is not seen, but who one works with is known.
    """
    if (named.employee_id is None) == (named.nip is None):
        raise NameOnePerson(by_id)
    field = by_id if named.employee_id else by_nip
    found = named.employee_id or await _bearer(context, named.nip or "", by_nip)
    seen = named.employee_id is None or (found is not None and await reaches(context, SEES, found))
    if found is None or not seen or not await _is_in_service(context, found):
        raise NotFound(field)
    return found


async def _bearer(context: Context, nip: str, field: Field) -> UUID | None:
    digits = number_digits(nip, field)
    found: UUID | None = await context.session.scalar(select(Employee.id).where(Employee.number == digits))
    return found


async def _is_in_service(context: Context, employee_id: UUID) -> bool:
    today = select(ServicePeriod.id).where(
        ServicePeriod.employee_id == employee_id,
        ServicePeriod.state.in_(IN_SERVICE),
        runs_on(ServicePeriod, context.today),
    )
    return await context.session.scalar(today.limit(1)) is not None
