"""Rows of training with plausible values, as if they had been recorded before."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.training.models.catalogue import TrainingBudget, TrainingCourse, TrainingTarget
from jenjang.training.models.enrolments import (
    TrainingAttendance,
    TrainingCapRaise,
    TrainingCertificate,
    TrainingEnrolment,
)
from jenjang.training.models.events import TrainingEvent, TrainingMeeting
from jenjang.training.rules.certificate import Certified, hash_of
from jenjang.training.terms import EnrolmentState

ZONE = ZoneInfo("Asia/Jakarta")
LONG_AGO = date(2020, 1, 1)


async def a_course(
    session: AsyncSession,
    code: str = "YAN-1",
    *,
    teaches: str | None = "M.05",
    level: int = 4,
    hours: int = 16,
    **more: object,
) -> TrainingCourse:
    named = {"name": "Pelayanan Publik", "provider": "BKPSDM", "form": "TECHNICAL", "form_group": "CLASSICAL"}
    counted = {"amount": hours, "hours": hours, "rule": "training_forms 2018", "valid_from": LONG_AGO}
    made = TrainingCourse(code=code, **{**named, **counted, **more})
    session.add(made)
    await session.flush()
    if teaches:
        session.add(TrainingTarget(course_id=made.id, competency=teaches, level=level))
        await session.flush()
    return made


async def an_event(
    session: AsyncSession,
    course: TrainingCourse,
    begins: date,
    *,
    quota: int = 2,
    cost: int = 0,
    meetings: int = 2,
    hour: int = 8,
    **more: object,
) -> TrainingEvent:
    """An event of meetings on one day after the other, two hours each."""
    ends = begins + timedelta(days=meetings - 1)
    times = {"begins_on": begins, "ends_on": ends, "enrol_until": begins}
    said = {"title": "Angkatan I", "place": "Aula", "source": "APBD", "quota": quota, "cost": Decimal(cost)}
    made = TrainingEvent(course_id=course.id, **{**said, **times, **more})
    session.add(made)
    await session.flush()
    for day in range(meetings):
        at = datetime(begins.year, begins.month, begins.day, hour, tzinfo=ZONE) + timedelta(days=day)
        session.add(
            TrainingMeeting(event_id=made.id, topic="Materi", begins_at=at, ends_at=at + timedelta(hours=2))
        )
    await session.flush()
    return made


async def an_enrolment(
    session: AsyncSession,
    event: TrainingEvent,
    employee_id: UUID,
    state: EnrolmentState = EnrolmentState.SEATED,
    at: datetime | None = None,
    **more: object,
) -> TrainingEnrolment:
    at = at or datetime(2026, 6, 1, 8, tzinfo=ZONE)
    times = {"made_at": at, "queued_at": at, "seated_at": at}
    made = TrainingEnrolment(event_id=event.id, employee_id=employee_id, state=state, **{**times, **more})
    session.add(made)
    await session.flush()
    return made


async def a_budget(
    session: AsyncSession, unit_id: UUID, ceiling: int = 1000, *, year: int = 2026, source: str = "APBD"
) -> TrainingBudget:
    made = TrainingBudget(unit_id=unit_id, year=year, source=source, ceiling=Decimal(ceiling))
    session.add(made)
    await session.flush()
    return made


async def a_certificate(
    session: AsyncSession,
    enrolment: TrainingEnrolment,
    course: TrainingCourse,
    number: str,
    ends: date = date(2026, 5, 5),
    *,
    sealed: bool = False,
) -> TrainingCertificate:
    """A certificate; `sealed`: with the hash of what it says, else with one of nothing."""
    made = TrainingCertificate(
        enrolment_id=enrolment.id,
        employee_id=enrolment.employee_id,
        course_id=course.id,
        number=number,
        code=f"kode-{number}",
        hash="0" * 64,
        course=course.name,
        form=course.form,
        hours=course.hours,
        year=ends.year,
        begins_on=ends - timedelta(days=1),
        ends_on=ends,
        issued_on=ends + timedelta(days=1),
    )
    if sealed:
        says = {one.name: getattr(made, one.name) for one in fields(Certified) if one.name != "tenant"}
        made.hash = hash_of(Certified(tenant=enrolment.tenant_id, **says))
    session.add(made)
    await session.flush()
    return made


async def an_attendance(
    session: AsyncSession, meeting_id: UUID, enrolment: TrainingEnrolment, *, is_present: bool = True
) -> TrainingAttendance:
    of = {"enrolment_id": enrolment.id, "employee_id": enrolment.employee_id}
    made = TrainingAttendance(meeting_id=meeting_id, is_present=is_present, **of)
    session.add(made)
    await session.flush()
    return made


async def a_raised_cap(session: AsyncSession, employee_id: UUID, by: UUID | None = None) -> TrainingCapRaise:
    made = TrainingCapRaise(
        employee_id=employee_id, year=2026, hours=40, reason="Sertifikasi", by_employee_id=by
    )
    session.add(made)
    await session.flush()
    return made
