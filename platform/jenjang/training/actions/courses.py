"""The catalogue: courses are added, changed and closed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, select

from jenjang.competence.actions.subjects import subject
from jenjang.competence.rules.levels import check_level
from jenjang.competence.rules.standards import AskedForTwice
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, Conflict, NotFound
from jenjang.core.texts import check_text
from jenjang.organisation.actions.history import one_at_a_time
from jenjang.organisation.actions.law import cite, in_force
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.models import Unit
from jenjang.organisation.rules.span import EndsBeforeItBegins
from jenjang.organisation.terms import EmployeeKind
from jenjang.reference.codes import codes_with
from jenjang.reference.models import PositionLevel
from jenjang.training.models.catalogue import TrainingCourse, TrainingTarget
from jenjang.training.rules.forms import form_rules, hours_of
from jenjang.training.terms import TrainingForm

FORMS = "training_forms"
LONGEST_CODE, LONGEST_NAME = 40, 200
"""Characters."""


class CourseCodeTaken(Conflict):
    """Another course has the code {code}."""


class NothingTaught(BadUserInput):
    """Who is to have a gap has one in what the course teaches: name a competency."""


class CourseClosedBefore(Conflict):
    """This course was closed on {on}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A competency that is taught, and up to which level."""

    level: int
    competency: str | None = None
    technical_competency_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseAdd:
    """A course as it is to stand in the catalogue."""

    code: str
    name: str
    form: TrainingForm
    provider: str
    amount: int
    valid_from: date
    targets: tuple[Target, ...] = ()
    description: str | None = None
    for_kind: EmployeeKind | None = None
    for_levels: tuple[str, ...] = ()
    for_unit_id: UUID | None = None
    for_gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChange:
    """A course as it is to be from now on; its code and form stay."""

    course_id: UUID
    expected_version: int
    name: str
    provider: str
    amount: int
    targets: tuple[Target, ...] = ()
    description: str | None = None
    for_kind: EmployeeKind | None = None
    for_levels: tuple[str, ...] = ()
    for_unit_id: UUID | None = None
    for_gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseClose:
    """From which day on a course is held no more, and why."""

    course_id: UUID
    expected_version: int
    on: date
    reason: str


async def add_course(context: Context, asked: CourseAdd) -> TrainingCourse:
    """Put a course into the catalogue, with its hours by its form.

    Raises CourseCodeTaken, NoAmount, NothingTaught, AskedForTwice, NoSuchLevel, NameOneCompetency, NotFound,
    NoText, TextTooLong, NoRuleInForce.
    """
    code = check_text(asked.code, "code", LONGEST_CODE)
    await one_at_a_time(context, "training courses")
    if await context.session.scalar(select(exists().where(TrainingCourse.code == code))):
        raise CourseCodeTaken("code", code=code)
    course = TrainingCourse(code=code, form=asked.form, valid_from=asked.valid_from, version=1)
    await _write(context, course, asked)
    return course


async def change_course(context: Context, asked: CourseChange) -> TrainingCourse:
    """Change a course; events that are open keep their meetings, and teach what it teaches from now on.

    Raises Stale, and as `add_course`.
    """
    course = await context.get(TrainingCourse, asked.course_id, lock=True, field="courseId")
    await _write(context, changed(course, asked.expected_version), asked)
    return course


async def close_course(context: Context, asked: CourseClose) -> TrainingCourse:
    """Let no more events of a course be opened from a day on. Raises Stale, CourseClosedBefore, NoText."""
    course = await context.get(TrainingCourse, asked.course_id, lock=True, field="courseId")
    check_text(asked.reason, "reason")
    if course.valid_to:
        raise CourseClosedBefore("courseId", on=course.valid_to)
    if asked.on < course.valid_from:
        raise EndsBeforeItBegins("on", begins=course.valid_from, ends=asked.on)
    changed(course, asked.expected_version).valid_to = asked.on
    return course


async def _write(context: Context, course: TrainingCourse, asked: CourseAdd | CourseChange) -> None:
    """What both deeds tell of a course."""
    rule = await in_force(context, FORMS, context.today)
    course.name = check_text(asked.name, "name", LONGEST_NAME)
    course.provider = check_text(asked.provider, "provider", LONGEST_NAME)
    description = asked.description
    course.description = None if description is None else check_text(description, "description")
    form = TrainingForm(course.form)
    rules = rule.read_by(form_rules)
    course.form_group, course.amount = rules[form].group, asked.amount
    course.hours, course.rule = hours_of(rules, form, asked.amount), cite(rule)
    await _check_audience(context, asked)
    course.for_kind, course.for_levels = asked.for_kind, sorted(set(asked.for_levels))
    course.for_unit_id, course.for_gap = asked.for_unit_id, asked.for_gap
    targets = await _targets(context, asked.targets)
    context.session.add(course)
    await context.session.flush()
    await context.session.execute(delete(TrainingTarget).where(TrainingTarget.course_id == course.id))
    context.session.add_all(TrainingTarget(course_id=course.id, **one) for one in targets)
    await context.session.flush()


async def _check_audience(context: Context, asked: CourseAdd | CourseChange) -> None:
    if asked.for_gap and not asked.targets:
        raise NothingTaught("targets")
    if asked.for_unit_id:
        await context.get(Unit, asked.for_unit_id, field="forUnitId")
    for place, level in enumerate(asked.for_levels):
        if level not in await codes_with(context.session, PositionLevel, level):
            raise NotFound(("forLevels", str(place)))


async def _targets(context: Context, targets: tuple[Target, ...]) -> list[dict[str, object]]:
    """The columns of what is taught, each competency once."""
    found: dict[str, dict[str, object]] = {}
    for place, target in enumerate(targets):
        at = ("targets", str(place))
        of = await subject(context, target.competency, target.technical_competency_id, at)
        if of.key in found:
            raise AskedForTwice(at)
        found[of.key] = {"level": check_level(target.level, (*at, "level")), **of.columns}
    return list(found.values())
