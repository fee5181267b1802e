"""What undoing a batch might leave behind: more holders than seats, or things in a unit that is shut."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.organisation.imports.writing import TENANT

Found = Mapping[str, frozenset[UUID]]
"""By table, the rows that don't fit with the others."""

POSITIONS = text(
    "SELECT t.id FROM positions t WHERE t.tenant_id = current_setting('app.tenant_id') AND t.id IN ("
    " SELECT unnest(c.row_ids) FROM import_changes c WHERE c.batch_id = :batch AND c.table_name = 'positions'"
    " UNION SELECT CAST(b ->> 'position_id' AS uuid) FROM import_changes c, jsonb_array_elements(c.before) b"
    " WHERE c.batch_id = :batch AND c.table_name = 'placements')"
    " ORDER BY t.id FOR NO KEY UPDATE"
)
UNITS = text(
    "SELECT DISTINCT t.unit_id FROM unit_versions t, import_changes c"
    f" WHERE {TENANT} AND c.batch_id = :batch AND c.table_name = 'unit_versions' AND t.id = ANY(c.row_ids)"
)
OVERFULL = text(
    "WITH steps AS (SELECT t.position_id, t.valid_from AS day, 1 AS step FROM placements t"
    f" WHERE {TENANT} AND t.position_id = ANY(CAST(:positions AS uuid[]))"
    " UNION ALL SELECT t.position_id, t.valid_to, -1 FROM placements t"
    f" WHERE {TENANT} AND t.position_id = ANY(CAST(:positions AS uuid[])) AND t.valid_to IS NOT NULL),"
    " held AS (SELECT position_id, sum(sum(step)) OVER (PARTITION BY position_id ORDER BY day) AS holders"
    " FROM steps GROUP BY position_id, day)"
    f" SELECT DISTINCT t.id FROM positions t JOIN held ON held.position_id = t.id WHERE {TENANT}"
    " AND held.holders > t.seats"
)
WITHIN_UNITS = (
    ("unit_versions", "parent_id"),
    ("positions", "unit_id"),
    ("placements", "unit_id"),
    ("leaderships", "unit_id"),
)
OUTSIDE = (
    "SELECT t.id FROM {table} t"
    f" WHERE {TENANT} AND t.{{column}} = ANY(CAST(:units AS uuid[])) AND NOT"
    " daterange(t.valid_from, t.valid_to) <@ coalesce((SELECT range_agg(daterange(v.valid_from, v.valid_to))"
    " FROM unit_versions v WHERE v.tenant_id = t.tenant_id AND v.unit_id = t.{column}), '{{}}')"
)


async def positions_of(session: AsyncSession, batch: UUID) -> Sequence[UUID]:
    """The positions that the batch changed, or took somebody from; locked."""
    return (await session.scalars(POSITIONS, {"batch": batch})).all()


async def units_of(session: AsyncSession, batch: UUID) -> Sequence[UUID]:
    """The units of which the batch made or changed a version."""
    return (await session.scalars(UNITS, {"batch": batch})).all()


async def unfit(session: AsyncSession, positions: Sequence[UUID], units: Sequence[UUID]) -> Found:
    """Positions with more holders than seats, and what is in a unit while that isn't open."""
    overfull = await session.scalars(OVERFULL, {"positions": positions})
    found = {"placements": frozenset(overfull.all())}
    for table, column in WITHIN_UNITS if units else ():
        outside = text(OUTSIDE.format(table=table, column=column))
        rows = await session.scalars(outside, {"units": units})
        found[table] = found.get(table, frozenset()) | frozenset(rows.all())
    return found
