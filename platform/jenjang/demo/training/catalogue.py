"""The demo's catalogue: sixty courses of all statutory forms."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import select

from jenjang.competence.models import TechnicalCompetency
from jenjang.core.context import Context
from jenjang.database.many import insertion
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.organisation.actions.law import cite, in_force
from jenjang.training.actions.courses import FORMS
from jenjang.training.models.catalogue import TrainingCourse, TrainingTarget
from jenjang.training.rules.audience import Audience
from jenjang.training.rules.forms import FormRule, form_rules, hours_of
from jenjang.training.terms import TrainingForm


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the demo as it stands in a government's catalogue."""

    id: UUID
    code: str
    name: str
    form: TrainingForm
    hours: int
    cost: Decimal
    """Rupiah of a seat at each of its events."""
    audience: Audience
    targets: Sequence[Mapping[str, Any]]
    """By course: competency, technical competency, subject, level. Any: columns of a table."""


async def catalogue(context: Context, new_id: Any) -> Sequence[Course]:  # Any: gives the next id.
    """Put the courses into the government's catalogue."""
    rule = await in_force(context, FORMS, context.today)
    forms = rule.read_by(form_rules)
    known = select(TechnicalCompetency.code, TechnicalCompetency.id)
    technical = {row.code: row.id for row in await context.session.execute(known)}
    shipped = tomllib.loads((files("jenjang.demo.training") / "courses.toml").read_text("utf-8"))
    told: Sequence[Mapping[str, Any]] = shipped["courses"]
    courses = [_course(new_id(), row, technical, forms) for row in told]
    both = zip(courses, told, strict=True)
    context.session.add_all(TrainingCourse(**_row(course, row, cite(rule), forms)) for course, row in both)
    await context.session.flush()
    taught = [
        {"course_id": course.id, **{name: target[name] for name in target if name != "subject"}}
        for course in courses
        for target in course.targets
    ]
    await context.session.execute(insertion(TrainingTarget, taught))
    return courses


def _course(
    key: UUID, row: Mapping[str, Any], technical: Mapping[str, UUID], forms: Mapping[TrainingForm, FormRule]
) -> Course:
    targets = [_target(code, level, technical) for code, level in row["teaches"].items()]
    form = TrainingForm(row["form"])
    return Course(
        id=key,
        code=row["code"],
        name=row["name"],
        form=form,
        hours=hours_of(forms, form, row["amount"]),
        cost=Decimal(row["cost"]),
        audience=Audience(levels=row.get("levels", ()), subjects=[one["subject"] for one in targets]),
        targets=targets,
    )


def _target(code: str, level: int, technical: Mapping[str, UUID]) -> Mapping[str, Any]:
    key = technical.get(code)
    return {
        "competency": None if key else code,
        "technical_competency_id": key,
        "subject": str(key or code),
        "level": level,
    }


def _row(
    course: Course, row: Mapping[str, Any], rule: str, forms: Mapping[TrainingForm, FormRule]
) -> Mapping[str, Any]:
    return {
        "id": course.id,
        "code": course.code,
        "name": course.name,
        "form": course.form,
        "form_group": forms[course.form].group,
        "provider": row["provider"],
        "amount": row["amount"],
        "hours": course.hours,
        "rule": rule,
        "for_levels": sorted(course.audience.levels),
        "valid_from": AS_OF.replace(year=AS_OF.year - 3, month=1),
    }
