"""The catalogue is kept by who manages training; hours follow from the form."""

from datetime import date
from uuid import uuid4

import pytest
from factories.appraisal.office import Office
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from training.conftest import TODAY, As, Refused

from jenjang.competence.rules.levels import NoSuchLevel
from jenjang.competence.rules.standards import AskedForTwice
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.rules.span import EndsBeforeItBegins
from jenjang.training.actions.courses import (
    CourseAdd,
    CourseChange,
    CourseClose,
    CourseClosedBefore,
    CourseCodeTaken,
    NothingTaught,
    Target,
    add_course,
    change_course,
    close_course,
)
from jenjang.training.models.catalogue import TrainingCourse, TrainingTarget
from jenjang.training.rules.forms import NoAmount
from jenjang.training.terms import TrainingForm

TAUGHT = (Target(competency="M.05", level=3),)


def adding(**more: object) -> CourseAdd:
    given = {
        "code": "YAN-1",
        "name": " Pelayanan Publik ",
        "form": TrainingForm.COACHING,
        "provider": "BKPSDM",
    }
    return CourseAdd(**{**given, "amount": 4, "valid_from": TODAY, "targets": TAUGHT, **more})  # type: ignore[arg-type]  # a table's values


async def taught(session: AsyncSession, course: TrainingCourse) -> list[tuple[str, int]]:
    rows = select(TrainingTarget.subject, TrainingTarget.level).where(TrainingTarget.course_id == course.id)
    return [tuple(row) for row in await session.execute(rows.order_by(TrainingTarget.subject))]


async def test_a_course_counts_hours_by_its_form(session: AsyncSession, as_: As) -> None:
    made = await add_course(as_("admin"), adding())
    assert (made.name, made.form_group, made.hours, made.rule) == (
        *("Pelayanan Publik", "NON_CLASSICAL", 8),
        "training_forms 2018",
    )
    assert await taught(session, made) == [("M.05", 3)]


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"amount": 0}, NoAmount, ("amount",)),
        ({"name": " "}, NoText, ("name",)),
        ({"targets": (), "for_gap": True}, NothingTaught, ("targets",)),
        ({"targets": TAUGHT * 2}, AskedForTwice, ("targets", "1")),
        ({"targets": (Target(competency="M.05", level=6),)}, NoSuchLevel, ("targets", "0", "level")),
        ({"targets": (Target(competency="M.99", level=3),)}, NotFound, ("targets", "0", "competency")),
        ({"for_levels": ("PELAKSANA", "RAJA")}, NotFound, ("forLevels", "1")),
        ({"for_unit_id": uuid4()}, NotFound, ("forUnitId",)),
    ],
)
async def test_a_course_that_makes_no_sense_is_refused(
    as_: As, refused: Refused, more: dict[str, object], error: type[Exception], field: tuple[str, ...]
) -> None:
    async with refused(error, *field):
        await add_course(as_("admin"), adding(**more))


async def test_a_code_is_given_once(as_: As, refused: Refused) -> None:
    await add_course(as_("admin"), adding())
    async with refused(CourseCodeTaken, "code", code="YAN-1"):
        await add_course(as_("admin"), adding(name="Lain"))


async def test_a_course_is_changed_whole_as_it_was_seen(
    session: AsyncSession, office: Office, as_: As, refused: Refused
) -> None:
    admin = as_("admin")
    made = await add_course(admin, adding())
    asked = {"course_id": made.id, "name": "Baru", "provider": "LAN", "amount": 5}
    targets = (Target(competency="M.01", level=2),)
    changed = await change_course(
        admin,
        CourseChange(expected_version=1, targets=targets, for_unit_id=office.units["dinas"], **asked),  # type: ignore[arg-type]  # as above
    )
    assert (changed.version, changed.hours, changed.for_unit_id) == (2, 10, office.units["dinas"])
    assert await taught(session, made) == [("M.01", 2)]
    async with refused(Stale, "expectedVersion", current=2):
        await change_course(admin, CourseChange(expected_version=1, **asked))  # type: ignore[arg-type]  # as above


async def test_a_course_is_closed_once_and_not_before_it_was_there(as_: As, refused: Refused) -> None:
    admin = as_("admin")
    made = await add_course(admin, adding())
    late = CourseClose(course_id=made.id, expected_version=1, on=date(2026, 12, 1), reason="Diganti")
    async with refused(EndsBeforeItBegins, "on"):
        await close_course(
            admin, CourseClose(course_id=made.id, expected_version=1, on=date(2026, 6, 1), reason="Diganti")
        )
    assert (await close_course(admin, late)).valid_to == date(2026, 12, 1)
    async with refused(CourseClosedBefore, "courseId", on=date(2026, 12, 1)):
        await close_course(admin, late)
