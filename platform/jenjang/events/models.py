"""The outbox: events that were told, and how far their delivery is."""

import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel

WAITS = "done_at IS NULL AND failed_at IS NULL"
"""An event that is to be delivered."""
NOT_PRIVATE = (
    'strict $.* ? (@.type() == "object" || @.type() == "array" || @.type() == "string" && !(@ like_regex '
    '"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2})$"))'
)
"""A JSON path to what is neither an id, a date, a number nor a truth value; strict, lest lists be opened."""


class OutboxEvent(TenantModel):
    """Something that happened, told by the domain in which it did. It points at no row, as that may go.

    Its id is the place in which it is delivered: uuidv7() grows with time, so that who has read what another
    deed committed tells after it.
    """

    __tablename__ = "events"

    name: Mapped[str] = mapped_column(Text(collation="C"))
    """The domain and what happened there, as `appraisal.improvement_intended`."""
    about_type: Mapped[str]
    about_id: Mapped[UUID]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB(), server_default=text("'{}'::jsonb"))
    """Ids, dates, numbers. Any: JSON."""
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    done_at: Mapped[datetime.datetime | None]
    """When all handlers had taken it up."""
    tries: Mapped[int] = mapped_column(SmallInteger(), server_default=text("0"))
    """How often that failed, since an operator last wanted it tried again."""
    due_at: Mapped[datetime.datetime | None]
    """Not to be tried before."""
    failed_at: Mapped[datetime.datetime | None]
    """When it was set aside."""
    error: Mapped[str | None]
    """What failed last: the error's class, and never its words, which may be private."""

    __table_args__ = (
        CheckConstraint(f"NOT jsonb_path_exists(payload, '{NOT_PRIVATE}')", name="payload_not_private"),
        Index("ix_events_tenant_id_name_waiting", "tenant_id", "name", "id", postgresql_where=text(WAITS)),
        Index(
            "ix_events_tenant_id_failed",
            "tenant_id",
            "id",
            postgresql_where=text("failed_at IS NOT NULL"),
        ),
    )
