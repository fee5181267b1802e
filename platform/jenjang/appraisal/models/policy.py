"""The tables of what a government sets itself within the law's bounds, and its own holidays."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import PolicyState
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class AppraisalPolicy(TenantModel):
    """One version of a government's settings: proposed by one person, published by another."""

    __tablename__ = "appraisal_policies"

    number: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str]
    valid_from: Mapped[datetime.date]
    delivery_days: Mapped[int] = mapped_column(SmallInteger)
    answer_days: Mapped[int] = mapped_column(SmallInteger)
    objection_days: Mapped[int] = mapped_column(SmallInteger)
    statement_days: Mapped[int] = mapped_column(SmallInteger)
    decision_days: Mapped[int] = mapped_column(SmallInteger)
    escalation_days: Mapped[int] = mapped_column(SmallInteger)
    reminder_days: Mapped[int] = mapped_column(SmallInteger)
    fewest_raters: Mapped[int] = mapped_column(SmallInteger)
    six_day_week: Mapped[bool]
    reason: Mapped[str]
    proposed_by_account_id: Mapped[UUID]
    proposed_at: Mapped[datetime.datetime]
    published_by_account_id: Mapped[UUID | None]
    published_at: Mapped[datetime.datetime | None]

    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        CheckConstraint("published_by_account_id <> proposed_by_account_id", name="two_persons"),
        CheckConstraint("(state = 'PUBLISHED') = (published_at IS NOT NULL)", name="published_once"),
        CheckConstraint(
            "(published_at IS NULL) = (published_by_account_id IS NULL)", name="published_by_whom"
        ),
        tenant_index("ix_appraisal_policies_tenant_id_valid_from", "valid_from", "id"),
        tenant_index("ix_appraisal_policies_tenant_id_proposed_by_account_id", "proposed_by_account_id"),
        tenant_index("ix_appraisal_policies_tenant_id_published_by_account_id", "published_by_account_id"),
        belongs_to("accounts", "proposed_by_account_id"),
        belongs_to("accounts", "published_by_account_id"),
        one_of("state", PolicyState),
    )


class LocalHoliday(TenantModel):
    """A day on which a government doesn't work, beside the national holidays."""

    __tablename__ = "local_holidays"

    day: Mapped[datetime.date]
    name: Mapped[str]

    __table_args__ = (UniqueConstraint("tenant_id", "day"),)
