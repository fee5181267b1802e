"""Windows: what one domain lets its neighbours see, as views with named columns (decision 12)."""

from uuid import UUID

from sqlalchemy import Column, Date, Integer, Numeric, Table, Text, Uuid

from jenjang.database.model import Model


def _of_people(name: str, *columns: Column[object]) -> Table:
    """A view whose rows are of people of one government."""
    tenant: Column[str] = Column("tenant_id", Text(collation="C"), primary_key=True)
    person = Column("employee_id", Uuid(), primary_key=True)
    return Table(name, Model.metadata, tenant, person, *columns, info={"view": True})


performance_years = _of_people(
    "performance_years",
    Column("year", Integer(), primary_key=True),
    Column("predicate", Text(), nullable=False),
    Column("rule", Text(), nullable=False),
)
"""By appraisal: the published annual predicate, SIASN's where there is none of ours, and by which rule."""
credit_needs = _of_people(
    "credit_needs",
    Column("target", Text(), primary_key=True),
    Column("level", Text(), nullable=False),
    Column("gathered", Numeric(), nullable=False),
    Column("needed", Numeric(), nullable=False),
    Column("counted_to", Date(), nullable=False),
    Column("rule", Text(), nullable=False),
)
"""By appraisal: what credit (angka kredit) the next rank (RANK) or level (LEVEL) takes, and what is there."""
credit_expected = _of_people(
    "credit_expected",
    Column("target", Text(), primary_key=True),
    Column("predicate", Text(), primary_key=True),
    Column("met_on", Date(), nullable=False),
)
"""By appraisal: the day on which a need is met if every year from now on has that predicate."""
improvements_intended = _of_people(
    "improvements_intended",
    Column("id", Uuid(), primary_key=True),
    Column("step", Text(), nullable=False),
    Column("wanted_by", Date(), nullable=False),
    Column("state", Text(), nullable=False),
)
"""By appraisal: improvements that their person made steps (WANTED), or that a plan took up."""
dialogues_held = _of_people(
    "dialogues_held",
    Column("id", Uuid(), primary_key=True),
    Column("held_on", Date(), nullable=False),
)
"""By appraisal: talks on somebody's work that both confirmed."""
studies_granted = _of_people(
    "studies_granted",
    Column("id", Uuid(), primary_key=True),
    Column("begins_on", Date(), nullable=False),
    Column("ends_on", Date(), nullable=False),
)
"""By study: leaves for school that were approved; `ends_on` is the first day that isn't of it."""
improvements_planned = _of_people("improvements_planned", Column("id", Uuid(), primary_key=True))
"""By career: improvements that a plan holds which is made or stands, or that were carried out."""


def improvement(intention_id: UUID) -> str:
    """What is done one at a time: taking an improvement up, and dropping it."""
    return f"improvement {intention_id}"


course_levels = Table(
    "course_levels",
    Model.metadata,
    Column("tenant_id", Text(collation="C"), primary_key=True),
    Column("course_id", Uuid(), primary_key=True),
    Column("subject", Text(), primary_key=True),
    Column("code", Text(collation="C"), nullable=False),
    Column("level", Integer(), nullable=False),
    info={"view": True},
)
"""By training: the levels that a course leads to; one row without a subject where it teaches none."""
