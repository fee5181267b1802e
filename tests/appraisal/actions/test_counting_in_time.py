"""What `viewerCan` says of the days of an SKP, as SQL, is what its deeds say."""

from datetime import date

import pytest
from factories.appraisal.office import Office
from sqlalchemy import text

from jenjang.appraisal.actions.skp_editions import counts_from
from jenjang.appraisal.graph.allowed import COUNTS
from jenjang.appraisal.models.skp import Skp
from jenjang.appraisal.rules.skps import TooLateForTheYear
from jenjang.appraisal.terms import SkpState

DAYS = [
    *(date(2026, 1, 1), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 10), date(2026, 12, 31)),
    *(date(2027, 1, 1), date(2027, 1, 9), date(2027, 1, 10), date(2027, 1, 31), date(2028, 1, 1)),
]
JANUARY, DECEMBER = date(2026, 1, 1), date(2026, 12, 10)


def an_edition(office: Office, number: int, begins: date, state: SkpState) -> Skp:
    agreed = state is SkpState.ACKNOWLEDGED
    return Skp(
        employee_id=office.people["staff"],
        evaluator_employee_id=office.people["chief"],
        unit_id=office.units["bidang"],
        year=2026,
        edition=number,
        model="QUALITATIVE",
        state=state,
        begins_on=begins,
        applies_from=begins if agreed else None,
        change_reason="Tugas baru" if number > 1 else None,
    )


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(
    "begun",
    [(JANUARY,), (DECEMBER,), (JANUARY, JANUARY), (JANUARY, DECEMBER), (DECEMBER, DECEMBER)],
    ids=lambda begun: " then ".join(f"{one:%B}" for one in begun),
)
async def test_what_counts_in_its_year_is_told_alike_by_the_deeds_and_by_the_fields(
    as_, session, office: Office, begun: tuple[date, ...], day: date
) -> None:
    *before, last = begun
    holding = [an_edition(office, 1, begins, SkpState.ACKNOWLEDGED) for begins in before]
    asked = an_edition(office, len(begun), last, SkpState.DRAFT)
    session.add_all([*holding, asked])
    await session.flush()
    sql = COUNTS.format(row="k", tenant="k.tenant_id", today="CAST(:today AS date)")
    told = await session.scalar(
        text(f"SELECT {sql} FROM skps k WHERE k.id = :id"),
        {"today": day, "id": asked.id},
    )
    try:
        applies_from, _ = await counts_from(as_("chief", day), asked, holding)
    except TooLateForTheYear:
        assert told is False
    else:
        assert (told, applies_from.year) == (True, 2026)
