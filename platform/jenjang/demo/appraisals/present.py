"""What is under way: a quarter that is being evaluated, a calibration, an objection, feedback and a talk."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, text

from jenjang.appraisal.actions.calibrating import OpenCalibration, open_calibration
from jenjang.appraisal.actions.changing import ChangeResult, change_result
from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.actions.dialogues import AgreedAction, NoteTalk, note
from jenjang.appraisal.actions.feedback import GiveFeedback, give
from jenjang.appraisal.actions.objections import FileObjection, file_objection
from jenjang.appraisal.actions.publishing import Publish, publish_results
from jenjang.appraisal.actions.results import Acknowledge, acknowledge
from jenjang.appraisal.models.cycle import Appraisal, AppraisalCycle
from jenjang.appraisal.models.evaluation import Evaluation
from jenjang.appraisal.terms import CycleKind, FeedbackKind, Predicate, Rating, Side
from jenjang.core.context import Context
from jenjang.demo.appraisals.expectations import expect
from jenjang.demo.appraisals.rating import rate, set_predicates
from jenjang.demo.dealings import as_, on_day
from jenjang.demo.people.calendar_days import AS_OF
from jenjang.organisation.models import Employee

OPENED = datetime.date(AS_OF.year, 10, 1)
EVALUATED = datetime.date(AS_OF.year, 10, 12)
OTHER_TEAMS = text("""
    SELECT l.unit_id, l.employee_id
      FROM leaderships l
      JOIN appraisals a ON a.tenant_id = :tenant AND a.cycle_id = :cycle
       AND a.evaluator_employee_id = l.employee_id AND a.state = 'EVALUATED'
      JOIN employees e ON e.tenant_id = :tenant AND e.id = l.employee_id
     WHERE l.tenant_id = :tenant AND l.valid_to IS NULL AND e.number <> ALL(:personas)
       AND NOT EXISTS (SELECT FROM unit_ancestry u WHERE u.tenant_id = :tenant AND u.ancestor_id = l.unit_id
                          AND u.depth > 0)
       AND NOT EXISTS (SELECT FROM unit_ancestry u
                         JOIN leaderships up ON up.tenant_id = :tenant AND up.unit_id = u.ancestor_id
                         JOIN employees persona ON persona.tenant_id = :tenant AND persona.id = up.employee_id
                        WHERE u.tenant_id = :tenant AND u.unit_id = l.unit_id AND persona.number = :leader)
     GROUP BY l.unit_id, l.employee_id, e.number
    HAVING count(*) > 3 ORDER BY count(*) DESC, e.number LIMIT 2
""")
"""SQL of two units without others below, whose leaders have evaluated several people: none is a persona's,
nor below one that the persona of the leader leads."""


async def begin(context: Context, personas: Mapping[str, str]) -> None:
    """Open the third quarter and leave it half done; `personas`: by name, their numbers.

    The persona of the staff isn't evaluated yet: whoever plays the leader does that.
    """
    await expect(context, AS_OF.year)
    opened = on_day(context, OPENED)
    cycle = await open_cycle(opened, OpenCycle(kind=CycleKind.QUARTERLY, year=AS_OF.year, number=3))
    await set_predicates(opened, cycle)
    await rate(on_day(context, EVALUATED), cycle, share=70, spared=(personas["staff"],))
    asked = {"tenant": context.tenant, "cycle": cycle.id, "personas": [*personas.values()]}
    asked["leader"] = personas["leader"]
    looked_at, published = (await context.session.execute(OTHER_TEAMS, asked)).all()
    people = {name: await _employee(context, number) for name, number in personas.items()}
    await _calibrate(context, cycle, looked_at.unit_id, (people["superior"], people["mentor"]))
    await _object(context, cycle, published.unit_id)
    await _talk(context, people, personas["staff"])


async def _calibrate(
    context: Context, cycle: AppraisalCycle, unit_id: UUID, members: tuple[UUID, UUID]
) -> None:
    chair, other = members
    asked = OpenCalibration(
        cycle_id=cycle.id, unit_id=unit_id, chair_employee_id=chair, member_employee_ids=(other,)
    )
    calibration, _ = await open_calibration(context, asked)
    drafts = select(Evaluation).join(Appraisal, Appraisal.id == Evaluation.appraisal_id)
    good = drafts.where(
        Appraisal.cycle_id == cycle.id,
        Appraisal.unit_id == unit_id,
        Appraisal.headed_unit_id.is_(None),
        Evaluation.results == Rating.AS_EXPECTED,
    )
    evaluation = (await context.session.scalars(good.order_by(Evaluation.id).limit(1))).one()
    change = ChangeResult(
        calibration_id=calibration.id,
        appraisal_id=evaluation.appraisal_id,
        results=Rating.ABOVE,
        results_reason="Capaian 121% dari target, terlewat pada penilaian pertama.",
        reason="Bukti layanan menunjukkan capaian di atas target.",
    )
    await change_result(as_(context, other), change)


async def _object(context: Context, cycle: AppraisalCycle, unit_id: UUID) -> None:
    await publish_results(context, Publish(cycle_id=cycle.id, unit_id=unit_id))
    published = select(Appraisal).where(Appraisal.cycle_id == cycle.id, Appraisal.unit_id == unit_id)
    lowest = published.where(Appraisal.predicate.is_not(None)).order_by(
        Appraisal.predicate == Predicate.VERY_GOOD, Appraisal.predicate == Predicate.GOOD, Appraisal.id
    )
    appraisal = (await context.session.scalars(lowest.limit(1))).one()
    employee = as_(context, appraisal.employee_id)
    await acknowledge(employee, Acknowledge(appraisal_id=appraisal.id, expected_version=appraisal.version))
    grounds = "Dua kegiatan yang saya selesaikan pada bulan September belum ikut dinilai."
    await file_objection(employee, FileObjection(appraisal_id=appraisal.id, grounds=grounds))


async def _talk(context: Context, people: Mapping[str, UUID], nip: str) -> None:
    leader, staff = people["leader"], people["staff"]
    praise = "Penjelasan kepada warga jelas dan sabar; antrean hari Senin selesai sebelum siang."
    advice = "Kirim ringkasan kendala setiap Jumat, supaya bantuan datang lebih awal."
    given = ((leader, FeedbackKind.APPRECIATION, praise), (people["mentor"], FeedbackKind.SUGGESTION, advice))
    for by, kind, said in given:
        await give(as_(context, by), GiveFeedback(nip=nip, kind=kind, text=said))
    due = AS_OF + datetime.timedelta(days=30)
    agreed = AgreedAction(statement="Menyusun jadwal kirim data", owner=Side.EMPLOYEE, due_on=due)
    talk = NoteTalk(
        employee_id=staff,
        held_on=AS_OF - datetime.timedelta(days=4),
        challenges="Data dari kecamatan sering terlambat.",
        advice="Sepakati jadwal kirim dengan para operator.",
        actions=(agreed,),
    )
    await note(as_(context, leader), talk)


async def _employee(context: Context, number: str) -> UUID:
    return (await context.session.scalars(select(Employee.id).where(Employee.number == number))).one()
