"""One timeline out of all histories of a person: a view, so that a page of it is read like any table."""

from sqlalchemy import Column, Date, Integer, Table, Text, Uuid

from jenjang.database.model import Model

timeline = Table(
    "timeline_entries",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("id", Uuid(), primary_key=True),
    Column("employee_id", Uuid(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("title", Text(), nullable=False),
    Column("begins_on", Date(), nullable=False),
    Column("ends_on", Date()),
    Column("decree_number", Text()),
    Column("precedence", Integer(), nullable=False),
    info={"view": True},
)
