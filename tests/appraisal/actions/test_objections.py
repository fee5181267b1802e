"""Objections: who files, explains and withdraws one, until when, and what is then refused."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from factories.appraisal.after import an_appraisal, heard, objected, published
from factories.appraisal.office import Office, at_noon
from sqlalchemy import select

from jenjang.appraisal.actions.objections import (
    AlreadyObjected,
    Explain,
    FileObjection,
    NotHeard,
    ObjectionClosed,
    Withdraw,
    explain,
    file_objection,
    withdraw,
)
from jenjang.appraisal.actions.sight import NotTheAppraised
from jenjang.appraisal.models.objection import ObjectionStatement
from jenjang.appraisal.rules.objection import HearingOver, ObjectionOver
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import AppraisalState, ObjectionState
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import NoText, TextTooLong
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Leadership, Notice
from jenjang.organisation.terms import NoticeKind

LAST_DAY = date(2026, 7, 21)
"""14 working days after 1 July 2026: no holiday lies between."""


def filing(appraisal_id: UUID, grounds: str = "Laporan tertunda karena banjir.") -> FileObjection:
    return FileObjection(appraisal_id=appraisal_id, grounds=grounds)


async def told(context: Context, kind: NoticeKind) -> set[UUID]:
    """Who was told of that."""
    return set(await context.session.scalars(select(Notice.employee_id).where(Notice.kind == kind)))


async def test_an_objection_stops_the_result_and_names_judge_and_days(context, office: Office, as_) -> None:
    appraisal = await published(context, office)
    assert appraisal.objection_until == LAST_DAY
    filed = await file_objection(as_("staff"), filing(appraisal.id, "  Laporan tertunda.  "))
    assert (filed.grounds, filed.state, filed.filed_on) == (
        "Laporan tertunda.",
        ObjectionState.FILED,
        context.today,
    )
    assert (filed.statements_until, filed.decide_until) == (date(2026, 7, 8), LAST_DAY)
    assert filed.judge_employee_id == office.people["leader"]
    assert (appraisal.state, appraisal.predicate) == (AppraisalState.OBJECTED, "GOOD")
    assert await told(context, NoticeKind.OBJECTION_FILED) == {
        office.people["chief"],
        office.people["leader"],
    }


@pytest.mark.parametrize("acknowledged", [True, False])
async def test_who_acknowledged_may_still_object(context, office: Office, acknowledged: bool) -> None:
    appraisal = await published(context, office)
    if acknowledged:
        appraisal.state, appraisal.acknowledged_at = AppraisalState.ACKNOWLEDGED, context.now
    await objected(at_noon(context, LAST_DAY), office, appraisal)
    assert appraisal.state == AppraisalState.OBJECTED


async def test_an_objection_comes_too_late_on_the_day_after_the_last(
    context, office: Office, as_, refused
) -> None:
    appraisal = await published(context, office)
    late = as_("staff", on=LAST_DAY + timedelta(1))
    async with refused(ObjectionOver, "appraisalId", last=LAST_DAY):
        await file_objection(late, filing(appraisal.id))


OUTSIDE = [("colleague", NotFound), ("stranger", NotFound)]
OTHERS = [*((one, NotTheAppraised) for one in ("chief", "leader", "admin", "auditor")), *OUTSIDE]
"""Who doesn't see a result; and all whose it isn't, with what each is told."""


@pytest.mark.parametrize(("name", "error"), OTHERS)
async def test_nobody_objects_to_anothers_result(
    context, office: Office, as_, refused, name: str, error
) -> None:
    appraisal = await published(context, office)
    async with refused(error, "appraisalId"):
        await file_objection(as_(name), filing(appraisal.id))


async def test_a_program_objects_to_nothing(context, office: Office, as_, refused) -> None:
    appraisal = await published(context, office)
    async with refused(NotAPerson):
        await file_objection(as_("program"), filing(appraisal.id))


async def test_what_is_not_published_is_not_objected_to(context, office: Office, as_, refused) -> None:
    appraisal = await an_appraisal(context, office)
    async with refused(IllegalStep, "appraisalId", current=AppraisalState.OPEN):
        await file_objection(as_("staff"), filing(appraisal.id))


@pytest.mark.parametrize(("grounds", "error"), [("  ", NoText), ("x" * 4001, TextTooLong)])
async def test_an_objection_says_why(context, office: Office, as_, refused, grounds: str, error) -> None:
    appraisal = await published(context, office)
    async with refused(error, "grounds"):
        await file_objection(as_("staff"), filing(appraisal.id, grounds))


async def test_a_result_is_objected_to_once(context, office: Office, as_, refused) -> None:
    appraisal = await published(context, office)
    filed = await objected(context, office, appraisal)
    async with refused(AlreadyObjected, "appraisalId"):
        await file_objection(as_("staff"), filing(appraisal.id))
    await withdraw(as_("staff"), Withdraw(objection_id=filed.id))
    async with refused(AlreadyObjected, "appraisalId"):
        await file_objection(as_("staff"), filing(appraisal.id))


async def test_where_nobody_leads_above_no_judge_is_named(context, office: Office) -> None:
    leaders = Leadership.employee_id.in_([office.people["leader"], office.people["head"]])
    for led in await context.session.scalars(select(Leadership).where(leaders)):
        led.valid_to = context.today
    appraisal = await published(context, office)
    assert (await objected(context, office, appraisal)).judge_employee_id is None
    assert await told(context, NoticeKind.OBJECTION_FILED) == {office.people["chief"]}


async def test_both_sides_explain_as_often_as_it_takes(context, office: Office) -> None:
    filed = await objected(context, office, await published(context, office))
    await heard(context, office, filed, "staff", "chief", "staff")
    rows = await context.session.execute(
        select(ObjectionStatement.side, ObjectionStatement.by_employee_id, ObjectionStatement.employee_id)
    )
    staff, chief = office.people["staff"], office.people["chief"]
    assert sorted(map(tuple, rows)) == sorted(
        [("EMPLOYEE", staff, staff), ("LEADER", chief, staff), ("EMPLOYEE", staff, staff)]
    )


@pytest.mark.parametrize(
    ("name", "error"), [*((one, NotHeard) for one in ("leader", "head", "admin", "auditor")), *OUTSIDE]
)
async def test_nobody_else_explains(context, office: Office, as_, refused, name: str, error) -> None:
    filed = await objected(context, office, await published(context, office))
    async with refused(error, "objectionId"):
        await explain(as_(name), Explain(objection_id=filed.id, text="Saya tahu."))


async def test_the_hearing_ends_with_its_last_day(context, office: Office, as_, refused) -> None:
    filed = await objected(context, office, await published(context, office))
    last = filed.statements_until
    await explain(as_("staff", on=last), Explain(objection_id=filed.id, text="Hari terakhir."))
    async with refused(HearingOver, "objectionId", last=last):
        asked = Explain(objection_id=filed.id, text="Terlambat.")
        await explain(as_("chief", on=last + timedelta(1)), asked)


@pytest.mark.parametrize("acknowledged", [True, False])
async def test_a_withdrawn_objection_leaves_the_result_as_it_stood(
    context, office: Office, as_, refused, acknowledged: bool
) -> None:
    appraisal = await published(context, office)
    before = AppraisalState.PUBLISHED
    if acknowledged:
        before = AppraisalState.ACKNOWLEDGED
        appraisal.state, appraisal.acknowledged_at = before, context.now
    filed = await objected(context, office, appraisal)
    await withdraw(as_("staff"), Withdraw(objection_id=filed.id))
    assert (filed.state, appraisal.state) == (ObjectionState.WITHDRAWN, before)
    async with refused(ObjectionClosed, "objectionId", state=ObjectionState.WITHDRAWN):
        await explain(as_("staff"), Explain(objection_id=filed.id, text="Lagi."))
    async with refused(IllegalStep, "objectionId"):
        await withdraw(as_("staff"), Withdraw(objection_id=filed.id))


@pytest.mark.parametrize(("name", "error"), OTHERS)
async def test_only_who_objected_withdraws(context, office: Office, as_, refused, name: str, error) -> None:
    filed = await objected(context, office, await published(context, office))
    async with refused(error, "objectionId"):
        await withdraw(as_(name), Withdraw(objection_id=filed.id))
