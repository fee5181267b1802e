"""Reading notices: what somebody was told is marked as read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.organisation.actions.versions import own_person
from jenjang.organisation.models import Notice

MOST_AT_ONCE = 100
"""How many notices one request marks as read."""


class TooManyNotices(BadUserInput):
    """At most {most} notices are marked as read at once; these are {count}."""


async def read(context: Context, notice_ids: Sequence[UUID]) -> int:
    """Mark own notices as read; how many weren't before.

    Raises NotAPerson, TooManyNotices; NotFound where one of them isn't one's own, and none is marked.
    """
    wanted = set(notice_ids)
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyNotices("noticeIds", most=MOST_AT_ONCE, count=len(wanted))
    own = (Notice.id.in_(wanted), Notice.employee_id == own_person(context))
    if await context.session.scalar(select(func.count()).select_from(Notice).where(*own)) != len(wanted):
        raise NotFound("noticeIds")
    unread = update(Notice).where(*own, Notice.read_at.is_(None)).values(read_at=context.now)
    return len((await context.session.execute(unread.returning(Notice.id))).all())
