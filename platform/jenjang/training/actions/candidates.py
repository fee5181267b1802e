"""What a course asks of who goes, and what somebody is today."""

from sqlalchemy import select, text

from jenjang.core.context import Context
from jenjang.organisation.models import Employee
from jenjang.training.models.catalogue import TrainingCourse, TrainingTarget
from jenjang.training.rules.audience import Audience, Candidate

PLACED = text("""
    SELECT p.unit_id, s.level,
           ARRAY(SELECT a.ancestor_id FROM unit_ancestry a
                  WHERE a.tenant_id = :tenant AND a.unit_id = p.unit_id
                    AND a.valid_from <= :on AND (a.valid_to IS NULL OR a.valid_to > :on)) AS units
      FROM placements p JOIN positions s ON s.tenant_id = :tenant AND s.id = p.position_id
     WHERE p.tenant_id = :tenant AND p.employee_id = :employee
       AND p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to > :on)
""")
LACKS = text("""
    SELECT g.subject FROM competency_gaps g
      LEFT JOIN competency_levels l ON l.tenant_id = :tenant AND l.employee_id = :employee
       AND l.subject = g.subject AND l.valid_from <= :on AND l.valid_to > :on
     WHERE g.tenant_id = :tenant AND g.employee_id = :employee
       AND g.placed_from <= :on AND (g.placed_to IS NULL OR g.placed_to > :on)
       AND g.required_from <= :on AND (g.required_to IS NULL OR g.required_to > :on)
       AND coalesce(l.level, 0) < g.required
""")
"""Of whom nobody knows the level may learn it: not assessed counts as lacking, here."""


async def audience_of(context: Context, course: TrainingCourse) -> Audience:
    """Whom a course is for."""
    taught = select(TrainingTarget.subject).where(TrainingTarget.course_id == course.id)
    return Audience(
        kind=course.for_kind,
        levels=course.for_levels,
        unit_id=course.for_unit_id,
        with_gap=course.for_gap,
        subjects=(await context.session.scalars(taught)).all(),
    )


async def candidate(context: Context, employee: Employee) -> Candidate:
    """What somebody is today."""
    asked = {"tenant": context.tenant, "employee": employee.id, "on": context.today}
    placed = (await context.session.execute(PLACED, asked)).one_or_none()
    return Candidate(
        kind=employee.kind,
        level=placed.level if placed else None,
        units=placed.units if placed else (),
        lacks=(await context.session.scalars(LACKS, asked)).all(),
    )
