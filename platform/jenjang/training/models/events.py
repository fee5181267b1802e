"""Training events: when and where a course is held, for how many, and its meetings."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.training.models.money import RUPIAH
from jenjang.training.terms import EventState, FundingSource


class TrainingEvent(TenantModel):
    """A course as it is held once: one of a series, of one meeting or several."""

    __tablename__ = "training_events"

    course_id: Mapped[UUID]
    title: Mapped[str]
    series: Mapped[str | None]
    place: Mapped[str]
    quota: Mapped[int] = mapped_column(SmallInteger)
    cost: Mapped[Decimal] = mapped_column(RUPIAH, server_default=text("0"))
    """Rupiah a seat."""
    source: Mapped[str]
    enrol_until: Mapped[datetime.date]
    """The last day on which anybody enrols."""
    begins_on: Mapped[datetime.date]
    ends_on: Mapped[datetime.date]
    """The day of the last meeting."""
    trainer_employee_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(server_default=text("'OPEN'"))
    cancel_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("quota > 0", name="has_a_seat"),
        CheckConstraint("cost >= 0", name="cost_not_below_zero"),
        CheckConstraint("begins_on <= ends_on", name="ends_after_it_begins"),
        CheckConstraint("state <> 'CANCELLED' OR cancel_reason IS NOT NULL", name="cancelled_with_a_reason"),
        tenant_index("ix_training_events_tenant_id_begins_on", "begins_on", "id"),
        tenant_index("ix_training_events_tenant_id_course_id", "course_id", "begins_on"),
        tenant_index("ix_training_events_tenant_id_trainer", "trainer_employee_id"),
        belongs_to("training_courses", "course_id"),
        belongs_to("employees", "trainer_employee_id"),
        one_of("state", EventState),
        one_of("source", FundingSource),
    )


class TrainingMeeting(TenantModel):
    """A time at which an event's people meet."""

    __tablename__ = "training_meetings"

    event_id: Mapped[UUID]
    topic: Mapped[str]
    begins_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]

    __table_args__ = (
        CheckConstraint("ends_at > begins_at", name="ends_after_it_begins"),
        tenant_index("ix_training_meetings_tenant_id_event_id", "event_id", "begins_at"),
        belongs_to("training_events", "event_id"),
    )
