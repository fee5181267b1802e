"""The table of cases of stagnation: whose career stands still, and what was done about it."""

import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.career.terms import StagnationAnswer, StagnationEnd
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class StagnationCase(TenantModel):
    """That somebody's career stands still, as it was seen on a day: asked of the leader, answered, closed."""

    __tablename__ = "stagnation_cases"

    employee_id: Mapped[UUID]
    opened_on: Mapped[datetime.date]
    signs: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    """Those that were stale on that day."""
    moved_on: Mapped[datetime.date | None]
    planned_on: Mapped[datetime.date | None]
    trained_on: Mapped[datetime.date | None]
    talked_on: Mapped[datetime.date | None]
    rule: Mapped[str]
    """The version of the rule that saw them."""
    answer: Mapped[str | None]
    comment: Mapped[str | None]
    answered_by_employee_id: Mapped[UUID | None]
    answered_on: Mapped[datetime.date | None]
    ended_on: Mapped[datetime.date | None]
    ended_by: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        Index(
            "ix_stagnation_cases_tenant_id_open",
            *("tenant_id", "employee_id"),
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
        ),
        CheckConstraint("cardinality(signs) > 0", name="of_a_sign"),
        CheckConstraint(
            "signs <@ ARRAY['MOVE'::text, 'PLAN'::text, 'TRAINING'::text, 'DIALOGUE'::text]",
            name="signs_known",
        ),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_on_a_day"),
        CheckConstraint("answer <> 'NONE_NEEDED' OR comment IS NOT NULL", name="none_needed_with_reason"),
        CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name="ended_for_a_reason"),
        CheckConstraint("ended_on >= opened_on", name="ended_after_it_was_opened"),
        tenant_index("ix_stagnation_cases_tenant_id_employee_id", "employee_id", "opened_on", "id"),
        tenant_index("ix_stagnation_cases_tenant_id_opened_on", "opened_on", "id"),
        tenant_index("ix_stagnation_cases_tenant_id_answered_by", "answered_by_employee_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "answered_by_employee_id"),
        one_of("answer", StagnationAnswer),
        one_of("ended_by", StagnationEnd),
    )
