"""An SKP: both sides come to agree on it before, and what was agreed stays as it was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.appraisal.skps import COUNTED, TRAINED, agreed, draft, offered, step
from factories.organisation import a_leadership, a_placement, a_position
from sqlalchemy import select

from jenjang.appraisal.actions.people import NotTheSuperior
from jenjang.appraisal.actions.sides import NoSuperior, NotASide, NotTheEmployee
from jenjang.appraisal.actions.skp_editions import DraftExists, MovedMeanwhile, skp_that_counts
from jenjang.appraisal.actions.skps import (
    AgreedHere,
    ChangeSkp,
    NotADraft,
    NotAnAgreedOne,
    ReasonedStepOfSkp,
    ReasonMissing,
    acknowledge_skp,
    change_skp,
    draft_skp,
    offer_skp,
    return_skp,
    revise_skp,
    withdraw_skp,
)
from jenjang.appraisal.models.skp import Skp, SkpBehaviour, SkpIndicator, SkpResult
from jenjang.appraisal.rules.periods import NotAgreed, period
from jenjang.appraisal.rules.skps import (
    Expectation,
    NoMainResult,
    NotPlacedThen,
    NotThisYear,
    TooLateForTheYear,
)
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import CycleKind, ResultKind, SkpModel
from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Stale
from jenjang.core.texts import NoText
from jenjang.organisation.actions.versions import NotAPerson
from jenjang.organisation.models import Employee, Leadership, Notice, Placement, Unit

NEW_YEAR, SPRING, TODAY = date(2026, 1, 5), date(2026, 3, 10), date(2026, 7, 1)


def why(skp: Skp, reason: str = "Anggaran berubah") -> ReasonedStepOfSkp:
    return ReasonedStepOfSkp(skp_id=skp.id, reason=reason, expected_version=skp.version)


def changing(skp: Skp, **more: object) -> ChangeSkp:
    asked = ChangeSkp(
        skp_id=skp.id, expected_version=skp.version, model=SkpModel.QUALITATIVE, results=(TRAINED,)
    )
    return replace(asked, **more)


async def results_of(context: Context, skp: Skp) -> Sequence[SkpResult]:
    rows = select(SkpResult).where(SkpResult.skp_id == skp.id).order_by(SkpResult.number)
    return (await context.session.scalars(rows)).all()


async def notices_of(context: Context, person: UUID) -> Sequence[tuple[str, UUID]]:
    rows = select(Notice.kind, Notice.about_id).where(Notice.employee_id == person).order_by(Notice.made_at)
    return [(kind, about) for kind, about in await context.session.execute(rows)]


async def move(context: Context, person: UUID, unit_id: UUID, on: date) -> None:
    """Place somebody in another unit from a day on."""
    session = context.session
    running = (await session.scalars(select(Placement).where(Placement.employee_id == person))).one()
    running.valid_to = on
    await session.flush()
    unit, employee = [await context.get(kind, key) for kind, key in ((Unit, unit_id), (Employee, person))]
    await a_placement(session, employee, await a_position(session, unit, "Pindahan"), since=on)


# Drafting


async def test_the_superior_drafts_with_the_year_and_all_that_is_expected(as_, office: Office) -> None:
    chief = as_("chief")
    counted = replace(TRAINED, indicators=(COUNTED, replace(COUNTED, aspect="TIME", target=Decimal("12.5"))))
    extra = replace(counted, kind=ResultKind.EXTRA, statement="Lomba guru")
    expected = (Expectation(behaviour="LOYAL", expectation="Hadir di apel"),)
    more = {"results": (counted, extra), "behaviours": expected, "resources": "Dua ruang kelas"}
    skp = await draft_skp(chief, draft(office, model=SkpModel.QUANTITATIVE, **more))
    assert (skp.edition, skp.state, skp.version, skp.year) == (1, "DRAFT", 1, 2026)
    assert (skp.employee_id, skp.evaluator_employee_id) == (office.people["staff"], office.people["chief"])
    assert (skp.unit_id, skp.begins_on, skp.applies_from) == (office.units["bidang"], date(2026, 1, 1), None)
    assert (skp.resources, skp.accountability, skp.change_reason) == ("Dua ruang kelas", None, None)
    first, second = await results_of(chief, skp)
    assert (first.number, first.kind, first.statement) == (1, "MAIN", "Guru terlatih")
    assert (second.number, second.kind, second.statement) == (2, "EXTRA", "Lomba guru")
    indicators = select(SkpIndicator).where(SkpIndicator.result_id == first.id).order_by(SkpIndicator.aspect)
    assert [(one.aspect, one.target, one.measure) for one in await chief.session.scalars(indicators)] == [
        ("QUANTITY", Decimal(120), "orang"),
        ("TIME", Decimal("12.5"), "orang"),
    ]
    behaviours = select(SkpBehaviour.behaviour, SkpBehaviour.expectation).where(SkpBehaviour.skp_id == skp.id)
    found = dict((await chief.session.execute(behaviours)).all())
    assert len(found) == 7
    assert {code: words for code, words in found.items() if words} == {"LOYAL": "Hadir di apel"}


async def test_the_employee_drafts_too_and_the_superior_is_the_evaluator(as_, office: Office) -> None:
    skp = await draft_skp(as_("staff"), draft(office))
    assert skp.evaluator_employee_id == office.people["chief"]
    skp = await draft_skp(as_("chief"), draft(office, "chief"))
    assert skp.evaluator_employee_id == office.people["leader"]


async def test_who_sees_the_person_but_is_no_side_is_refused_by_name(as_, office: Office, refused) -> None:
    for name in ("leader", "head", "admin", "auditor", "unit admin"):
        async with refused(NotASide, "employeeId"):
            await draft_skp(as_(name), draft(office))


async def test_who_does_not_see_the_person_finds_nobody(as_, office: Office, refused) -> None:
    for name in ("colleague", "functional", "stranger", "clerk"):
        async with refused(NotFound, "employeeId"):
            await draft_skp(as_(name), draft(office))
    async with refused(NotFound, "employeeId"):
        await draft_skp(as_("admin"), replace(draft(office), employee_id=UUID(int=1)))
    async with refused(NotAPerson):
        await draft_skp(as_("program"), draft(office))


async def test_nobody_can_agree_with_whoever_has_nobody_above(as_, office: Office, refused) -> None:
    async with refused(NoSuperior, "employeeId"):
        await draft_skp(as_("head"), draft(office, "head"))


async def test_one_draft_of_a_year_at_a_time(as_, office: Office, refused) -> None:
    skp = await draft_skp(as_("staff"), draft(office))
    await draft_skp(as_("staff"), draft(office, year=2027))
    await draft_skp(as_("colleague"), draft(office, "colleague"))
    for name in ("staff", "chief"):
        async with refused(DraftExists, "year", year=2026):
            await draft_skp(as_(name), draft(office))
    await offer_skp(as_("chief"), step(skp))
    async with refused(DraftExists, "year", year=2026):
        await draft_skp(as_("chief"), draft(office))


async def test_a_draft_that_breaks_a_rule_is_refused_and_not_kept(as_, office: Office, refused) -> None:
    chief = as_("chief")
    async with refused(NotThisYear, "year"):
        await draft_skp(chief, draft(office, year=2025))
    async with refused(NoMainResult, "results"):
        await draft_skp(chief, draft(office, results=()))
    async with refused(NoText, "results.1.statement"):
        await draft_skp(chief, draft(office, results=(TRAINED, replace(TRAINED, statement=" "))))
    async with refused(NoText, "consequences"):
        await draft_skp(chief, draft(office, consequences=" "))


async def test_who_leaves_before_the_year_has_no_skp_of_it(as_, office: Office, refused) -> None:
    staff = as_("staff")
    running = select(Placement).where(Placement.employee_id == office.people["staff"])
    placement = (await staff.session.scalars(running)).one()
    placement.valid_to = date(2027, 1, 1)
    async with refused(NotPlacedThen, "year"):
        await draft_skp(staff, draft(office, year=2027))
    placement.valid_to = TODAY
    async with refused(NotPlacedThen, "year"):
        await draft_skp(staff, draft(office))


# What results lead to


async def test_results_lead_to_the_evaluator_s_agreed_results_of_that_year(
    context: Context, as_, office: Office, refused
) -> None:
    theirs = await agreed(context, office, "chief", "leader", on=NEW_YEAR)
    (above,) = await results_of(context, theirs)
    leading = (replace(TRAINED, superior_result_id=above.id),)
    skp = await draft_skp(as_("chief"), draft(office, results=leading))
    assert [one.superior_result_id for one in await results_of(context, skp)] == [above.id]
    for other in (
        draft(office, year=2027, results=(TRAINED, *leading)),
        draft(office, "colleague", results=(TRAINED, replace(TRAINED, superior_result_id=UUID(int=1)))),
    ):
        async with refused(NotFound, "results.1.superiorResultId"):
            await draft_skp(as_("chief"), other)
    async with refused(NotFound, "results.0.superiorResultId"):
        await draft_skp(as_("stranger"), draft(office, "clerk", results=leading))


async def test_what_the_evaluator_has_not_agreed_on_leads_nobody(
    context: Context, as_, office: Office, refused
) -> None:
    theirs = await draft_skp(as_("chief"), draft(office, "chief"))
    (above,) = await results_of(context, theirs)
    async with refused(NotFound, "results.0.superiorResultId"):
        await draft_skp(as_("chief"), draft(office, results=(replace(TRAINED, superior_result_id=above.id),)))


async def test_a_result_goes_on_leading_where_it_did_when_the_superior_s_changes(
    context: Context, as_, office: Office
) -> None:
    theirs = await agreed(context, office, "chief", "leader", on=NEW_YEAR)
    (above,) = await results_of(context, theirs)
    leading = (replace(TRAINED, superior_result_id=above.id),)
    mine = await agreed(context, office, on=NEW_YEAR, results=leading)
    revised = await revise_skp(as_("leader"), why(theirs))
    await offer_skp(as_("leader"), step(revised))
    await acknowledge_skp(as_("chief"), step(revised))
    assert theirs.state == "SUPERSEDED"
    again = await revise_skp(as_("chief"), why(mine))
    await change_skp(as_("chief"), changing(again, results=(*leading, TRAINED)))
    assert [one.superior_result_id for one in await results_of(context, again)] == [above.id, None]


# Changing, offering, giving back


async def test_either_side_changes_a_draft_and_says_all_of_it_anew(as_, office: Office) -> None:
    skp = await draft_skp(as_("chief"), draft(office, results=(TRAINED, TRAINED), resources="Ruang"))
    await change_skp(as_("staff"), changing(skp, results=(replace(TRAINED, statement="Guru mahir"),)))
    assert (skp.version, skp.resources) == (2, None)
    assert [one.statement for one in await results_of(as_("staff"), skp)] == ["Guru mahir"]
    await change_skp(as_("chief"), changing(skp))
    assert [one.statement for one in await results_of(as_("staff"), skp)] == ["Guru terlatih"]


async def test_a_change_of_what_was_changed_meanwhile_is_refused(as_, office: Office, refused) -> None:
    skp = await draft_skp(as_("chief"), draft(office))
    seen = changing(skp)
    await change_skp(as_("staff"), changing(skp))
    async with refused(Stale, "expectedVersion", current=2):
        await change_skp(as_("chief"), seen)
    async with refused(Stale, "expectedVersion", current=2):
        await offer_skp(as_("chief"), replace(step(skp), expected_version=1))


async def test_only_the_sides_change_and_only_a_draft(context: Context, as_, office: Office, refused) -> None:
    skp = await draft_skp(as_("chief"), draft(office))
    async with refused(NotASide, "skpId"):
        await change_skp(as_("leader"), changing(skp))
    async with refused(NotFound, "skpId"):
        await change_skp(as_("colleague"), changing(skp))
    await offer_skp(as_("chief"), step(skp))
    for name in ("chief", "staff"):
        async with refused(NotADraft, "skpId", state="OFFERED"):
            await change_skp(as_(name), changing(skp))
    held = await agreed(context, office, "colleague", on=NEW_YEAR)
    async with refused(NotADraft, "skpId", state="ACKNOWLEDGED"):
        await change_skp(as_("chief"), changing(held))


async def test_the_superior_offers_and_the_employee_is_told(as_, office: Office, refused) -> None:
    skp = await draft_skp(as_("staff"), draft(office))
    async with refused(NotTheSuperior, "skpId"):
        await offer_skp(as_("staff"), step(skp))
    async with refused(NotTheSuperior, "skpId"):
        await offer_skp(as_("leader"), step(skp))
    chief = as_("chief")
    await offer_skp(chief, step(skp))
    assert (skp.state, skp.offered_at, skp.version) == ("OFFERED", chief.now, 2)
    assert await notices_of(chief, office.people["staff"]) == [("SKP_OFFERED", skp.id)]
    async with refused(IllegalStep, "skpId", current="OFFERED", wanted="OFFERED"):
        await offer_skp(chief, step(skp))


async def test_the_employee_gives_back_and_is_told_of_the_next_offer_anew(
    as_, office: Office, refused
) -> None:
    chief, staff = as_("chief"), as_("staff")
    skp = await draft_skp(chief, draft(office))
    async with refused(IllegalStep, "skpId", current="DRAFT", wanted="DRAFT"):
        await return_skp(staff, why(skp))
    await offer_skp(chief, step(skp))
    async with refused(NotTheEmployee, "skpId"):
        await return_skp(chief, why(skp))
    async with refused(NoText, "reason"):
        await return_skp(staff, why(skp, " "))
    await return_skp(staff, why(skp, "Target terlalu tinggi"))
    assert (skp.state, skp.return_reason, skp.returned_at) == ("DRAFT", "Target terlalu tinggi", staff.now)
    assert await notices_of(chief, office.people["chief"]) == [("SKP_RETURNED", skp.id)]
    read = (await staff.session.scalars(select(Notice).where(Notice.kind == "SKP_OFFERED"))).one()
    read.read_at = staff.now
    await offer_skp(as_("chief", on=date(2026, 7, 2)), step(skp))
    await staff.session.refresh(read)
    assert (read.read_at, read.made_at.date()) == (None, date(2026, 7, 2))


# Agreeing


@pytest.mark.parametrize(
    ("on", "applies_from"),
    [
        (date(2026, 1, 5), date(2026, 1, 1)),
        (date(2026, 1, 31), date(2026, 1, 1)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
async def test_what_is_agreed_in_january_applies_to_the_year_and_later_from_the_next_month(
    context: Context, office: Office, on: date, applies_from: date
) -> None:
    skp = await agreed(context, office, on=on)
    assert (skp.state, skp.applies_from, skp.version) == ("ACKNOWLEDGED", applies_from, 3)
    assert skp.applies_rule is not None
    assert skp.applies_rule.startswith("appraisal_periods ")
    assert skp.acknowledged_at is not None
    assert skp.acknowledged_at.date() == on


async def test_nobody_but_the_employee_agrees(context: Context, as_, office: Office, refused) -> None:
    skp = await offered(context, office, "staff", "chief", TODAY)
    async with refused(NotTheEmployee, "skpId"):
        await acknowledge_skp(as_("chief"), step(skp))
    async with refused(NotFound, "skpId"):
        await acknowledge_skp(as_("colleague"), step(skp))
    async with refused(Stale, "expectedVersion", current=2):
        await acknowledge_skp(as_("staff"), replace(step(skp), expected_version=1))


async def test_a_draft_is_offered_before_it_is_agreed_on(as_, office: Office, refused) -> None:
    skp = await draft_skp(as_("chief"), draft(office))
    async with refused(IllegalStep, "skpId", current="DRAFT", wanted="ACKNOWLEDGED"):
        await acknowledge_skp(as_("staff"), step(skp))


async def test_in_december_it_is_too_late_for_the_year(context: Context, office: Office, refused) -> None:
    november, december = date(2026, 11, 30), date(2026, 12, 1)
    too_late = {"applies_from": date(2027, 1, 1), "year": 2026}
    chief = office.as_(context, "chief", december)
    async with refused(TooLateForTheYear, "year", **too_late):
        await draft_skp(chief, draft(office))
    drafted = await draft_skp(office.as_(context, "chief", november), draft(office, "colleague"))
    async with refused(TooLateForTheYear, "skpId", **too_late):
        await offer_skp(chief, step(drafted))
    skp = await offered(context, office, "staff", "chief", november)
    async with refused(TooLateForTheYear, "skpId", **too_late):
        await acknowledge_skp(office.as_(context, "staff", december), step(skp))
    later = await offered(context, office, "staff", "chief", december, year=2027)
    await acknowledge_skp(office.as_(context, "staff", december), step(later))
    assert later.applies_from == date(2027, 1, 1)


async def test_in_december_one_may_still_begin_on_a_day_that_is_left(
    context: Context, office: Office
) -> None:
    today = date(2026, 12, 20)
    skp = await agreed(context, office, on=today, begins_on=today)
    assert (skp.begins_on, skp.applies_from) == (today, today)


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2027, 3, 1)])
async def test_what_could_not_count_in_its_year_any_more_is_not_revised(
    context: Context, office: Office, refused, day: date
) -> None:
    skp = await agreed(context, office, on=NEW_YEAR)
    first_of_next = date(2027, 1 if day.year == 2026 else day.month + 1, 1)
    async with refused(TooLateForTheYear, "skpId", applies_from=first_of_next, year=2026):
        await revise_skp(office.as_(context, "chief", day), why(skp))
    revised = await revise_skp(office.as_(context, "chief", date(2026, 11, 30)), why(skp))
    assert (revised.state, revised.edition) == ("DRAFT", 2)


async def test_what_is_agreed_never_changes(context: Context, as_, office: Office, refused) -> None:
    skp = await agreed(context, office, on=NEW_YEAR)
    for wanted, deed in (("OFFERED", offer_skp), ("WITHDRAWN", withdraw_skp)):
        async with refused(IllegalStep, "skpId", current="ACKNOWLEDGED", wanted=wanted):
            await deed(as_("chief"), step(skp))
    async with refused(IllegalStep, "skpId", current="ACKNOWLEDGED", wanted="DRAFT"):
        await return_skp(as_("staff"), why(skp))
    seen_before = replace(step(skp), expected_version=skp.version - 1)
    async with refused(IllegalStep, "skpId", current="ACKNOWLEDGED", wanted="ACKNOWLEDGED"):
        await acknowledge_skp(as_("staff"), seen_before)
    async with refused(AgreedHere, "year", year=2026):
        await draft_skp(as_("chief"), draft(office, reason="Baru"))


# Revising


async def test_a_revision_says_the_same_until_it_is_changed_and_the_old_holds_meanwhile(
    context: Context, as_, office: Office
) -> None:
    expected = (Expectation(behaviour="LOYAL", expectation="Hadir"),)
    indicators = (COUNTED, replace(COUNTED, aspect="COST"))
    counted = replace(TRAINED, indicators=indicators)
    more = {"results": (counted, counted), "behaviours": expected, "accountability": "Laporan"}
    skp = await agreed(context, office, on=NEW_YEAR, model=SkpModel.QUANTITATIVE, **more)
    revised = await revise_skp(as_("chief"), why(skp))
    assert (revised.edition, revised.state, revised.change_reason) == (2, "DRAFT", "Anggaran berubah")
    assert (revised.model, revised.accountability) == ("QUANTITATIVE", "Laporan")
    assert (skp.state, revised.begins_on) == ("ACKNOWLEDGED", skp.begins_on)
    assert await said(context, revised) == await said(context, skp)
    counts = await skp_that_counts(context, skp.employee_id, period(CycleKind.ANNUAL, 2026, 1))
    assert counts.id == skp.id


async def said(context: Context, skp: Skp) -> object:
    """All that an SKP says, without ids."""
    results = await results_of(context, skp)
    found = []
    for one in results:
        rows = select(SkpIndicator).where(SkpIndicator.result_id == one.id).order_by(SkpIndicator.aspect)
        measured = [
            (each.aspect, each.statement, each.target, each.measure)
            for each in await context.session.scalars(rows)
        ]
        found.append((one.number, one.kind, one.statement, measured))
    rows = select(SkpBehaviour.behaviour, SkpBehaviour.expectation).where(SkpBehaviour.skp_id == skp.id)
    return found, sorted((await context.session.execute(rows)).all())


async def test_the_agreed_revision_supersedes_and_applies_from_the_next_month(
    context: Context, as_, office: Office
) -> None:
    skp = await agreed(context, office, on=NEW_YEAR)
    revised = await revise_skp(as_("chief"), why(skp))
    await offer_skp(as_("chief"), step(revised))
    assert await notices_of(context, office.people["staff"]) == [
        ("SKP_OFFERED", skp.id),
        ("SKP_CHANGED", revised.id),
    ]
    await acknowledge_skp(as_("staff"), step(revised))
    told = await notices_of(context, office.people["chief"])
    assert ("SKP_ACKNOWLEDGED", revised.id) in told
    assert (skp.state, skp.applies_from) == ("SUPERSEDED", date(2026, 1, 1))
    assert (revised.state, revised.applies_from) == ("ACKNOWLEDGED", date(2026, 8, 1))
    assert await counting(context, skp.employee_id) == {7: 1, 8: 2, "year": 2}
    third = await revise_skp(as_("chief"), why(revised))
    assert third.edition == 3


async def counting(context: Context, person: UUID) -> dict[object, int]:
    """The edition that counts for July, for August, and for the whole year."""
    months = {
        number: (await skp_that_counts(context, person, period(CycleKind.MONTHLY, 2026, number))).edition
        for number in (7, 8)
    }
    year = await skp_that_counts(context, person, period(CycleKind.ANNUAL, 2026, 1))
    return {**months, "year": year.edition}


async def test_nothing_counts_before_it_was_agreed(context: Context, as_, office: Office) -> None:
    person = office.people["staff"]
    skp = await offered(context, office, "staff", "chief", SPRING)
    for kind, number in ((CycleKind.MONTHLY, 3), (CycleKind.ANNUAL, 1)):
        with pytest.raises(NotAgreed):
            await skp_that_counts(context, person, period(kind, 2026, number))
    await acknowledge_skp(as_("staff", on=SPRING), step(skp))
    with pytest.raises(NotAgreed):
        await skp_that_counts(context, person, period(CycleKind.MONTHLY, 2026, 3))
    for month in (4, 12):
        found = await skp_that_counts(context, person, period(CycleKind.MONTHLY, 2026, month))
        assert found.id == skp.id


async def test_only_the_superior_revises_only_what_is_agreed_and_once(
    context: Context, as_, office: Office, refused
) -> None:
    skp = await offered(context, office, "staff", "chief", NEW_YEAR)
    async with refused(NotAnAgreedOne, "skpId", state="OFFERED"):
        await revise_skp(as_("chief"), why(skp))
    await acknowledge_skp(as_("staff", on=NEW_YEAR), step(skp))
    for name in ("staff", "leader"):
        async with refused(NotTheSuperior, "skpId"):
            await revise_skp(as_(name), why(skp))
    async with refused(NotFound, "skpId"):
        await revise_skp(as_("stranger"), why(skp))
    async with refused(NoText, "reason"):
        await revise_skp(as_("chief"), why(skp, "\n"))
    await revise_skp(as_("chief"), why(skp))
    async with refused(DraftExists, "skpId", year=2026):
        await revise_skp(as_("chief"), why(skp))


# Withdrawing


async def test_a_withdrawn_first_edition_leaves_its_number_to_the_next(as_, office: Office) -> None:
    skp = await draft_skp(as_("staff"), draft(office))
    await withdraw_skp(as_("staff"), step(skp))
    assert (skp.state, skp.edition, skp.version) == ("WITHDRAWN", 1, 2)
    again = await draft_skp(as_("staff"), draft(office))
    assert (again.state, again.edition) == ("DRAFT", 1)


async def test_a_withdrawn_revision_leaves_the_agreed_edition_as_it_was(
    context: Context, as_, office: Office, refused
) -> None:
    skp = await agreed(context, office, on=NEW_YEAR)
    revised = await revise_skp(as_("chief"), why(skp))
    async with refused(NotTheSuperior, "skpId"):
        await withdraw_skp(as_("staff"), step(revised))
    await withdraw_skp(as_("chief"), step(revised))
    assert (skp.state, revised.state) == ("ACKNOWLEDGED", "WITHDRAWN")
    again = await revise_skp(as_("chief"), why(skp))
    assert again.edition == 2


async def test_an_offer_is_withdrawn_by_the_superior_only(
    context: Context, as_, office: Office, refused
) -> None:
    skp = await offered(context, office, "staff", "chief", TODAY)
    async with refused(NotTheSuperior, "skpId"):
        await withdraw_skp(as_("staff"), step(skp))
    async with refused(NotASide, "skpId"):
        await withdraw_skp(as_("leader"), step(skp))
    await withdraw_skp(as_("chief"), step(skp))
    async with refused(IllegalStep, "skpId", current="WITHDRAWN", wanted="OFFERED"):
        await offer_skp(as_("chief"), step(skp))


# Leaders change, people move


async def test_a_new_leader_goes_on_where_the_former_left(
    context: Context, as_, office: Office, refused
) -> None:
    skp = await draft_skp(as_("chief"), draft(office))
    session = context.session
    led = select(Leadership).where(Leadership.unit_id == office.units["bidang"])
    (await session.scalars(led)).one().valid_to = TODAY
    await session.flush()
    unit, functional = (
        await context.get(Unit, office.units["bidang"]),
        await context.get(Employee, office.people["functional"]),
    )
    await a_leadership(session, unit, functional, since=TODAY)
    await office.look_again(session, TODAY)
    async with refused(NotFound, "skpId"):
        await offer_skp(as_("chief"), step(skp))
    await offer_skp(as_("functional"), step(skp))
    assert skp.evaluator_employee_id == office.people["functional"]


async def test_who_was_placed_elsewhere_begins_anew_for_the_new_place(
    context: Context, as_, office: Office, refused
) -> None:
    skp = await agreed(context, office, on=NEW_YEAR)
    await move(context, office.people["staff"], office.units["badan"], date(2026, 6, 15))
    stranger = as_("stranger")
    async with refused(NotFound, "skpId"):
        await revise_skp(as_("chief"), why(skp))
    async with refused(MovedMeanwhile, "skpId"):
        await revise_skp(stranger, why(skp))
    async with refused(ReasonMissing, "reason"):
        await draft_skp(stranger, draft(office))
    new = await draft_skp(stranger, draft(office, reason="Mutasi"))
    assert (new.edition, new.begins_on, new.change_reason) == (2, date(2026, 6, 15), "Mutasi")
    assert (new.unit_id, new.evaluator_employee_id) == (office.units["badan"], office.people["stranger"])
    await offer_skp(stranger, step(new))
    await acknowledge_skp(as_("staff"), step(new))
    assert (skp.state, new.applies_from) == ("SUPERSEDED", date(2026, 6, 15))
    june = await skp_that_counts(context, new.employee_id, period(CycleKind.MONTHLY, 2026, 6))
    july = await skp_that_counts(context, new.employee_id, period(CycleKind.MONTHLY, 2026, 7))
    assert (june.id, july.id) == (skp.id, new.id)


async def test_what_was_drafted_for_the_place_before_is_neither_offered_nor_agreed_on(
    context: Context, as_, office: Office, refused
) -> None:
    skp = await draft_skp(as_("chief"), draft(office))
    other = await offered(context, office, "colleague", "chief", TODAY)
    for name in ("staff", "colleague"):
        await move(context, office.people[name], office.units["badan"], TODAY)
    async with refused(MovedMeanwhile, "skpId"):
        await offer_skp(as_("stranger"), step(skp))
    async with refused(MovedMeanwhile, "skpId"):
        await change_skp(as_("staff"), changing(skp))
    async with refused(MovedMeanwhile, "skpId"):
        await acknowledge_skp(as_("colleague"), step(other))
    await withdraw_skp(as_("staff"), step(skp))
    assert skp.state == "WITHDRAWN"
