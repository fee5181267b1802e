"""The small government of these tests is what the gate would make of it."""

from datetime import date

import pytest
from factories.appraisal.office import Office

from jenjang.core.context import Context
from jenjang.core.permission import Reach, Role
from jenjang.organisation.actions.superiors import standing_of


@pytest.mark.parametrize(
    ("name", "superior"),
    [
        ("staff", "chief"),
        ("chief", "leader"),
        ("leader", "head"),
        ("clerk", "stranger"),
        ("stranger", "head"),
    ],
)
async def test_everybody_has_the_superior_that_is_told(
    context: Context, office: Office, name: str, superior: str
) -> None:
    standing = await standing_of(context, office.people[name], context.today)
    assert standing
    assert standing.superior_employee_id == office.people[superior]


async def test_nobody_stands_above_the_head(context: Context, office: Office) -> None:
    standing = await standing_of(context, office.people["head"], context.today)
    assert standing
    assert (standing.superior_employee_id, standing.headed_unit_id) == (None, office.units["government"])


async def test_each_holds_what_the_gate_would_give(as_, office: Office) -> None:
    assert as_("chief").viewer.roles == (Role.STAFF, Role.LEADER)
    assert as_("chief").viewer.units_of("appraisal:evaluate") == (office.units["bidang"],)
    assert set(as_("unit admin").viewer.units_of("appraisal:manage")) == {
        office.units["dinas"],
        office.units["bidang"],
    }
    assert as_("admin").viewer.reach("appraisal:manage") == {Reach.TENANT}
    assert not as_("program").viewer.may("appraisal:take_part")
    assert as_("staff", on=date(2026, 1, 5)).today == date(2026, 1, 5)
