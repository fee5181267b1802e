"""Notices: what somebody is told, once."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from jenjang.core.context import Context
from jenjang.database.many import insertion
from jenjang.graph.perform import Ref
from jenjang.organisation.models import Notice
from jenjang.organisation.terms import NoticeKind


async def tell(context: Context, kind: NoticeKind, about: Ref, *people: UUID | None) -> None:
    """Tell people of something, but nobody twice, and never who does it."""
    # A few rows need no statement about many, which takes SQLAlchemy longer to put together.
    if rows := _rows(context, kind, [(one, about) for one in people if one]):
        await context.session.execute(insert(Notice).on_conflict_do_nothing(), rows)


async def tell_all(context: Context, kind: NoticeKind, told: Iterable[tuple[UUID, Ref]]) -> None:
    """Tell each person of their own thing, but nobody twice, and never who does it."""
    if rows := _rows(context, kind, told):
        await context.session.execute(insertion(Notice, rows).on_conflict_do_nothing())


async def tell_again(context: Context, kind: NoticeKind, about: Ref, *people: UUID) -> None:
    """Tell people, each named once, of what happened once more, such as a second offer.

    An earlier notice is new again.
    """
    await tell_all_again(context, kind, [(one, about) for one in people])


async def tell_all_again(context: Context, kind: NoticeKind, told: Iterable[tuple[UUID, Ref]]) -> None:
    """The same of each person's own thing."""
    if rows := _rows(context, kind, told):
        same = ["tenant_id", "employee_id", "kind", "about_id"]
        again = {"made_at": context.now, "read_at": None}
        new = insertion(Notice, rows)
        await context.session.execute(new.on_conflict_do_update(index_elements=same, set_=again))


def _rows(context: Context, kind: NoticeKind, told: Iterable[tuple[UUID, Ref]]) -> list[dict[str, object]]:
    same = {"kind": kind, "made_at": context.now}
    return [
        {"employee_id": person, "about_type": about.type_name, "about_id": about.key, **same}
        for person, about in told
        if person != context.viewer.employee_id
    ]
