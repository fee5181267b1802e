"""A cycle covers everybody who serves and is placed in its units, once; until when, is the law's to bound."""

from datetime import date

import pytest
from sqlalchemy import select

from jenjang.appraisal.actions.cycles import OpenCycle, open_cycle
from jenjang.appraisal.models.cycle import Appraisal
from jenjang.appraisal.terms import CycleKind

JUNE = OpenCycle(kind=CycleKind.MONTHLY, year=2026, number=6)


async def test_everybody_gets_an_appraisal(as_, office, session):
    cycle = await open_cycle(as_("admin"), JUNE)
    found = {row.employee_id: row for row in await session.scalars(select(Appraisal))}
    print(cycle.due_on)
    for name, person in office.people.items():
        row = found[person]
        print(
            name,
            row.unit_id,
            row.headed_unit_id,
            row.evaluator_employee_id,
            row.level,
            row.months,
            row.due_on,
        )
    assert 0
