"""Who sits in a calibration: seated when it is opened, replaced while it runs, told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from jenjang.appraisal.actions.calibration_versions import changed_as_seen
from jenjang.appraisal.actions.cycles import check_manages, open_cycle_of
from jenjang.appraisal.actions.law import distribution_law_of
from jenjang.appraisal.actions.spread import note_spread
from jenjang.appraisal.models.calibration import Calibration, CalibrationMember
from jenjang.appraisal.rules.calibration import CalibrationOver, NothingReseated, NotSeated, check_members
from jenjang.appraisal.terms import CalibrationState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.permission import Reach
from jenjang.core.texts import check_text
from jenjang.graph.perform import Ref
from jenjang.organisation.actions.history import runs_on
from jenjang.organisation.actions.notices import tell_again
from jenjang.organisation.actions.versions import own_person
from jenjang.organisation.models import ServicePeriod
from jenjang.organisation.rules.life import IN_SERVICE
from jenjang.organisation.terms import NoticeKind

READ = "calibration:read"
NAMED = 100
"""Up to how many results the chain of deeds names each, as judged or taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reseat:
    """Who leads a calibration and who sits in it from now on, instead of all who do, and why."""

    calibration_id: UUID
    chair_employee_id: UUID
    member_employee_ids: tuple[UUID, ...]
    reason: str
    expected_version: int


async def reseat(context: Context, asked: Reseat) -> Calibration:
    """Let others lead a calibration that runs and sit in it; whoever sat there is kept, with until when.

    Those who are new find where results don't fit the pattern now.

    Raises CalibrationOver, CycleNotOpen, Stale, TooFewMembers, NothingReseated, NoText, TextTooLong,
    NotFound.
    """
    calibration = await calibration_to_manage(context, asked.calibration_id)
    check_text(asked.reason, "reason")
    await changed_as_seen(context, calibration, asked.expected_version)
    fewest = (await distribution_law_of(context, calibration.rule)).rule.fewest_members
    members = await members_of(context, asked.chair_employee_id, asked.member_employee_ids, fewest)
    before = await seated(context, calibration)
    if set(members) == set(before) and calibration.chair_employee_id == asked.chair_employee_id:
        raise NothingReseated("memberEmployeeIds")
    left = [one for one in before if one not in members]
    of = (CalibrationMember.calibration_id == calibration.id, CalibrationMember.employee_id.in_(left))
    gone = update(CalibrationMember).where(*of, CalibrationMember.left_at.is_(None))
    await context.session.execute(gone.values(left_at=context.now))
    leads_anew = calibration.chair_employee_id != asked.chair_employee_id
    calibration.chair_employee_id = asked.chair_employee_id
    await seat(context, calibration, [one for one in members if one not in before])
    if leads_anew and asked.chair_employee_id in before:
        await _tell_seated(context, calibration, [asked.chair_employee_id])
    await note_spread(context, calibration)
    return calibration


def concern(context: Context, calibration: Calibration) -> None:
    """Note where a calibration is held for the chain of deeds."""
    context.concern("Unit", calibration.unit_id)
    context.concern("AppraisalCycle", calibration.cycle_id)


async def seat(context: Context, calibration: Calibration, people: Sequence[UUID]) -> None:
    """Let people sit in a calibration, and tell them, also who comes back."""
    of = {"calibration_id": calibration.id}
    context.session.add_all(CalibrationMember(employee_id=one, **of) for one in people)
    await context.session.flush()
    await _tell_seated(context, calibration, people)


async def _tell_seated(context: Context, calibration: Calibration, people: Sequence[UUID]) -> None:
    about = Ref("Calibration", calibration.id)
    await tell_again(context, NoticeKind.CALIBRATION_SEATED, about, *people)


async def members_of(
    context: Context, chair_id: UUID, member_ids: Sequence[UUID], fewest: int
) -> Sequence[UUID]:
    """Who sits in a session, the chair among them: all in service today. Raises TooFewMembers, NotFound."""
    members = list(dict.fromkeys((chair_id, *member_ids)))
    check_members(members, fewest)
    serving = (
        ServicePeriod.employee_id.in_(members),
        ServicePeriod.state.in_(IN_SERVICE),
        runs_on(ServicePeriod, context.today),
    )
    known = set(await context.session.scalars(select(ServicePeriod.employee_id).where(*serving)))
    if chair_id not in known:
        raise NotFound("chairEmployeeId")
    for index, one in enumerate(member_ids):
        if one not in known:
            raise NotFound(("memberEmployeeIds", str(index)))
    return members


async def seated(context: Context, calibration: Calibration) -> Sequence[UUID]:
    """Who sits in a calibration now."""
    sits = (CalibrationMember.calibration_id == calibration.id, CalibrationMember.left_at.is_(None))
    return (await context.session.scalars(select(CalibrationMember.employee_id).where(*sits))).all()


async def sat_in(context: Context, calibration_id: UUID) -> Calibration:
    """An open calibration in which one sits, locked.

    Raises CalibrationOver, NotAPerson; NotSeated for who may see it but doesn't sit in it, NotFound for
    others.
    """
    own = own_person(context)
    calibration = await context.get(Calibration, calibration_id, lock=True, field="calibrationId")
    if own not in await seated(context, calibration):
        sees = Reach.TENANT in context.viewer.reach(READ) or calibration.unit_id in context.viewer.units_of(
            READ
        )
        raise (NotSeated if sees else NotFound)("calibrationId")
    return _open(context, calibration)


async def calibration_to_manage(context: Context, calibration_id: UUID) -> Calibration:
    """An open calibration of a unit whose appraisals one manages, in an open cycle, locked.

    Raises CalibrationOver, CycleNotOpen, NotFound.
    """
    found = await context.get(Calibration, calibration_id, field="calibrationId")
    check_manages(context, found.unit_id, "calibrationId")
    # The cycle before the calibration, as whoever opens another one or publishes does.
    await open_cycle_of(context, found.cycle_id, "calibrationId")
    return _open(context, await context.get(Calibration, calibration_id, lock=True, field="calibrationId"))


def _open(context: Context, calibration: Calibration) -> Calibration:
    """The calibration, if it runs. Raises CalibrationOver."""
    if calibration.state != CalibrationState.OPEN:
        raise CalibrationOver("calibrationId")
    concern(context, calibration)
    return calibration
