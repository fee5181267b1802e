"""Two people at one SKP at once: one of them is refused by name, and nothing is there twice."""

from dataclasses import replace
from datetime import date

import pytest
from factories.appraisal.judging import opened
from factories.appraisal.office import Office, an_office
from factories.appraisal.skp_files import an_agreed_one
from factories.appraisal.skps import ASKED, TRAINED, agreed, draft, offered, step
from factories.imports import bring, refusals
from factories.racing import Deed, Race
from sqlalchemy import func, select

from jenjang.appraisal.actions.evaluating import evaluate
from jenjang.appraisal.actions.objectives import ObjectiveLedTo, drop_objective, set_objective
from jenjang.appraisal.actions.skp_editions import DraftExists
from jenjang.appraisal.actions.skps import (
    AgreedHere,
    NotAnAgreedOne,
    ReasonedStepOfSkp,
    acknowledge_skp,
    draft_skp,
    offer_skp,
    revise_skp,
    withdraw_skp,
)
from jenjang.appraisal.imports.skp_editions import SkpUnderWay
from jenjang.appraisal.models.skp import Skp, SkpResult
from jenjang.appraisal.rules.transitions import IllegalStep
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.graph.errors import Overtaken
from jenjang.organisation.imports.models import ImportBatch
from jenjang.organisation.imports.undoing import UsedSince, undo_batch
from jenjang.organisation.models import Employee
from jenjang.organisation.terms import ImportKind

NEW_YEAR, TODAY = date(2026, 1, 5), date(2026, 7, 1)


@pytest.fixture
async def office(race: Race) -> Office:
    made: Office = await race.alone(lambda context: an_office(context.session, TODAY))
    return made


async def states(context: Context) -> list[tuple[int, str]]:
    rows = select(Skp.edition, Skp.state).order_by(Skp.edition, Skp.state)
    return [(edition, state) for edition, state in await context.session.execute(rows)]


async def test_of_two_drafts_at_once_one_is_there(race: Race, office: Office) -> None:
    found = await race.second_of(
        lambda context: draft_skp(office.as_(context, "staff"), draft(office)),
        lambda context: draft_skp(office.as_(context, "chief"), draft(office)),
    )
    assert isinstance(found, DraftExists)
    assert await race.alone(states) == [(1, "DRAFT")]


async def a_file(context: Context, office: Office, name: str = "staff") -> ImportBatch:
    """A file with somebody's SKP, handed in."""
    person = await context.session.get_one(Employee, ("surakarta", office.people[name]))
    admin = office.as_(context, "admin", TODAY)
    return await bring(admin, ImportKind.SKPS, [an_agreed_one(person.number)])


async def bring_in(context: Context, office: Office) -> list[tuple[int, str | None, str]]:
    """A file with the staff's SKP; what was refused of it."""
    return await refusals(context.session, await a_file(context, office))


async def test_a_draft_sees_what_a_file_just_brought_in(race: Race, office: Office) -> None:
    found = await race.second_of(
        lambda context: bring_in(context, office),
        lambda context: draft_skp(office.as_(context, "staff", TODAY), draft(office)),
    )
    assert isinstance(found, AgreedHere)
    assert await race.alone(states) == [(1, "ACKNOWLEDGED")]


async def test_a_file_sees_what_was_just_drafted(race: Race, office: Office) -> None:
    found = await race.second_of(
        lambda context: draft_skp(office.as_(context, "staff", TODAY), draft(office)),
        lambda context: bring_in(context, office),
    )
    assert found == [(2, "NIP", SkpUnderWay.code)]
    assert await race.alone(states) == [(1, "DRAFT")]


async def test_of_two_revisions_at_once_one_is_there(race: Race, office: Office) -> None:
    skp = await race.alone(lambda context: agreed(context, office, on=NEW_YEAR))
    asked = ReasonedStepOfSkp(skp_id=skp.id, reason="Anggaran berubah")

    async def revise(context: Context) -> object:
        return await revise_skp(office.as_(context, "chief"), asked)

    assert isinstance(await race.second_of(revise, revise), DraftExists)
    assert await race.alone(states) == [(1, "ACKNOWLEDGED"), (2, "DRAFT")]


