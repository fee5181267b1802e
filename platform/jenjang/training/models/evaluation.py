"""What a training led to, at four levels; and the codes by which people say that they are at a meeting."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Numeric, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index
from jenjang.training.terms import ReactionQuestion

POINTS = Numeric(5, 2)
MEASURED = Numeric(20, 4)


class TrainingCode(TenantModel):
    """The code by which who is at a meeting says so: one a meeting, the last that was given."""

    __tablename__ = "training_codes"

    meeting_id: Mapped[UUID]
    hash: Mapped[str] = mapped_column(Text(collation="C"))
    valid_until: Mapped[datetime.datetime]
    by_employee_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "meeting_id"),
        tenant_index("ix_training_codes_tenant_id_hash", "hash"),
        tenant_index("ix_training_codes_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("training_meetings", "meeting_id"),
        belongs_to("employees", "by_employee_id"),
    )


class TrainingReaction(TenantModel):
    """Who attended is asked how it was, and has or has not answered; what was said stands elsewhere."""

    __tablename__ = "training_reactions"

    event_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    answered: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "enrolment_id"),
        tenant_index("ix_training_reactions_tenant_id_event_id", "event_id"),
        tenant_index("ix_training_reactions_tenant_id_employee_id", "employee_id", "id"),
        belongs_to("training_events", "event_id"),
        belongs_to("training_enrolments", "enrolment_id"),
        belongs_to("employees", "employee_id"),
    )


class TrainingTally(TenantModel):
    """How many gave which score (1-5) to one question about an event, and what is told of it.

    An answer has no row and no time of its own. What is told grows in steps of the smallest group or more.
    """

    __tablename__ = "training_tallies"

    event_id: Mapped[UUID]
    question: Mapped[str]
    smallest: Mapped[int] = mapped_column(SmallInteger)
    """The smallest group of which anything is told."""
    score_1: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    score_2: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    score_3: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    score_4: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    score_5: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    answers: Mapped[int | None] = mapped_column(SmallInteger)
    mean: Mapped[Decimal | None] = mapped_column(POINTS)

    __table_args__ = (
        UniqueConstraint("tenant_id", "event_id", "question"),
        CheckConstraint("smallest > 1", name="of_more_than_one"),
        CheckConstraint("answers IS NULL OR answers >= smallest", name="told_of_enough"),
        CheckConstraint("(answers IS NULL) = (mean IS NULL)", name="told_whole"),
        belongs_to("training_events", "event_id"),
        one_of("question", ReactionQuestion),
    )


class TrainingRemark(TenantModel):
    """What somebody who attended wrote about an event; nothing leads to whoever wrote it."""

    __tablename__ = "training_remarks"

    event_id: Mapped[UUID]
    remark: Mapped[str]
    is_told: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        tenant_index("ix_training_remarks_tenant_id_event_id", "event_id", "id"),
        belongs_to("training_events", "event_id"),
    )


class TrainingTest(TenantModel):
    """What somebody knew before and after, as the trainer's tests tell: 0-100."""

    __tablename__ = "training_tests"

    event_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    before: Mapped[Decimal | None] = mapped_column(POINTS)
    after: Mapped[Decimal | None] = mapped_column(POINTS)
    gain: Mapped[Decimal | None] = mapped_column(POINTS, Computed("after - before", persisted=True))
    told_before: Mapped[Decimal | None] = mapped_column(POINTS)
    """As they stand in the means that are told of the event."""
    told_after: Mapped[Decimal | None] = mapped_column(POINTS)
    noted_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    by_employee_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "enrolment_id"),
        CheckConstraint("num_nonnulls(told_before, told_after) IN (0, 2)", name="told_whole"),
        CheckConstraint("before BETWEEN 0 AND 100", name="before_0_to_100"),
        CheckConstraint("after BETWEEN 0 AND 100", name="after_0_to_100"),
        tenant_index("ix_training_tests_tenant_id_event_id", "event_id"),
        tenant_index("ix_training_tests_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_training_tests_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("training_events", "event_id"),
        belongs_to("training_enrolments", "enrolment_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
    )


class TrainingBehaviour(TenantModel):
    """The superior is asked whether somebody applies what was learned, and answers once."""

    __tablename__ = "training_behaviours"

    event_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    superior_employee_id: Mapped[UUID]
    answer_until: Mapped[datetime.date]
    applied: Mapped[int | None] = mapped_column(SmallInteger)
    example: Mapped[str | None]
    answered_at: Mapped[datetime.datetime | None]
    is_told: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether it is in the mean that is told of the event."""

    __table_args__ = (
        UniqueConstraint("tenant_id", "enrolment_id"),
        CheckConstraint("applied BETWEEN 1 AND 5", name="applied_1_to_5"),
        CheckConstraint("num_nonnulls(applied, example, answered_at) IN (0, 3)", name="answered_whole"),
        CheckConstraint("NOT is_told OR applied IS NOT NULL", name="told_when_answered"),
        CheckConstraint("superior_employee_id <> employee_id", name="of_another"),
        tenant_index("ix_training_behaviours_tenant_id_event_id", "event_id"),
        tenant_index("ix_training_behaviours_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_training_behaviours_tenant_id_superior", "superior_employee_id"),
        tenant_index("ix_training_behaviours_tenant_id_answer_until", "answer_until", "id"),
        belongs_to("training_events", "event_id"),
        belongs_to("training_enrolments", "enrolment_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "superior_employee_id"),
    )


class TrainingResult(TenantModel):
    """What a unit measured before and after an event. It is never changed."""

    __tablename__ = "training_results"

    event_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    indicator: Mapped[str]
    measure: Mapped[str]
    before: Mapped[Decimal] = mapped_column(MEASURED)
    after: Mapped[Decimal] = mapped_column(MEASURED)
    before_on: Mapped[datetime.date]
    after_on: Mapped[datetime.date]
    change_percent: Mapped[Decimal | None] = mapped_column(
        Numeric(26, 2),
        Computed("round((after - before) * 100 / nullif(abs(before), 0), 2)", persisted=True),
    )
    source: Mapped[str]
    by_employee_id: Mapped[UUID | None]

    __table_args__ = (
        CheckConstraint("before_on < after_on", name="before_and_after"),
        tenant_index("ix_training_results_tenant_id_event_id", "event_id"),
        tenant_index("ix_training_results_tenant_id_unit_id", "unit_id"),
        tenant_index("ix_training_results_tenant_id_by_employee_id", "by_employee_id"),
        belongs_to("training_events", "event_id"),
        belongs_to("units", "unit_id"),
        belongs_to("employees", "by_employee_id"),
    )
