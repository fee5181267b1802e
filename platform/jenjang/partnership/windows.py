"""Windows: what those that use agreements, rooms and equipment let this room see, as views (decision 12)."""

from sqlalchemy import Column, Date, Integer, Numeric, SmallInteger, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import TIMESTAMP

from jenjang.database.model import Model


def _of_one(name: str, column: str, *columns: Column[object]) -> Table:
    """A view whose rows are uses of something of ours, by whatever `id` names."""
    tenant: Column[str] = Column("tenant_id", Text(collation="C"), primary_key=True)
    key = Column("id", Uuid(), primary_key=True)
    of = Column(column, Uuid(), primary_key=True)
    return Table(name, Model.metadata, tenant, key, of, *columns, info={"view": True})


def _times() -> tuple[Column[object], ...]:
    moment = TIMESTAMP(timezone=True)
    begins: Column[object] = Column("begins_at", moment, nullable=False)
    return begins, Column("ends_at", moment, nullable=False), Column("title", Text(), nullable=False)


agreement_uses = _of_one(
    "agreement_uses",
    "agreement_id",
    Column("title", Text(), nullable=False),
    Column("ends_on", Date(), nullable=False),
    Column("money", Numeric(), nullable=False),
    Column("seats", Integer(), nullable=False),
    Column("trainer", Integer(), nullable=False),
    Column("programme_id", Uuid()),
    Column("trainer_id", Uuid()),
)
"""By training: rupiah, seats and days of a trainer that each event that wasn't cancelled takes of one; the
programme and the trainer that it names."""
room_uses = _of_one("room_uses", "room_id", *_times(), Column("seats", SmallInteger(), nullable=False))
"""By training: when a room is booked, by what, and for how many."""
equipment_uses = _of_one(
    "equipment_uses", "equipment_id", *_times(), Column("count", SmallInteger(), nullable=False)
)
"""By training: when how many pieces are booked, by what."""
