"""Changes of rank."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from factories.organisation import an_employee
from sqlalchemy import select

from jenjang.core.context import Context
from jenjang.core.errors import NotFound, Refusal, Stale
from jenjang.organisation.actions.people import RecordSanction, record_sanction
from jenjang.organisation.actions.ranks import ChangeRank, change_rank
from jenjang.organisation.models import RankHolding
from jenjang.organisation.rules.life import NotInService
from jenjang.organisation.rules.rank import (
    NotARankDate,
    RankOfOtherScheme,
    RankReasonUnknown,
    SanctionInForce,
    WrongRankStep,
)
from jenjang.organisation.rules.span import LaterFact
from jenjang.organisation.terms import EmployeeKind, Severity

UP = ChangeRank(
    employee_id=UUID(int=7),
    rank="III/d",
    reason="REGULER",
    on=date(2026, 6, 1),
    decree_number="823/7/2026",
    decree_date=date(2026, 5, 20),
)


async def holdings(context: Context) -> list[tuple[str, str | None, date, date | None]]:
    rows = await context.session.scalars(select(RankHolding).order_by(RankHolding.valid_from))
    return [(row.rank, row.reason, row.valid_from, row.valid_to) for row in rows]


async def test_a_rank_follows_the_one_below(context: Context) -> None:
    siti = await an_employee(context.session)
    holding = await change_rank(context, replace(UP, employee_id=siti.id, expected_version=1))
    assert (holding.decree_number, holding.decree_date) == ("823/7/2026", date(2026, 5, 20))
    assert siti.version == 2
    assert await holdings(context) == [
        ("III/c", None, date(2020, 1, 1), date(2026, 6, 1)),
        ("III/d", "REGULER", date(2026, 6, 1), None),
    ]


async def test_a_sanction_leads_one_down(context: Context) -> None:
    siti = await an_employee(context.session)
    down = replace(UP, employee_id=siti.id, rank="III/b", reason="HUKUMAN_DISIPLIN")
    await change_rank(context, down)
    assert (await holdings(context))[-1] == ("III/b", "HUKUMAN_DISIPLIN", date(2026, 6, 1), None)


async def test_a_first_rank_follows_none(context: Context) -> None:
    budi = await an_employee(context.session, kind=EmployeeKind.PPPK, rank=None)
    first = replace(UP, employee_id=budi.id, rank="PPPK-IX", reason="PENGANGKATAN", on=date(2010, 1, 15))
    await change_rank(context, first)
    assert await holdings(context) == [("PPPK-IX", "PENGANGKATAN", date(2010, 1, 15), None)]


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"rank": "IV/a"}, WrongRankStep, "rank"),
        ({"rank": "III/c"}, WrongRankStep, "rank"),
        ({"rank": "III/b"}, WrongRankStep, "rank"),
        ({"rank": "PPPK-X"}, RankOfOtherScheme, "rank"),
        ({"rank": "V/a"}, NotFound, "rank"),
        ({"reason": "SUKA"}, RankReasonUnknown, "reason"),
        ({"on": date(2026, 6, 2)}, NotARankDate, "on"),
        ({"on": date(2025, 5, 1)}, NotARankDate, "on"),  # before October 2025 only even months
        ({"on": date(2023, 6, 1)}, NotARankDate, "on"),  # and before 2024 April and October only
        ({"on": date(2020, 1, 1)}, LaterFact, "on"),
        ({"on": date(2009, 4, 1)}, NotInService, "employeeId"),
        ({"employee_id": UUID(int=8)}, NotFound, "employeeId"),
        ({"expected_version": 9}, Stale, "expectedVersion"),
    ],
)
async def test_an_unlawful_change_of_rank_is_refused(
    context: Context, refused, change: dict[str, object], error: type[Refusal], field: str
) -> None:
    siti = await an_employee(context.session)
    async with refused(error, field):
        await change_rank(context, replace(UP, **{"employee_id": siti.id, **change}))


@pytest.mark.parametrize("reason", ["REGULER", "PILIHAN", "PENGABDIAN", "PENYESUAIAN_IJAZAH"])
async def test_a_sanction_bars_a_promotion_while_it_is_in_force(context: Context, refused, reason) -> None:
    siti = await an_employee(context.session)
    sanction = RecordSanction(
        employee_id=siti.id,
        severity=Severity.MEDIUM,
        kind="Pemotongan tunjangan kinerja",
        on=date(2026, 1, 15),
        until=date(2026, 7, 1),
    )
    await record_sanction(context, sanction)
    up = replace(UP, employee_id=siti.id, reason=reason)
    async with refused(SanctionInForce, "on", ends=date(2026, 7, 1), reason=reason):
        await change_rank(context, up)
    await change_rank(context, replace(up, on=date(2026, 7, 1)))
    assert (await holdings(context))[-1] == ("III/d", reason, date(2026, 7, 1), None)


async def test_a_sanction_bars_neither_a_demotion_nor_who_died_on_duty(context: Context) -> None:
    for rank, reason in (("III/b", "HUKUMAN_DISIPLIN"), ("III/d", "ANUMERTA")):
        who = await an_employee(context.session)
        for_good = RecordSanction(
            employee_id=who.id, severity=Severity.SEVERE, kind="Penurunan jabatan", on=date(2026, 1, 15)
        )
        await record_sanction(context, for_good)
        await change_rank(context, replace(UP, employee_id=who.id, rank=rank, reason=reason))
        assert (rank, reason, date(2026, 6, 1), None) in await holdings(context)
