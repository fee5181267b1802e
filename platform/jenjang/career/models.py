"""The tables of careers."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.career.terms import OPEN, Horizon, MoveKind, PlanState, StepKind
from jenjang.competence.models import KNOWN_LEVEL, SUBJECT
from jenjang.database.model import Dated, TenantModel, belongs_to, dated, one_of, tenant_index

NAMED = ", ".join(f"'{state}'" for state in OPEN)
IS_OPEN = f"state IN ({NAMED})"


class CareerPath(Dated, TenantModel):
    """An edge of the government's own graph of careers: one position leads to another, for a time."""

    __tablename__ = "career_paths"

    from_position_id: Mapped[UUID]
    to_position_id: Mapped[UUID]
    move: Mapped[str]
    rule: Mapped[str]
    """The version of the pattern that told the move."""
    reason: Mapped[str]
    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        *dated("career_paths", "from_position_id", "to_position_id"),
        CheckConstraint("from_position_id <> to_position_id", name="leads_elsewhere"),
        tenant_index("ix_career_paths_tenant_id_from_position_id", "from_position_id", "valid_from"),
        tenant_index("ix_career_paths_tenant_id_to_position_id", "to_position_id", "valid_from"),
        tenant_index("ix_career_paths_tenant_id_valid_from", "valid_from", "id"),
        belongs_to("positions", "from_position_id"),
        belongs_to("positions", "to_position_id"),
        one_of("move", MoveKind),
    )


class CareerPlan(TenantModel):
    """What somebody wants to become, and by which steps; the leader approves it, for a time."""

    __tablename__ = "career_plans"

    employee_id: Mapped[UUID]
    begins_on: Mapped[datetime.date]
    state: Mapped[str]
    comment: Mapped[str | None]
    """What the leader said who returned it."""
    decided_by_employee_id: Mapped[UUID | None]
    approved_on: Mapped[datetime.date | None]
    stands_until: Mapped[datetime.date | None]
    """The first day on which an approved plan stands no more, and is to be renewed."""
    rule: Mapped[str | None]
    """The version of the rule by which it was approved."""
    renews_plan_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))

    __table_args__ = (
        Index(
            "ix_career_plans_tenant_id_open",
            *("tenant_id", "employee_id"),
            unique=True,
            postgresql_where=text(IS_OPEN),
        ),
        Index(
            "ix_career_plans_tenant_id_approved",
            *("tenant_id", "employee_id"),
            unique=True,
            postgresql_where=text("state = 'APPROVED'"),
        ),
        CheckConstraint(
            "(state IN ('APPROVED', 'RENEWED')) = (approved_on IS NOT NULL)"
            " AND num_nonnulls(approved_on, stands_until, rule) IN (0, 3)",
            name="approved_whole",
        ),
        CheckConstraint("stands_until > approved_on", name="stands_after_approval"),
        CheckConstraint("state <> 'RETURNED' OR comment IS NOT NULL", name="returned_with_comment"),
        tenant_index("ix_career_plans_tenant_id_employee_id", "employee_id", "begins_on", "id"),
        tenant_index("ix_career_plans_tenant_id_begins_on", "begins_on", "id"),
        tenant_index("ix_career_plans_tenant_id_decided_by", "decided_by_employee_id"),
        tenant_index("ix_career_plans_tenant_id_renews_plan_id", "renews_plan_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "decided_by_employee_id"),
        belongs_to("career_plans", "renews_plan_id"),
        one_of("state", PlanState),
    )


class CareerGoal(TenantModel):
    """What somebody wants to reach by a day."""

    __tablename__ = "career_goals"

    plan_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    title: Mapped[str]
    due: Mapped[datetime.date]
    horizon: Mapped[str]
    """How far off it is, seen from the day on which it was written, or the plan submitted last."""

    __table_args__ = (
        tenant_index("ix_career_goals_tenant_id_plan_id", "plan_id", "due", "id"),
        tenant_index("ix_career_goals_tenant_id_employee_id", "employee_id"),
        belongs_to("career_plans", "plan_id"),
        belongs_to("employees", "employee_id"),
        one_of("horizon", Horizon),
    )


class CareerStep(TenantModel):
    """What somebody does for a goal by a day, and since when it is done."""

    __tablename__ = "career_steps"

    goal_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    kind: Mapped[str]
    what: Mapped[str]
    due: Mapped[datetime.date]
    course_id: Mapped[UUID | None]
    competency: Mapped[str | None] = mapped_column(ForeignKey("competencies.code"))
    technical_competency_id: Mapped[UUID | None]
    subject: Mapped[str | None] = mapped_column(Computed(SUBJECT, persisted=True))
    level: Mapped[int | None] = mapped_column(SmallInteger)
    intention_id: Mapped[UUID | None]
    """The improvement of an appraisal that it takes up."""
    copied_from_step_id: Mapped[UUID | None]
    """The step of the plan that this one's plan renews: done there meanwhile, it is done here."""
    done_on: Mapped[datetime.date | None]

    __table_args__ = (
        CheckConstraint("(kind = 'TRAINING') = (course_id IS NOT NULL)", name="training_by_course"),
        CheckConstraint(
            "num_nonnulls(competency, technical_competency_id)"
            " = CASE kind WHEN 'COMPETENCY' THEN 1 ELSE 0 END"
            " AND (kind = 'COMPETENCY') = (level IS NOT NULL)",
            name="competency_by_level",
        ),
        CheckConstraint(KNOWN_LEVEL, name="level_1_to_5"),
        Index(
            "ix_career_steps_tenant_id_plan_id_intention_id",
            *("tenant_id", "plan_id", "intention_id"),
            unique=True,
            postgresql_where=text("intention_id IS NOT NULL"),
        ),
        tenant_index("ix_career_steps_tenant_id_goal_id", "goal_id", "due", "id"),
        tenant_index("ix_career_steps_tenant_id_plan_id", "plan_id"),
        tenant_index("ix_career_steps_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_career_steps_tenant_id_course_id", "course_id"),
        tenant_index("ix_career_steps_tenant_id_technical", "technical_competency_id"),
        tenant_index("ix_career_steps_tenant_id_intention_id", "intention_id"),
        belongs_to("career_goals", "goal_id"),
        belongs_to("career_plans", "plan_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("training_courses", "course_id"),
        belongs_to("technical_competencies", "technical_competency_id"),
        tenant_index("ix_career_steps_tenant_id_copied_from_step_id", "copied_from_step_id"),
        belongs_to("step_intentions", "intention_id"),
        belongs_to("career_steps", "copied_from_step_id"),
        one_of("kind", StepKind),
    )
