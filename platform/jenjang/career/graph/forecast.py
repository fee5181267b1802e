"""The workforce forecast: which seats will want somebody, in counts alone."""

from typing import Annotated

import strawberry

from jenjang.career.actions import forecasting
from jenjang.career.actions.candidates import READ
from jenjang.career.graph import enums
from jenjang.career.rules.forecast import GroupAhead
from jenjang.core.context import Context
from jenjang.graph.deeds import key
from jenjang.graph.judged import judged
from jenjang.graph.reader.page import MOST, PageTooLarge


@strawberry.type(description="What a group of positions has come to when a calendar year ends.")
class ForecastYear:
    year: int = strawberry.field(description="Calendar year; the first is the one that runs.")
    required: int = strawberry.field(description="Seats of positions that are open at the year's end.")
    retiring: int = strawberry.field(
        description="How many of today's holders retire in it; the first year counts those overdue, too."
    )
    available: int = strawberry.field(description="How many of today's holders are left at the year's end.")
    gap: int = strawberry.field(description="`required` less `available`; below 0 where overfilled.")


@strawberry.type(description="What a group of positions comes to.")
class ForecastGroup:
    group: str = strawberry.field(
        description="Code of the kind, level or competency, or the position's name; empty of all together."
    )
    held: int = strawberry.field(
        description="How many hold such positions today; by competency, whose level is enough there today."
    )
    years: list[ForecastYear] = strawberry.field(description="Each year, in order.")


@strawberry.type(description="Which seats of a unit will want somebody, as people retire.")
class WorkforceForecast:
    together: ForecastGroup = strawberry.field(description="All positions in the unit and below it.")
    group_count: int = strawberry.field(description="How many groups there are.")
    groups: list[ForecastGroup] = strawberry.field(
        description="The groups, the widest gap at the end of the last year first."
    )


@judged(
    "Which seats in a unit and below it will want somebody: by calendar year the seats required, who of"
    " today's holders retires, and the gap, if nobody else comes, goes or moves. Counts only. Null of a unit"
    " over which you don't hold the permission.",
    needs=READ,
)
async def workforce_forecast(
    context: Context,
    unit_id: Annotated[strawberry.ID, strawberry.argument(description="Global id of the unit.")],
    years: Annotated[int, strawberry.argument(description="How many years, 1 to 10.")] = 5,
    by: Annotated[
        enums.ForecastBy, strawberry.argument(description="By what positions are grouped.")
    ] = enums.ForecastBy.LEVEL,
    first: Annotated[int, strawberry.argument(description="How many groups, 1 to 100.")] = 20,
) -> WorkforceForecast | None:
    if not 1 <= first <= MOST:
        raise PageTooLarge("first")
    found = await forecasting.forecast(context, key(unit_id, "Unit", "unitId"), years, by)
    return WorkforceForecast(
        together=_told(found.together),
        group_count=len(found.groups),
        groups=[_told(one) for one in found.groups[:first]],
    )


def _told(of: GroupAhead) -> ForecastGroup:
    years = [
        ForecastYear(
            year=one.year,
            required=one.required,
            retiring=one.retiring,
            available=one.available,
            gap=one.gap,
        )
        for one in of.years
    ]
    return ForecastGroup(group=of.group, held=of.held, years=years)
