"""On which days a government works: the week, the nation's holidays, its own."""

from datetime import date, timedelta

from sqlalchemy import select

from jenjang.appraisal.actions.settings import settings_on
from jenjang.appraisal.models.policy import LocalHoliday
from jenjang.appraisal.rules.working_days import WorkingCalendar, working_calendar
from jenjang.core.context import Context
from jenjang.rules.shelf import rule_in_force

LONGEST = timedelta(366)
"""No deadline of appraisal takes longer, with all holidays in it."""


async def calendar_from(context: Context, since: date) -> WorkingCalendar:
    """The working days from a date on, as far as any deadline reaches. Raises NoRuleInForce."""
    return await calendar_between(context, since, since + LONGEST)


async def calendar_between(context: Context, since: date, until: date) -> WorkingCalendar:
    """The working days of all years from that of one date to that of another.

    Raises NoRuleInForce for a year of which no national holidays are known.
    """
    first, last = date(since.year, 1, 1), date(until.year, 12, 31)
    years = [
        (await rule_in_force(context.session, "public_holidays", date(year, 1, 1))).body
        for year in range(first.year, last.year + 1)
    ]
    week = (await rule_in_force(context.session, "working_week", since)).body
    own = select(LocalHoliday.day, LocalHoliday.name).where(LocalHoliday.day.between(first, last))
    local = {row.day: row.name for row in await context.session.execute(own)}
    return working_calendar(week, years, (await settings_on(context, since)).six_day_week, local)
