"""The tables of competency ratings: who is asked, and how many said what; never who said it."""

import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import RaterRelation
from jenjang.database.model import TenantModel, belongs_to, one_of, tenant_index


class RatingInvitation(TenantModel):
    """Somebody is asked to rate a person's competencies, and has or has not done so."""

    __tablename__ = "rating_invitations"

    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    rater_employee_id: Mapped[UUID]
    relation: Mapped[str]
    answered: Mapped[bool] = mapped_column(server_default=text("false"))

    __table_args__ = (
        UniqueConstraint("tenant_id", "appraisal_id", "rater_employee_id"),
        CheckConstraint("(relation = 'SELF') = (employee_id = rater_employee_id)", name="self_is_self"),
        tenant_index("ix_rating_invitations_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_rating_invitations_tenant_id_rater_employee_id", "rater_employee_id"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "rater_employee_id"),
        one_of("relation", RaterRelation),
    )


class CompetencyTally(TenantModel):
    """How many raters of one kind gave which level (1-5) for one competency.

    An answer has no row of its own and no time: only counts grow, all of a person's at once, so that
    nothing leads from a level back to a rater.
    """

    __tablename__ = "competency_tallies"

    appraisal_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    relation: Mapped[str]
    competency: Mapped[str] = mapped_column(ForeignKey("competencies.code"))
    level_1: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    level_2: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    level_3: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    level_4: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    level_5: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    raters: Mapped[int | None] = mapped_column(SmallInteger)
    mean: Mapped[Decimal | None]
    deviation: Mapped[Decimal | None]
    lowest: Mapped[int | None] = mapped_column(SmallInteger)
    highest: Mapped[int | None] = mapped_column(SmallInteger)
    published_at: Mapped[datetime.datetime | None]
    """With the result, if enough have rated; else never."""

    __table_args__ = (
        UniqueConstraint("tenant_id", "appraisal_id", "relation", "competency"),
        tenant_index("ix_competency_tallies_tenant_id_employee_id", "employee_id"),
        belongs_to("appraisals", "appraisal_id"),
        belongs_to("employees", "employee_id"),
        one_of("relation", RaterRelation),
    )
