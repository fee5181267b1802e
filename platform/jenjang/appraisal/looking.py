"""What a calibration looks at: a view of its unit's drafts, so that a page of it is read like any table."""

from sqlalchemy import Column, Date, Integer, Table, Text, Uuid

from jenjang.database.model import Model

looked_at = Table(
    "calibration_results",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("calibration_id", Uuid(), primary_key=True),
    Column("id", Uuid(), primary_key=True),
    Column("employee_id", Uuid(), nullable=False),
    Column("unit_id", Uuid(), nullable=False),
    Column("name", Text(), nullable=False),
    Column("name_key", Text(), nullable=False),
    Column("results", Text(), nullable=False),
    Column("behaviour", Text(), nullable=False),
    Column("predicate", Text(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("last_day", Date(), nullable=False),
    Column("below_from", Date(), nullable=False),
    Column("below_to", Date()),
    info={"view": True},
)
"""Each draft (its appraisal's id) for as long as the person's unit was below that of the calibration."""
