"""Views for the reader and for other rooms: which trainings were completed, and hours by year."""

from sqlalchemy import Column, Date, Integer, Numeric, SmallInteger, Table, Text, Uuid

from jenjang.database.model import Model

completed = Table(
    "trainings_completed",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("id", Uuid(), primary_key=True),
    Column("employee_id", Uuid(), nullable=False, info={"of": "training_certificates"}),
    Column("course_id", Uuid(), nullable=False),
    Column("form", Text(), nullable=False),
    Column("hours", Integer(), nullable=False),
    Column("completed_on", Date(), nullable=False),
    Column("certified_on", Date(), nullable=False),
    Column("course", Text(), nullable=False),
    info={"view": True},
)
"""A window (decision 12): course, form, hours (JP), last day and day of the certificate of each
training that somebody completed."""
years = Table(
    "training_years",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("employee_id", Uuid(), primary_key=True, info={"of": "training_certificates"}),
    Column("year", SmallInteger(), primary_key=True),
    Column("hours", Integer(), nullable=False),
    info={"view": True},
)
"""JP that somebody completed in each calendar year in which there were any."""
evaluations = Table(
    "training_evaluations",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("event_id", Uuid(), primary_key=True, info={"of": "training_events"}),
    Column("tested", Integer()),
    Column("before", Numeric()),
    Column("after", Numeric()),
    Column("gain", Numeric()),
    Column("observed", Integer()),
    Column("applied", Numeric()),
    info={"view": True},
)
"""Of each event: how many were tested before and after, and observed by superiors, with means to two places.

Null under the smallest group of the rule that was in force on the event's last day; anew in steps of as many
(`actions/telling.py`).
"""
