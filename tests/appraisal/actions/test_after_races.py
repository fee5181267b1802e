"""Two people at once: a decision and a withdrawal, two decisions, two objections."""

from dataclasses import replace

from factories.appraisal.after import heard, objected, published
from factories.appraisal.office import Office, an_office
from factories.racing import Race
from sqlalchemy import func, select

from jenjang.appraisal.actions.deciding import Decide, decide
from jenjang.appraisal.actions.objections import (
    AlreadyObjected,
    FileObjection,
    Withdraw,
    file_objection,
    withdraw,
)
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.models.objection import Objection
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.appraisal.terms import AppraisalState, ObjectionOutcome, ObjectionState
from jenjang.core.context import Context


async def with_objection(context: Context) -> tuple[Office, Objection]:
    office = await an_office(context.session, context.today)
    objection = await objected(context, office, await published(context, office))
    await heard(context, office, objection)
    return office, objection


def keeping(objection: Objection) -> Decide:
    return Decide(
        objection_id=objection.id,
        expected_version=3,
        outcome=ObjectionOutcome.UPHELD,
        reason="Sesuai bukti.",
    )


async def state_of(race: Race, objection: Objection) -> tuple[str, str]:
    async def look(context: Context) -> tuple[str, str]:
        kept = await context.get(Objection, objection.id)
        return kept.state, (await context.get(Appraisal, kept.appraisal_id)).state

    found: tuple[str, str] = await race.alone(look)
    return found


async def test_what_is_decided_meanwhile_is_not_withdrawn(race: Race) -> None:
    office, objection = await race.alone(with_objection)
    second = await race.second_of(
        lambda context: decide(office.as_(context, "leader"), keeping(objection)),
        lambda context: withdraw(office.as_(context, "staff"), Withdraw(objection_id=objection.id)),
    )
    assert isinstance(second, IllegalStep)
    assert await state_of(race, objection) == (ObjectionState.DECIDED, AppraisalState.FINAL)


async def test_what_is_withdrawn_meanwhile_is_not_decided(race: Race) -> None:
    office, objection = await race.alone(with_objection)
    second = await race.second_of(
        lambda context: withdraw(office.as_(context, "staff"), Withdraw(objection_id=objection.id)),
        lambda context: decide(office.as_(context, "leader"), keeping(objection)),
    )
    assert isinstance(second, IllegalStep)
    assert await state_of(race, objection) == (ObjectionState.WITHDRAWN, AppraisalState.PUBLISHED)


async def test_of_two_decisions_the_second_is_refused(race: Race) -> None:
    office, objection = await race.alone(with_objection)
    other = replace(keeping(objection), reason="Kedua kali.")
    second = await race.second_of(
        lambda context: decide(office.as_(context, "leader"), keeping(objection)),
        lambda context: decide(office.as_(context, "leader"), other),
    )
    assert isinstance(second, IllegalStep)


async def test_of_two_objections_at_once_one_is_kept(race: Race) -> None:
    async def start(context: Context) -> tuple[Office, Appraisal]:
        office = await an_office(context.session, context.today)
        return office, await published(context, office)

    office, appraisal = await race.alone(start)
    filing = FileObjection(appraisal_id=appraisal.id, grounds="Banjir.")

    async def file(context: Context) -> Objection:
        return await file_objection(office.as_(context, "staff"), filing)

    assert isinstance(await race.second_of(file, file), AlreadyObjected)
    count = select(func.count()).select_from(Objection)
    assert await race.alone(lambda context: context.session.scalar(count)) == 1
