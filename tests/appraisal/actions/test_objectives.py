"""What units are to reach is set by who leads there, and stays while results lead to it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.appraisal.office import Office
from factories.appraisal.skps import ASKED, TRAINED, draft
from factories.organisation import a_unit
from sqlalchemy import select

from jenjang.appraisal.actions.objectives import ObjectiveLedTo, drop_objective, set_objective
from jenjang.appraisal.actions.skps import draft_skp
from jenjang.appraisal.models.skp import SkpResult, UnitObjective
from jenjang.appraisal.rules.skps import NotThisYear
from jenjang.core.context import Context
from jenjang.core.errors import NotFound
from jenjang.core.texts import NoText
from jenjang.organisation.models import Unit
from jenjang.organisation.rules.tree import UnitNotOpen


async def test_a_leader_sets_what_the_unit_and_those_below_are_to_reach(as_, office: Office) -> None:
    asked = replace(ASKED, unit_id=office.units["bidang"], statement=" Guru terlatih ")
    for name in ("chief", "leader", "head", "admin", "unit admin"):
        made = await set_objective(as_(name), asked)
        assert (made.unit_id, made.year, made.statement) == (office.units["bidang"], 2026, "Guru terlatih")


@pytest.mark.parametrize("name", ["chief", "staff", "stranger", "clerk", "auditor", "program"])
async def test_nobody_sets_it_for_units_out_of_reach(as_, office: Office, refused, name: str) -> None:
    async with refused(NotFound, "unitId"):
        await set_objective(as_(name), replace(ASKED, unit_id=office.units["dinas"]))
    made = await set_objective(as_("leader"), replace(ASKED, unit_id=office.units["dinas"]))
    async with refused(NotFound, "objectiveId"):
        await drop_objective(as_(name), made.id)


async def test_an_objective_is_said_otherwise_and_stays_of_its_unit_and_year(
    as_, office: Office, refused
) -> None:
    leader = as_("leader")
    asked = replace(ASKED, unit_id=office.units["dinas"])
    made = await set_objective(leader, asked)
    otherwise = replace(asked, objective_id=made.id, indicator="Naik dua tingkat")
    assert (await set_objective(leader, otherwise)).id == made.id
    assert made.indicator == "Naik dua tingkat"
    for other in ({"year": 2027}, {"unit_id": office.units["bidang"]}, {"objective_id": UUID(int=1)}):
        async with refused(NotFound, "objectiveId"):
            await set_objective(leader, replace(otherwise, **other))


async def test_an_objective_is_of_this_year_or_the_next_and_says_something(
    as_, office: Office, refused
) -> None:
    asked = replace(ASKED, unit_id=office.units["dinas"])
    async with refused(NotThisYear, "year"):
        await set_objective(as_("leader"), replace(asked, year=2028))
    async with refused(NoText, "indicator"):
        await set_objective(as_("leader"), replace(asked, indicator=" "))
    async with refused(NotFound, "unitId"):
        await set_objective(as_("admin"), replace(asked, unit_id=UUID(int=1)))


async def test_a_unit_that_is_no_more_then_has_nothing_to_reach(
    context: Context, as_, office: Office, refused
) -> None:
    dinas = await context.get(Unit, office.units["dinas"])
    closing = await a_unit(context.session, "UPTD", parent=dinas, until=date(2027, 1, 1))
    asked = replace(ASKED, unit_id=closing.id)
    await set_objective(as_("admin"), asked)
    async with refused(UnitNotOpen, "unitId"):
        await set_objective(as_("admin"), replace(asked, year=2027))


async def test_results_lead_to_objectives_of_their_unit_or_one_above_in_that_year(
    as_, office: Office, refused
) -> None:
    made = {
        name: await set_objective(as_("admin"), replace(ASKED, unit_id=unit_id))
        for name, unit_id in office.units.items()
    }
    leading = [replace(TRAINED, objective_id=made[name].id) for name in ("bidang", "dinas", "government")]
    skp = await draft_skp(as_("chief"), draft(office, results=tuple(leading)))
    rows = select(SkpResult.objective_id).where(SkpResult.skp_id == skp.id).order_by(SkpResult.number)
    found = (await as_("chief").session.scalars(rows)).all()
    assert list(found) == [one.objective_id for one in leading]
    for other in (
        draft(office, "colleague", results=(replace(TRAINED, objective_id=made["badan"].id),)),
        draft(office, "colleague", 2027, results=(replace(TRAINED, objective_id=made["dinas"].id),)),
    ):
        async with refused(NotFound, "results.0.objectiveId"):
            await draft_skp(as_("chief"), other)


async def test_an_objective_to_which_results_lead_stays(as_, office: Office, refused) -> None:
    leader = as_("leader")
    made = await set_objective(leader, replace(ASKED, unit_id=office.units["dinas"]))
    leading = (replace(TRAINED, objective_id=made.id), TRAINED)
    await draft_skp(as_("chief"), draft(office, results=leading))
    async with refused(ObjectiveLedTo, "objectiveId", count=1):
        await drop_objective(leader, made.id)
    other = await set_objective(leader, replace(ASKED, unit_id=office.units["dinas"]))
    await drop_objective(leader, other.id)
    assert (await leader.session.scalars(select(UnitObjective.id))).all() == [made.id]
