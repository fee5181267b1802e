"""A government's own holidays: set and dropped, for days to come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from jenjang.appraisal.models.policy import LocalHoliday
from jenjang.core.context import Context
from jenjang.core.errors import Conflict, NotFound
from jenjang.core.texts import check_text

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHoliday:
    """The day, and what it is called."""

    day: date
    name: str


class HolidayIsPast(Conflict):
    """{day} is past, and deadlines were counted with it: only days from {today} on are set and dropped."""


async def set_holiday(context: Context, asked: SetHoliday) -> LocalHoliday:
    """Make a day a holiday, or call it otherwise. Raises HolidayIsPast, NoText, TextTooLong."""
    _check_ahead(context, asked.day)
    named = {"name": check_text(asked.name, "name", LONGEST_NAME)}
    new = insert(LocalHoliday).values(day=asked.day, **named)
    upsert = new.on_conflict_do_update(index_elements=["tenant_id", "day"], set_=named)
    # Without it a row that the session has read before would keep its former name.
    anew = {"populate_existing": True}
    return (await context.session.scalars(upsert.returning(LocalHoliday), execution_options=anew)).one()


async def drop_holiday(context: Context, day: date) -> date:
    """Let a day be worked again. Raises HolidayIsPast, NotFound."""
    _check_ahead(context, day)
    gone = delete(LocalHoliday).where(LocalHoliday.day == day).returning(LocalHoliday.day)
    if await context.session.scalar(gone) is None:
        raise NotFound("day")
    return day


def _check_ahead(context: Context, day: date) -> None:
    if day < context.today:
        raise HolidayIsPast("day", day=day, today=context.today)
