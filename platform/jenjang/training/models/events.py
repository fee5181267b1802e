"""Training events: when and where a course is held, for how many, and its meetings."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
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
    agreement_id: Mapped[UUID | None]
    """The partner's agreement under which it is held."""
    programme_id: Mapped[UUID | None]
    partner_trainer_id: Mapped[UUID | None]
    partner_days: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """Days on which the partner's trainer is asked for."""
    partner_money: Mapped[Decimal] = mapped_column(RUPIAH, server_default=text("0"))
    """Rupiah of it that the partner pays."""
    state: Mapped[str] = mapped_column(server_default=text("'OPEN'"))
    cancel_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        CheckConstraint("quota > 0", name="has_a_seat"),
        CheckConstraint("cost >= 0", name="cost_not_below_zero"),
        CheckConstraint("begins_on <= ends_on", name="ends_after_it_begins"),
        CheckConstraint("state <> 'CANCELLED' OR cancel_reason IS NOT NULL", name="cancelled_with_a_reason"),
        CheckConstraint(
            "agreement_id IS NOT NULL OR num_nonnulls(programme_id, partner_trainer_id) = 0",
            name="of_an_agreement",
        ),
        CheckConstraint("partner_days >= 0 AND partner_money >= 0", name="takes_nothing_back"),
        tenant_index("ix_training_events_tenant_id_begins_on", "begins_on", "id"),
        tenant_index("ix_training_events_tenant_id_course_id", "course_id", "begins_on"),
        tenant_index("ix_training_events_tenant_id_trainer", "trainer_employee_id"),
        tenant_index("ix_training_events_tenant_id_agreement_id", "agreement_id", "begins_on", "id"),
        tenant_index("ix_training_events_tenant_id_programme_id", "programme_id"),
        tenant_index("ix_training_events_tenant_id_partner_trainer_id", "partner_trainer_id"),
        belongs_to("training_courses", "course_id"),
        belongs_to("partner_agreements", "agreement_id"),
        belongs_to("partner_programmes", "programme_id"),
        belongs_to("partner_trainers", "partner_trainer_id"),
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
    room_id: Mapped[UUID | None]
    """The room that is booked for it."""

    __table_args__ = (
        CheckConstraint("ends_at > begins_at", name="ends_after_it_begins"),
        tenant_index("ix_training_meetings_tenant_id_event_id", "event_id", "begins_at"),
        tenant_index("ix_training_meetings_tenant_id_room_id", "room_id", "begins_at", "id"),
        tenant_index("ix_training_meetings_tenant_id_begins_at", "begins_at", "id"),
        ExcludeConstraint(
            (text("hashtextextended(tenant_id || ' ' || room_id, 0)"), "="),
            (text("tstzrange(begins_at, ends_at)"), "&&"),
            name="ex_training_meetings_one_in_a_room",
            using="gist",
            where=text("room_id IS NOT NULL"),
        ),
        belongs_to("training_events", "event_id"),
        belongs_to("rooms", "room_id"),
    )
