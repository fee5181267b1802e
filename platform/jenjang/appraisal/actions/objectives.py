"""What units are to reach: set and dropped by who leads there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from jenjang.appraisal.actions.reach import EVALUATE
from jenjang.appraisal.models.skp import SkpResult, UnitObjective
from jenjang.appraisal.rules.skps import check_year
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import facts, time_of
from jenjang.organisation.actions.reach import check_reaches_unit
from jenjang.organisation.models import Unit, UnitVersion
from jenjang.organisation.rules.span import Span
from jenjang.organisation.rules.tree import check_unit_open


class ObjectiveLedTo(Conflict):
    """{count} result(s) of SKPs lead to this objective."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetObjective:
    """What a unit is to reach in a year, and how it is told that it was."""

    unit_id: UUID
    year: int
    statement: str
    indicator: str
    objective_id: UUID | None = None


async def set_objective(context: Context, asked: SetObjective) -> UnitObjective:
    """Set what a unit is to reach, or say it otherwise. Raises NotFound for units out of reach."""
    check_reaches_unit(context, EVALUATE, asked.unit_id, "unitId")
    unit = await context.get(Unit, asked.unit_id, field="unitId")
    check_year(asked.year, context.today)
    day = max(context.today, date(asked.year, 1, 1))
    versions = await facts(context.session, UnitVersion, UnitVersion.unit_id == unit.id)
    check_unit_open(map(time_of, versions), Span(day, day + date.resolution))
    objective = await _objective(context, asked)
    objective.statement = check_text(asked.statement, "statement")
    objective.indicator = check_text(asked.indicator, "indicator")
    context.session.add(objective)
    await context.session.flush()
    return objective


async def _objective(context: Context, asked: SetObjective) -> UnitObjective:
    """The one to change, of that unit and year, or a new one. Raises NotFound."""
    if asked.objective_id is None:
        return UnitObjective(unit_id=asked.unit_id, year=asked.year)
    found = await context.get(UnitObjective, asked.objective_id, lock=True, field="objectiveId")
    if (found.unit_id, found.year) != (asked.unit_id, asked.year):
        raise NotFound("objectiveId")
    return found


async def drop_objective(context: Context, objective_id: UUID) -> None:
    """Take back an objective to which nothing leads. Raises NotFound, ObjectiveLedTo."""
    objective = await context.get(UnitObjective, objective_id, lock=True, field="objectiveId")
    check_reaches_unit(context, EVALUATE, objective.unit_id, "objectiveId")
    leading = select(func.count()).where(SkpResult.objective_id == objective.id)
    if count := await context.session.scalar(leading):
        raise ObjectiveLedTo("objectiveId", count=count)
    await context.session.delete(objective)
    await context.session.flush()
