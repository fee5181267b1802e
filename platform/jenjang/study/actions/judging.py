"""How somebody stands to what a study leave asks, read at once and judged by the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.actions.reach import check_reaches_all
from jenjang.organisation.actions.records import predicates, sanctions, school, schools_in_order
from jenjang.organisation.models import Employee
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import ServiceState
from jenjang.study.actions.law import study_on
from jenjang.study.models import StudyLeave
from jenjang.study.rules.leaves import check_asked
from jenjang.study.rules.requirements import Finding, Student, Study, findings
from jenjang.study.terms import UNDER_WAY

READ = "training:read"
WEIGHED = ("employee:discipline", "appraisal:read")
"""What the findings are made of, and would tell of to who may not read it."""


class NoSuchSchool(BadUserInput):
    """There is no such level of school: name one of {known}."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How somebody stands to each requirement, and by which version of the rule."""

    findings: Sequence[Finding]
    rule: str


async def requirements(context: Context, employee_id: UUID, study: Study) -> Judged:
    """The same for whoever asks about somebody.

    Raises NotFound, Forbidden, NoSuchSchool, StudyNotAhead, BackBeforeItBegins, NoRuleInForce.
    """
    await check_reaches_all(context, READ, WEIGHED, employee_id, "employeeId")
    schools = await schools_in_order(context)
    check_level(study.level, schools)
    check_asked(study.begins, study.ends, context.today)
    return await _judged(context, employee_id, study, schools)


async def judge(context: Context, employee_id: UUID, study: Study, besides: UUID | None = None) -> Judged:
    """How somebody stands to what such a study asks today. `besides`: the leave that is judged, if there is.

    Raises NotFound, NoSuchSchool, NoRuleInForce.
    """
    schools = await schools_in_order(context)
    check_level(study.level, schools)
    return await _judged(context, employee_id, study, schools, besides)


async def _judged(
    context: Context, employee_id: UUID, study: Study, schools: Sequence[str], besides: UUID | None = None
) -> Judged:
    employee = await context.get(Employee, employee_id, field="employeeId")
    rule, cited = await study_on(context, context.today)
    student = Student(
        kind=employee.kind,
        state=ServiceState(employee.state),
        appointed=employee.appointed_on,
        retires=employee.retires_on,
        education=await school(context, employee_id, schools),
        schools=schools,
        predicates=await predicates(context, employee_id),
        sanctions=await sanctions(context, employee_id),
        studies=await _under_way(context, employee_id, besides),
        bonds=await _bonds(context, employee_id),
    )
    return Judged(findings(rule, study, student, context.today), cited)


def check_level(level: str, schools: Sequence[str]) -> None:
    """Refuse a level of school that there isn't. Raises NoSuchSchool."""
    if level not in schools:
        raise NoSuchSchool("level", known=", ".join(schools))


async def _under_way(context: Context, employee_id: UUID, besides: UUID | None) -> int:
    of = StudyLeave
    others = select(func.count()).where(of.employee_id == employee_id, of.state.in_(UNDER_WAY))
    return await context.session.scalar(others.where(of.id != besides) if besides else others) or 0


async def _bonds(context: Context, employee_id: UUID) -> Sequence[Span]:
    of = StudyLeave
    owed = select(of.finished_on, of.bond_to).where(of.employee_id == employee_id, of.bond_to.is_not(None))
    return [Span(row.finished_on, row.bond_to) for row in await context.session.execute(owed)]