async def test_what_is_withdrawn_just_now_is_not_agreed_on(race: Race, office: Office) -> None:
    skp = await race.alone(lambda context: offered(context, office, "staff", "chief", TODAY))
    found = await race.second_of(
        lambda context: withdraw_skp(office.as_(context, "chief"), step(skp)),
        lambda context: acknowledge_skp(office.as_(context, "staff"), step(skp)),
    )
    assert isinstance(found, IllegalStep)
    assert await race.alone(states) == [(1, "WITHDRAWN")]


async def test_a_revision_that_is_agreed_on_just_now_is_what_is_revised_next(
    race: Race, office: Office
) -> None:
    skp = await race.alone(lambda context: agreed(context, office, on=NEW_YEAR))
    asked = ReasonedStepOfSkp(skp_id=skp.id, reason="Anggaran berubah")

    async def offer_again(context: Context) -> Skp:
        chief = office.as_(context, "chief")
        revised = await revise_skp(chief, asked)
        return await offer_skp(chief, step(revised))

    revised = await race.alone(offer_again)
    found = await race.second_of(
        lambda context: acknowledge_skp(office.as_(context, "staff"), step(revised)),
        lambda context: revise_skp(
            office.as_(context, "chief"), replace(asked, expected_version=skp.version)
        ),
    )
    assert isinstance(found, NotAnAgreedOne)
    assert await race.alone(states) == [(1, "SUPERSEDED"), (2, "ACKNOWLEDGED")]


async def test_an_objective_to_which_a_result_just_leads_stays(race: Race, office: Office) -> None:
    asked = replace(ASKED, unit_id=office.units["dinas"])
    made = await race.alone(lambda context: set_objective(office.as_(context, "leader"), asked))
    leading = draft(office, results=(replace(TRAINED, objective_id=made.id),))

    async def lead(context: Context) -> object:
        return await draft_skp(office.as_(context, "chief"), leading)

    async def drop(context: Context) -> object:
        return await drop_objective(office.as_(context, "leader"), made.id)

    assert isinstance(await race.second_of(lead, drop), ObjectiveLedTo)
    other = await race.alone(lambda context: set_objective(office.as_(context, "leader"), asked))
    leading = draft(office, "colleague", results=(replace(TRAINED, objective_id=other.id),))

    async def drop_other(context: Context) -> object:
        return await drop_objective(office.as_(context, "leader"), other.id)

    assert isinstance(await race.second_of(drop_other, lead), NotFound)
    assert await race.alone(lambda context: context.session.scalar(select(func.count(Skp.id)))) == 1


def taking_back(office: Office, batch: ImportBatch) -> Deed:
    """The file's undoing."""
    return lambda context: undo_batch(office.as_(context, "admin", TODAY), batch.id)


async def test_nobody_is_evaluated_by_what_was_just_taken_back(race: Race, office: Office) -> None:
    batch = await race.alone(lambda context: a_file(context, office))

    async def june(context: Context) -> object:
        month = await opened(office.as_(context, "admin", TODAY), office)
        return await month.asked("staff")

    asked = await race.alone(june)

    async def rate(context: Context) -> object:
        return await evaluate(office.as_(context, "chief", TODAY), asked)

    assert isinstance(await race.second_of(taking_back(office, batch), rate), Overtaken)
    assert await race.alone(states) == [(1, "WITHDRAWN")]
    again = await race.alone(lambda context: a_file(context, office))
    assert isinstance(await race.second_of(rate, taking_back(office, again)), UsedSince)
    assert await race.alone(states) == [(1, "ACKNOWLEDGED"), (1, "WITHDRAWN")]


async def test_nothing_comes_to_lead_to_what_was_just_taken_back(race: Race, office: Office) -> None:
    async def lead(context: Context) -> object:
        above = select(SkpResult.id).where(SkpResult.employee_id == office.people["chief"])
        newest = await context.session.scalar(above.order_by(SkpResult.id.desc()).limit(1))
        leading = draft(office, results=(replace(TRAINED, superior_result_id=newest),))
        return await draft_skp(office.as_(context, "chief", TODAY), leading)

    batch = await race.alone(lambda context: a_file(context, office, "chief"))
    assert isinstance(await race.second_of(taking_back(office, batch), lead), NotFound)
    assert await race.alone(states) == [(1, "WITHDRAWN")]
    again = await race.alone(lambda context: a_file(context, office, "chief"))
    assert isinstance(await race.second_of(lead, taking_back(office, again)), UsedSince)
    assert await race.alone(states) == [(1, "ACKNOWLEDGED"), (1, "DRAFT"), (1, "WITHDRAWN")]
