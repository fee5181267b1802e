"""Partners, agreements, rooms and equipment; what a training takes of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from jenjang.database.security import protect

revision: str = "2026_11_22_partnership"
down_revision: str | None = "2026_11_22_career_plans"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ROLES = "jenjang_app, jenjang_worker"
RIGHTS = {
    "partners": "SELECT, INSERT, UPDATE",
    "partner_trainers": "SELECT, INSERT, UPDATE",
    "partner_bids": "SELECT, INSERT, UPDATE",
    "partner_agreements": "SELECT, INSERT, UPDATE",
    "partner_contributions": "SELECT, INSERT, UPDATE",
    "partner_programmes": "SELECT, INSERT, UPDATE",
    "programme_evaluations": "SELECT, INSERT, UPDATE",
    "rooms": "SELECT, INSERT, UPDATE",
    "equipment": "SELECT, INSERT, UPDATE",
    "training_equipment_needs": "SELECT, INSERT, DELETE",
    "training_equipment_bookings": "SELECT, INSERT, DELETE",
}
"""By table, those that are pointed at first. A trainer and a programme never change, but are locked."""
AGREEMENTS = """
CREATE VIEW agreement_uses WITH (security_invoker = true) AS
SELECT tenant_id, id, agreement_id, title, ends_on, partner_money AS money, quota::integer AS seats,
       partner_days::integer AS trainer, state = 'OPEN' AS is_open
