"""How many may go to school: set for a year and level of school, taken and given back."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from jenjang.core.context import Context
from jenjang.core.errors import Conflict
from jenjang.organisation.actions.records import schools_in_order
from jenjang.organisation.actions.versions import changed
from jenjang.organisation.rules.years import check_year
from jenjang.study.actions.judging import check_level
from jenjang.study.models import StudyLeave, StudyQuota
from jenjang.study.rules.leaves import check_free, check_seats


class QuotaKnown(Conflict):
    """This quota is there already: change it by its version, {current}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaSet:
    """How many leaves to study for a level may begin in a year."""

    year: int
    level: str
    seats: int
    expected_version: int | None = None


async def set_quota(context: Context, asked: QuotaSet) -> StudyQuota:
    """Set how many may go, or another number: one that covers those who were let go.

    Raises NoSuchSchool, NoSuchYear, NoQuota, QuotaTooLow, QuotaKnown, Stale.
    """
    check_year(asked.year)
    check_level(asked.level, await schools_in_order(context))
    seats = check_seats(asked.seats, 0)
    same = {"year": asked.year, "level": asked.level}
    new = insert(StudyQuota).values(seats=seats, **same).on_conflict_do_nothing().returning(StudyQuota.id)
    if made := (await context.session.execute(new)).scalar_one_or_none():
        return await context.get(StudyQuota, made)
    quota = await _locked(context, asked.year, asked.level)
    assert quota  # noqa: S101  # It is what the new one conflicted with; quotas are never deleted.
    if asked.expected_version is None:
        raise QuotaKnown("expectedVersion", current=quota.version)
    changed(quota, asked.expected_version).seats = check_seats(seats, quota.taken)
    await context.session.flush()
    return quota


async def take(context: Context, leave: StudyLeave) -> None:
    """Take a place of the year in which the leave begins. Raises QuotaUsedUp, also where none was set."""
    year = leave.begins_on.year
    quota = await _locked(context, year, leave.level)
    check_free(quota.seats if quota else 0, quota.taken if quota else 0, year, leave.level)
    assert quota  # noqa: S101  # Of none nothing is free.
    quota.taken += 1
    leave.quota_id = quota.id


async def give_back(context: Context, leave: StudyLeave) -> None:
    """Give the place back that a leave has, if it has one."""
    if leave.quota_id:
        quota = await context.get(StudyQuota, leave.quota_id, lock=True)
        quota.taken -= 1
        leave.quota_id = None


async def _locked(context: Context, year: int, level: str) -> StudyQuota | None:
    of = StudyQuota
    known = select(of).where(of.year == year, of.level == level).with_for_update()
    found: StudyQuota | None = await context.session.scalar(known.execution_options(populate_existing=True))
    return found
