"""Whether people of a file fitted when they were placed, as the deed decides it one by one."""

from datetime import date
from uuid import UUID

import pytest

from jenjang.core.context import Context
from jenjang.organisation.imports.codes import codes_on
from jenjang.organisation.imports.fitting import Bearer, judged
from jenjang.organisation.imports.history import Fact, join
from jenjang.organisation.imports.known import Place
from jenjang.organisation.rules.span import Span
from jenjang.organisation.terms import EmployeeKind

BELOW, ABOVE = UUID(int=1), UUID(int=2)
BEGAN, ROSE, AGAIN = date(2018, 1, 1), date(2022, 1, 1), date(2024, 1, 1)
RULE = "retirement_age 2023"


def place(key: UUID, level: str) -> Place:
    return Place(
        open=Span(date(2010, 1, 1)),
        id=key,
        unit_id=UUID(int=9),
        siasn_id=None,
        name="Analis",
        level=level,
        echelon=None,
        lowest_rank=None,
        highest_rank=None,
        retirement_age=58,
        retirement_rule=RULE,
        seats=2,
    )


def fact(begins: date, ends: date | None, position: UUID) -> Fact:
    return Fact(begins, ends, {"position_id": position})


@pytest.mark.parametrize(
    ("left", "misfit"),
    [(ROSE, None), (date(2021, 1, 1), "RANK_TOO_LOW")],
    ids=["from the level below", "after a time without a position"],
)
async def test_who_rises_from_the_level_below_fits_with_its_top_rank(
    context: Context, left: date, misfit: str | None
) -> None:
    places = {BELOW: place(BELOW, "AHLI_PERTAMA"), ABOVE: place(ABOVE, "AHLI_MUDA")}
    ranks = [Fact(BEGAN, None, {"rank": "III/b"})]
    bearer = Bearer(EmployeeKind.PNS, date(1986, 9, 26), ranks)
    brought = [fact(BEGAN, left, BELOW), fact(ROSE, AGAIN, ABOVE), fact(AGAIN, None, ABOVE)]
    found = judged(join([], brought), [], bearer, places, await codes_on(context, context.today))
    first, risen, kept = (one.content for one in found.history)
    assert (first["fits"], first["misfit"]) == (True, None)
    assert (risen["fits"], risen["misfit"]) == (misfit is None, misfit)
    assert (kept["fits"], kept["misfit"]) == (True, None)  # The level is held already.
