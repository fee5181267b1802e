"""What the database already knows of the people that a file names: themselves and their histories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.errors import BadUserInput, Conflict
from jenjang.core.sealing import Seals
from jenjang.database.model import opened_row
from jenjang.organisation.imports.history import Fact
from jenjang.organisation.imports.plan import Model, Values
from jenjang.organisation.models import (
    Education,
    Employee,
    EmployeeNumber,
)
from jenjang.organisation.rules.person import NumberTaken

IDENTITY = ("number", "kind", "siasn_id")
PROFILE = (
    "name",
    "front_title",
    "back_title",
    "sex",
    "birth_date",
    "birth_place",
    "nik",
    "phone",
    "email",
    "work_email",
    "address",
    "appointed_on",
)
SERVICE = ("state", "retires_on", "retirement_rule")
OF_NUMBER = ("number", "kind")
OF_RANK = ("rank", "decree_number", "decree_date", "reason")
OF_PLACEMENT = (
    "position_id",
    "unit_id",
    "decree_number",
    "decree_date",
    "reason",
    "fits",
    "misfit",
    "fit_rule",
)
OF_SERVICE = ("state", "reason", "decree_number")
OF_EDUCATION = ("level", "programme", "school", "graduated_in")

Histories = Mapping[UUID, Sequence[Fact]]


class PersonUnknown(BadUserInput):
    """Nobody has the number {found}. Bring the people in first."""


class IdentityDiffers(Conflict):
    """The person with this number has the PNS ID {known}, the row says {found}."""


class Known(NamedTuple):
    """Somebody in the database: the columns of the employee's row."""

    id: UUID
    columns: Values


@dataclass(frozen=True, slots=True)
class People:
    """The people a file names who are in the database, found by number (also a former one) or PNS ID."""

    by_number: Mapping[str, Known]
    by_siasn_id: Mapping[str, Known]

    def find(self, number: str, siasn_id: str | None) -> Known | None:
        """Who it is; None: nobody yet. Raises NumberTaken, IdentityDiffers."""
        by_number = self.by_number.get(number)
        by_siasn_id = self.by_siasn_id.get(siasn_id) if siasn_id else None
        if by_number and by_siasn_id and by_number.id != by_siasn_id.id:
            raise NumberTaken(number=number)
        if by_number and siasn_id and by_number.columns["siasn_id"] not in (None, siasn_id):
            raise IdentityDiffers(known=by_number.columns["siasn_id"], found=siasn_id)
        return by_number or by_siasn_id

    def bearer(self, number: str) -> Known:
        """Who bears or bore the number. Raises PersonUnknown."""
        try:
            return self.by_number[number]
        except KeyError:
            raise PersonUnknown(found=number) from None

    def ids(self) -> set[UUID]:
        """Everybody found."""
        return {person.id for found in (self.by_number, self.by_siasn_id) for person in found.values()}


async def known_people(
    session: AsyncSession, seals: Seals, numbers: Collection[str], siasn_ids: Collection[str] = ()
) -> People:
    """Those who bear or bore one of the numbers, or have one of the PNS IDs."""
    wanted = {"numbers": list(numbers), "siasn_ids": list(siasn_ids)}
    table = Employee.__table__.c
    columns = [table[name] for name in ("id", *IDENTITY, *PROFILE, *SERVICE, "version")]
    borne = EmployeeNumber.number == func.any(_texts("numbers"))
    bearers = select(EmployeeNumber.employee_id).where(borne)
    found = or_(table.id.in_(bearers), table.siasn_id == func.any(_texts("siasn_ids")))
    rows = await session.execute(select(*columns).where(found), wanted)
    opened = (opened_row(seals, Employee, dict(row)) for row in rows.mappings())
    people = {row["id"]: Known(row["id"], row) for row in opened}
    number, employee_id = EmployeeNumber.number, EmployeeNumber.employee_id
    bearing = await session.execute(select(number, employee_id).where(borne), wanted)
    return People(
        by_number={number: people[employee_id] for number, employee_id in bearing},
        by_siasn_id={key: each for each in people.values() if (key := each.columns["siasn_id"])},
    )


async def histories(
    session: AsyncSession, model: Model, columns: Iterable[str], people: Collection[UUID]
) -> Histories:
    """Each person's dated facts of one kind, the earliest first."""
    if not people:
        return {}
    table = model.__table__.c
    named = list(columns)
    chosen = [table[name] for name in ("employee_id", "id", "valid_from", "valid_to", *named)]
    whose = table.employee_id == func.any(bindparam("people", type_=ARRAY(Uuid)))
    rows = await session.execute(select(*chosen).where(whose), {"people": list(people)})
    facts: dict[UUID, list[Fact]] = {}
    for employee, row_id, begins, ends, *values in rows:
        content = dict(zip(named, values, strict=True))
        facts.setdefault(employee, []).append(Fact(begins, ends, content, row_id))
    for history in facts.values():
        history.sort(key=lambda fact: fact.begins)
    return facts


async def educations(session: AsyncSession, people: Collection[UUID]) -> Mapping[UUID, Sequence[Values]]:
    """Each person's schools."""
    table = Education.__table__.c
    chosen = [table[name] for name in ("employee_id", "id", *OF_EDUCATION)]
    whose = table.employee_id == func.any(bindparam("people", type_=ARRAY(Uuid)))
    found: dict[UUID, list[Values]] = {}
    if people:
        rows = await session.execute(select(*chosen).where(whose), {"people": list(people)})
        for row in rows.mappings():
            found.setdefault(row["employee_id"], []).append(dict(row))
    return found


def _texts(name: str) -> Any:  # Any: SQLAlchemy types a bound parameter by its value only.
    return bindparam(name, type_=ARRAY(Text))
