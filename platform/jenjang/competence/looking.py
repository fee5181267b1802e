"""Views for the reader: any competency by its subject, what is asked of whom, what is asked in a unit."""

from sqlalchemy import Column, Date, SmallInteger, Table, Text, Uuid

from jenjang.database.model import Model

subjects = Table(
    "competency_subjects",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("subject", Text(), primary_key=True),
    Column("code", Text(), nullable=False),
    Column("name", Text(), nullable=False),
    Column("family", Text(), nullable=False),
    info={"view": True},
)
"""The nation's competencies and a government's own, side by side."""
gaps = Table(
    "competency_gaps",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("id", Uuid(), primary_key=True),
    Column("employee_id", Uuid(), nullable=False, info={"of": "placements"}),
    Column("position_id", Uuid(), nullable=False),
    Column("unit_id", Uuid(), nullable=False),
    Column("subject", Text(), nullable=False),
    Column("competency", Text(collation="C")),
    Column("technical_competency_id", Uuid()),
    Column("required", SmallInteger(), nullable=False),
    Column("placed_from", Date(), nullable=False),
    Column("placed_to", Date()),
    Column("required_from", Date(), nullable=False),
    Column("required_to", Date()),
    info={"view": True},
)
"""Each standard of each position that somebody holds or held, with the time of both."""
asked_in_units = Table(
    "unit_competencies",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("unit_id", Uuid(), primary_key=True),
    Column("subject", Text(), primary_key=True),
    info={"view": True},
)
"""What is or was, or will be, asked of whoever is placed in a unit or below it."""
