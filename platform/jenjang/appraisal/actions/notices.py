"""Notices: what somebody is told, once, and has read."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from jenjang.appraisal.actions.people import own_person
from jenjang.appraisal.models.policy import Notice
from jenjang.appraisal.terms import NoticeKind
from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput, NotFound
from jenjang.graph.perform import Ref

MOST_AT_ONCE = 100
"""How many notices one request marks as read."""


async def tell(context: Context, kind: NoticeKind, about: Ref, *people: UUID | None) -> None:
    """Tell people of something, but nobody twice, and never who does it."""
    await tell_all(context, kind, [(one, about) for one in people if one])


async def tell_all(context: Context, kind: NoticeKind, told: Iterable[tuple[UUID, Ref]]) -> None:
    """Tell each person of their own thing, but nobody twice, and never who does it."""
    if rows := _rows(context, kind, told):
        await context.session.execute(insert(Notice).on_conflict_do_nothing(), rows)


async def tell_again(context: Context, kind: NoticeKind, about: Ref, person: UUID) -> None:
    """Tell somebody of what happened once more, such as a second offer: an earlier notice is new again."""
    rows = _rows(context, kind, [(person, about)])
    if not rows:
        return
    same = ["tenant_id", "employee_id", "kind", "about_id"]
    again = {"made_at": context.now, "read_at": None}
    told = insert(Notice).values(rows).on_conflict_do_update(index_elements=same, set_=again)
    await context.session.execute(told)


def _rows(context: Context, kind: NoticeKind, told: Iterable[tuple[UUID, Ref]]) -> list[dict[str, object]]:
    same = {"kind": kind, "made_at": context.now}
    return [
        {"employee_id": person, "about_type": about.type_name, "about_id": about.key, **same}
        for person, about in told
        if person != context.viewer.employee_id
    ]


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
