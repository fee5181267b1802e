"""The tables of feedback and talks: asked for or given all year, noted together, confirmed by both."""

import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from jenjang.appraisal.terms import DialogueState, FeedbackKind, RequestState, Side
from jenjang.database.model import TenantModel, belongs_to, one_of, sealed, tenant_index


class FeedbackRequest(TenantModel):
    """A question of somebody for feedback about the own work."""

    __tablename__ = "feedback_requests"

    employee_id: Mapped[UUID]
    of_employee_id: Mapped[UUID]
    question: Mapped[str]
    state: Mapped[str]
    asked_at: Mapped[datetime.datetime] = mapped_column(server_default=sql("now()"))

    __table_args__ = (
        CheckConstraint("employee_id <> of_employee_id", name="of_another"),
        tenant_index("ix_feedback_requests_tenant_id_employee_id", "employee_id"),
        tenant_index("ix_feedback_requests_tenant_id_of_employee_id", "of_employee_id"),
        tenant_index("ix_feedback_requests_tenant_id_asked_at", "asked_at", "id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "of_employee_id"),
        one_of("state", RequestState),
    )


class Feedback(TenantModel):
    """Feedback about somebody's work (umpan balik berkelanjutan), with links to evidence."""

    __tablename__ = "feedback"

    employee_id: Mapped[UUID]
    by_employee_id: Mapped[UUID]
    request_id: Mapped[UUID | None]
    result_id: Mapped[UUID | None]
    behaviour: Mapped[str | None] = mapped_column(ForeignKey("behaviours.code"))
    kind: Mapped[str]
    text: Mapped[str]
    evidence: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=sql("'{}'"))
    given_at: Mapped[datetime.datetime] = mapped_column(server_default=sql("now()"))

    __table_args__ = (
        CheckConstraint("employee_id <> by_employee_id", name="of_another"),
        tenant_index("ix_feedback_tenant_id_employee_id", "employee_id", "given_at"),
        tenant_index("ix_feedback_tenant_id_by_employee_id", "by_employee_id"),
        tenant_index("ix_feedback_tenant_id_given_at", "given_at", "id"),
        tenant_index("ix_feedback_tenant_id_request_id", "request_id"),
        tenant_index("ix_feedback_tenant_id_result_id", "result_id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "by_employee_id"),
        belongs_to("feedback_requests", "request_id"),
        belongs_to("skp_results", "result_id"),
        one_of("kind", FeedbackKind),
    )


class Dialogue(TenantModel):
    """A talk between somebody and the leader (dialog kinerja): what was said and agreed; both confirm it."""

    __tablename__ = "dialogues"

    employee_id: Mapped[UUID]
    leader_employee_id: Mapped[UUID]
    held_on: Mapped[datetime.date]
    challenges: Mapped[str]
    advice: Mapped[str]
    state: Mapped[str]
    noted_by: Mapped[str]
    employee_confirmed_at: Mapped[datetime.datetime | None]
    leader_confirmed_at: Mapped[datetime.datetime | None]
    version: Mapped[int] = mapped_column(server_default=sql("1"))

    __table_args__ = (
        CheckConstraint("employee_id <> leader_employee_id", name="of_two"),
        CheckConstraint(
            "(state = 'CONFIRMED') = (employee_confirmed_at IS NOT NULL AND leader_confirmed_at IS NOT NULL)",
            name="confirmed_by_both",
        ),
        tenant_index("ix_dialogues_tenant_id_employee_id", "employee_id", "held_on"),
        tenant_index("ix_dialogues_tenant_id_leader_employee_id", "leader_employee_id", "held_on"),
        tenant_index("ix_dialogues_tenant_id_held_on", "held_on", "id"),
        belongs_to("employees", "employee_id"),
        belongs_to("employees", "leader_employee_id"),
        one_of("state", DialogueState),
        one_of("noted_by", Side),
    )


class DialogueAction(TenantModel):
    """What was agreed in a talk: who does what until when."""

    __tablename__ = "dialogue_actions"

    dialogue_id: Mapped[UUID]
    employee_id: Mapped[UUID]
    statement: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[datetime.date]
    done_on: Mapped[datetime.date | None]

    __table_args__ = (
        tenant_index("ix_dialogue_actions_tenant_id_dialogue_id", "dialogue_id"),
        tenant_index("ix_dialogue_actions_tenant_id_employee_id", "employee_id"),
        belongs_to("dialogues", "dialogue_id"),
        belongs_to("employees", "employee_id"),
        one_of("owner", Side),
    )


class PrivateNote(TenantModel):
    """What somebody noted on a talk for nobody else's eyes."""

    __tablename__ = "private_notes"

    dialogue_id: Mapped[UUID]
    author_employee_id: Mapped[UUID]
    text: Mapped[bytes] = sealed()
    made_at: Mapped[datetime.datetime] = mapped_column(server_default=sql("now()"))

    __table_args__ = (
        tenant_index("ix_private_notes_tenant_id_dialogue_id", "dialogue_id"),
        tenant_index("ix_private_notes_tenant_id_author_employee_id", "author_employee_id"),
        belongs_to("dialogues", "dialogue_id"),
        belongs_to("employees", "author_employee_id"),
    )