FROM training_events WHERE agreement_id IS NOT NULL AND state <> 'CANCELLED'
"""
ROOMS = """
CREATE VIEW room_uses WITH (security_invoker = true) AS
SELECT m.tenant_id, m.id, m.room_id, m.begins_at, m.ends_at, e.title, e.quota AS seats
FROM training_meetings m JOIN training_events e ON e.tenant_id = m.tenant_id AND e.id = m.event_id
WHERE m.room_id IS NOT NULL
"""
EQUIPMENT = """
CREATE VIEW equipment_uses WITH (security_invoker = true) AS
SELECT b.tenant_id, b.id, b.equipment_id, m.begins_at, m.ends_at, e.title, b.count
FROM training_equipment_bookings b
JOIN training_meetings m ON m.tenant_id = b.tenant_id AND m.id = b.meeting_id
JOIN training_events e ON e.tenant_id = m.tenant_id AND e.id = m.event_id
"""
VIEWS = {"agreement_uses": AGREEMENTS, "room_uses": ROOMS, "equipment_uses": EQUIPMENT}
KEYS = {
    "training_events": {
        "agreement_id": "partner_agreements",
        "programme_id": "partner_programmes",
        "partner_trainer_id": "partner_trainers",
    },
    "training_meetings": {"room_id": "rooms"},
}
"""Columns that come to tables of training, and what they name."""
CHECKS = {
    "ck_training_events_of_an_agreement": "agreement_id IS NOT NULL"
    " OR num_nonnulls(programme_id, partner_trainer_id) = 0",
    "ck_training_events_takes_nothing_back": "partner_days >= 0 AND partner_money >= 0",
}
ONE_IN_A_ROOM = """
ALTER TABLE training_meetings ADD CONSTRAINT ex_training_meetings_one_in_a_room EXCLUDE USING gist
(hashtextextended(tenant_id || ' ' || room_id, 0) WITH =, tstzrange(begins_at, ends_at) WITH &&)
WHERE (room_id IS NOT NULL)
"""


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("npwp", sa.Text(collation="C"), nullable=True),
        sa.Column("nib", sa.Text(collation="C"), nullable=True),
        sa.Column("contact_name", sa.LargeBinary(), nullable=True),
        sa.Column("contact_email", sa.LargeBinary(), nullable=True),
        sa.Column("contact_phone", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('UNIVERSITY', 'GOVERNMENT', 'BUMN', 'BUMD', 'PRIVATE', 'CSO', 'PROFESSION', 'INTERNATIONAL')",
            name=op.f("ck_partners_kind_known"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_partners_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partners")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_partners_tenant_id_name")),
        sa.UniqueConstraint("tenant_id", "nib", name=op.f("uq_partners_tenant_id_nib")),
        sa.UniqueConstraint("tenant_id", "npwp", name=op.f("uq_partners_tenant_id_npwp")),
    )
    op.create_table(
        "equipment",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('PROJECTOR', 'LAPTOP', 'SOUND_SYSTEM', 'VIDEO_CONFERENCE', 'CAMERA', 'LAB_SET', 'VEHICLE')",
            name=op.f("ck_equipment_kind_known"),
        ),
        sa.CheckConstraint("count >= 0", name=op.f("ck_equipment_not_below_zero")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["units.tenant_id", "units.id"],
            name=op.f("fk_equipment_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_equipment_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("tenant_id", "unit_id", "name", name=op.f("uq_equipment_tenant_id_unit_id_name")),
    )
    op.create_index("ix_equipment_tenant_id_name", "equipment", ["tenant_id", "name", "id"], unique=False)
    op.create_table(
        "partner_agreements",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("conflict_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("kind IN ('MOU', 'PKS')", name=op.f("ck_partner_agreements_kind_known")),
        sa.CheckConstraint(
            "ended_on >= valid_from AND ended_on < valid_to",
            name=op.f("ck_partner_agreements_ended_within_its_time"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR end_reason IS NOT NULL",
            name=op.f("ck_partner_agreements_ended_with_a_reason"),
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_partner_agreements_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partners.tenant_id", "partners.id"],
            name=op.f("fk_partner_agreements_tenant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_partner_agreements_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner_agreements")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_partner_agreements_tenant_id_number")),
    )
    op.create_index(
        "ix_partner_agreements_tenant_id_partner_id",
        "partner_agreements",
        ["tenant_id", "partner_id", "valid_to", "id"],
        unique=False,
    )
    op.create_index(
        "ix_partner_agreements_tenant_id_valid_to",
        "partner_agreements",
        ["tenant_id", "valid_to", "id"],
        unique=False,
    )
    op.create_table(
        "partner_bids",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("procurement", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_partner_bids_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_partner_bids_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partners.tenant_id", "partners.id"],
            name=op.f("fk_partner_bids_tenant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_partner_bids_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner_bids")),
    )
    op.create_index(
        "ix_partner_bids_tenant_id_by_employee_id",
        "partner_bids",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_index(
        "ix_partner_bids_tenant_id_partner_id",
        "partner_bids",
        ["tenant_id", "partner_id", "valid_from", "id"],
        unique=False,
    )
    op.create_table(
        "partner_trainers",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("expertise", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "partner_id"],
            ["partners.tenant_id", "partners.id"],
            name=op.f("fk_partner_trainers_tenant_id_partner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_partner_trainers_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner_trainers")),
        sa.UniqueConstraint(
            "tenant_id", "partner_id", "name", name=op.f("uq_partner_trainers_tenant_id_partner_id_name")
        ),
    )
    op.create_table(
        "rooms",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("capacity", sa.SmallInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_rooms_has_a_seat")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"], ["units.tenant_id", "units.id"], name=op.f("fk_rooms_tenant_id_unit_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_rooms_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("tenant_id", "unit_id", "name", name=op.f("uq_rooms_tenant_id_unit_id_name")),
    )
    op.create_index("ix_rooms_tenant_id_name", "rooms", ["tenant_id", "name", "id"], unique=False)
    op.create_table(
        "partner_contributions",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "kind = 'MONEY' OR amount = trunc(amount)", name=op.f("ck_partner_contributions_whole_but_money")
        ),
        sa.CheckConstraint(
            "kind IN ('MONEY', 'SEATS', 'TRAINER')", name=op.f("ck_partner_contributions_kind_known")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_partner_contributions_not_below_zero")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id"],
            ["partner_agreements.tenant_id", "partner_agreements.id"],
            name=op.f("fk_partner_contributions_tenant_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_partner_contributions_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner_contributions")),
        sa.UniqueConstraint(
            "tenant_id",
            "agreement_id",
            "kind",
            name=op.f("uq_partner_contributions_tenant_id_agreement_id_kind"),
        ),
    )
    op.create_table(
        "partner_programmes",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("aim", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_partner_programmes_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agreement_id"],
            ["partner_agreements.tenant_id", "partner_agreements.id"],
            name=op.f("fk_partner_programmes_tenant_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_partner_programmes_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_partner_programmes")),
        sa.UniqueConstraint(
            "tenant_id",
            "agreement_id",
            "name",
            name=op.f("uq_partner_programmes_tenant_id_agreement_id_name"),
        ),
    )
    op.create_table(
        "programme_evaluations",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("by_employee_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_programme_evaluations_rating_1_to_5")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "by_employee_id"],
            ["employees.tenant_id", "employees.id"],
            name=op.f("fk_programme_evaluations_tenant_id_by_employee_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "programme_id"],
            ["partner_programmes.tenant_id", "partner_programmes.id"],
            name=op.f("fk_programme_evaluations_tenant_id_programme_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_programme_evaluations_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_programme_evaluations")),
        sa.UniqueConstraint(
            "tenant_id",
            "programme_id",
            "year",
            name=op.f("uq_programme_evaluations_tenant_id_programme_id_year"),
        ),
    )
    op.create_index(
        "ix_programme_evaluations_tenant_id_by_employee_id",
        "programme_evaluations",
        ["tenant_id", "by_employee_id"],
        unique=False,
    )
    op.create_table(
        "training_equipment_needs",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('PROJECTOR', 'LAPTOP', 'SOUND_SYSTEM', 'VIDEO_CONFERENCE', 'CAMERA', 'LAB_SET', 'VEHICLE')",
            name=op.f("ck_training_equipment_needs_kind_known"),
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_training_equipment_needs_needs_a_piece")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "event_id"],
            ["training_events.tenant_id", "training_events.id"],
            name=op.f("fk_training_equipment_needs_tenant_id_event_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_equipment_needs_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_equipment_needs")),
        sa.UniqueConstraint(
            "tenant_id", "event_id", "kind", name=op.f("uq_training_equipment_needs_tenant_id_event_id_kind")
        ),
    )
    op.create_table(
        "training_equipment_bookings",
        sa.Column(
            "tenant_id",
            sa.Text(collation="C"),
            server_default=sa.text("current_setting('app.tenant_id'::text)"),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_training_equipment_bookings_takes_a_piece")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "equipment_id"],
            ["equipment.tenant_id", "equipment.id"],
            name=op.f("fk_training_equipment_bookings_tenant_id_equipment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["training_meetings.tenant_id", "training_meetings.id"],
            name=op.f("fk_training_equipment_bookings_tenant_id_meeting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.tenant_id"], name=op.f("fk_training_equipment_bookings_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_training_equipment_bookings")),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "equipment_id",
            name=op.f("uq_training_equipment_bookings_tenant_id_meeting_id_equipment_id"),
        ),
    )
    op.create_index(
        "ix_training_equipment_bookings_tenant_id_equipment_id",
        "training_equipment_bookings",
        ["tenant_id", "equipment_id"],
        unique=False,
    )
    _widen_training()
    for table, rights in RIGHTS.items():
        for statement in protect(table, rights):
            op.execute(statement)
    # A meeting stays as it was opened; only where it is held is booked later.
    op.execute(f"GRANT UPDATE (room_id) ON training_meetings TO {ROLES}")
    for name, view in VIEWS.items():
        op.execute(view)
        op.execute(f"GRANT SELECT ON {name} TO {ROLES}")


def _widen_training() -> None:
    op.add_column("training_events", sa.Column("agreement_id", sa.Uuid(), nullable=True))
    op.add_column("training_events", sa.Column("programme_id", sa.Uuid(), nullable=True))
    op.add_column("training_events", sa.Column("partner_trainer_id", sa.Uuid(), nullable=True))
    op.add_column(
        "training_events",
        sa.Column("partner_days", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.add_column(
        "training_events",
        sa.Column(
            "partner_money", sa.Numeric(precision=20, scale=2), server_default=sa.text("0"), nullable=False
        ),
    )
    op.create_index(
        "ix_training_events_tenant_id_agreement_id",
        "training_events",
        ["tenant_id", "agreement_id", "begins_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_training_events_tenant_id_partner_trainer_id",
        "training_events",
        ["tenant_id", "partner_trainer_id"],
        unique=False,
    )
    op.create_index(
        "ix_training_events_tenant_id_programme_id",
        "training_events",
        ["tenant_id", "programme_id"],
        unique=False,
    )
    op.add_column("training_meetings", sa.Column("room_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_training_meetings_tenant_id_begins_at",
        "training_meetings",
        ["tenant_id", "begins_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_training_meetings_tenant_id_room_id",
        "training_meetings",
        ["tenant_id", "room_id", "begins_at", "id"],
        unique=False,
    )
    for table, keys in KEYS.items():
        for column, other in keys.items():
            op.execute(
                "-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid\n"
                f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_tenant_id_{column}"
                f" FOREIGN KEY (tenant_id, {column}) REFERENCES {other} (tenant_id, id)"
            )
    for name, condition in CHECKS.items():
        op.execute(
            "-- squawk-ignore constraint-missing-not-valid\n"
            f"ALTER TABLE training_events ADD CONSTRAINT {name} CHECK ({condition})"
        )
    op.execute(ONE_IN_A_ROOM)


def downgrade() -> None:
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    op.execute(f"REVOKE UPDATE (room_id) ON training_meetings FROM {ROLES}")
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        "ALTER TABLE training_meetings DROP CONSTRAINT ex_training_meetings_one_in_a_room"
    )
    op.drop_column("training_meetings", "room_id")
    for name in ("partner_money", "partner_days", *KEYS["training_events"]):
        op.drop_column("training_events", name)
    for table in reversed(RIGHTS):
        op.drop_table(table)
