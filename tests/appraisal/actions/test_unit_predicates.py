"""The predicate of a unit is set with what it rests on, until the evaluation of its head rests on it."""

from dataclasses import replace

import pytest
from appraisal.conftest import As, Refused
from factories.appraisal.cycles import a_cycle, appraisal_of, evaluated
from factories.appraisal.office import Office
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.appraisal.actions.unit_predicates import SetPredicate, set_unit_predicate
from jenjang.appraisal.models.cycle import AppraisalCycle
from jenjang.appraisal.rules.cycles import CycleNotOpen, OwnUnit, PredicateInUse
from jenjang.appraisal.terms import CycleState, OrganisationPredicate
from jenjang.core.errors import NotFound
from jenjang.core.texts import NoText, TextTooLong


@pytest.fixture
async def june(as_: As) -> AppraisalCycle:
    return await a_cycle(as_("admin"))


@pytest.fixture
def asked(june: AppraisalCycle, office: Office) -> SetPredicate:
    return SetPredicate(
        cycle_id=june.id,
        unit_id=office.units["bidang"],
        predicate=OrganisationPredicate.GOOD,
        basis=" LKjIP 2026/II ",
    )


async def test_a_predicate_is_set_and_set_anew(as_: As, asked: SetPredicate) -> None:
    found = await set_unit_predicate(as_("admin"), asked)
    assert (found.predicate, found.basis, found.set_at) == ("GOOD", "LKjIP 2026/II", as_("admin").now)
    found = await set_unit_predicate(
        as_("unit admin"), replace(asked, predicate=OrganisationPredicate.EXCELLENT)
    )
    assert found.predicate == "EXCELLENT"


async def test_who_heads_a_unit_does_not_set_its_predicate_as_an_admin(
    as_: As, office: Office, asked: SetPredicate, refused: Refused
) -> None:
    """It would rate the own results: a unit's predicate is set above it (SE MenPANRB 3/2023)."""
    admin = as_("admin")
    chief = replace(admin, viewer=replace(admin.viewer, employee_id=office.people["chief"]))
    async with refused(OwnUnit, "unitId"):
        await set_unit_predicate(chief, asked)
    above = replace(asked, unit_id=office.units["dinas"])
    assert (await set_unit_predicate(chief, above)).predicate == "GOOD"


async def test_once_the_head_is_evaluated_by_it_only_its_basis_changes(
    as_: As,
    office: Office,
    session: AsyncSession,
    june: AppraisalCycle,
    asked: SetPredicate,
    refused: Refused,
) -> None:
    await set_unit_predicate(as_("admin"), asked)
    staff = await appraisal_of(session, june, office.people["staff"])
    await evaluated(session, staff, as_("admin").now)
    await set_unit_predicate(as_("admin"), replace(asked, predicate=OrganisationPredicate.POOR))
    chief = await appraisal_of(session, june, office.people["chief"])
    await evaluated(session, chief, as_("admin").now)
    async with refused(PredicateInUse, "predicate"):
        await set_unit_predicate(as_("admin"), asked)
    same = replace(asked, predicate=OrganisationPredicate.POOR, basis="LHE 7/2026")
    assert (await set_unit_predicate(as_("admin"), same)).basis == "LHE 7/2026"


async def test_it_is_set_where_one_manages_of_a_unit_in_the_cycle_and_while_that_is_open(
    as_: As, office: Office, june: AppraisalCycle, asked: SetPredicate, refused: Refused
) -> None:
    async with refused(NotFound, "unitId"):
        await set_unit_predicate(as_("unit admin"), replace(asked, unit_id=office.units["badan"]))
    async with refused(NotFound, "cycleId"):
        await set_unit_predicate(as_("admin"), replace(asked, cycle_id=office.units["badan"]))
    dinas = await a_cycle(as_("admin"), number=5, unit_id=office.units["dinas"])
    async with refused(NotFound, "unitId"):
        await set_unit_predicate(
            as_("admin"), replace(asked, cycle_id=dinas.id, unit_id=office.units["badan"])
        )
    async with refused(NoText, "basis"):
        await set_unit_predicate(as_("admin"), replace(asked, basis="  "))
    async with refused(TextTooLong, "basis"):
        await set_unit_predicate(as_("admin"), replace(asked, basis="x" * 4001))
    june.state = CycleState.CLOSED
    async with refused(CycleNotOpen, "cycleId", state="CLOSED"):
        await set_unit_predicate(as_("admin"), asked)
