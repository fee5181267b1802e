"""Notices: what somebody is told, once."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from jenjang.appraisal.models.policy import Notice
from jenjang.appraisal.terms import NoticeKind
from jenjang.core.context import Context
from jenjang.graph.perform import Ref


async def tell(context: Context, kind: NoticeKind, about: Ref, *people: UUID | None) -> None:
    """Tell people of something, but nobody twice, and never who does it."""
    await tell_all(context, kind, [(one, about) for one in people if one])


async def tell_all(context: Context, kind: NoticeKind, told: Iterable[tuple[UUID, Ref]]) -> None:
    """Tell each person of their own thing, but nobody twice, and never who does it."""
    rows = [
        {"employee_id": person, "kind": kind, "about_type": about.type_name, "about_id": about.key}
        for person, about in told
        if person != context.viewer.employee_id
    ]
    if rows:
        await context.session.execute(insert(Notice).on_conflict_do_nothing(), rows)
