"""Sealing anew what an older key has sealed, some rows at a time, while the house goes on working."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, MetaData, Table, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.sealing import Seals, key_id
from jenjang.database.model import sealed_columns

AT_ONCE = 500
"""Rows a transaction: nobody waits long for one that is locked."""
FIRST = UUID(int=0)
"""Before every id."""


class SealedRows:
    """The sealed columns of one table."""

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self.columns = sorted(sealed_columns(table))

    async def reseal(self, session: AsyncSession, seals: Seals, after: UUID) -> Sequence[UUID]:
        """Seal the next rows anew that an older key has sealed; their ids. Raises SealBroken."""
        current = seals.current
        rows = (await session.execute(self._older(), self._asked(seals, current, after))).mappings().all()
        if rows:
            arrays: dict[str, list[Any]] = {"ids": [row["id"] for row in rows]}  # Any: ids, or bytes.
            for name in self.columns:
                arrays[name] = [self._anew(seals, name, row["id"], row[name], current) for row in rows]
            await session.execute(self._change(), {"tenant": seals.tenant, **arrays})
        return [row["id"] for row in rows]

    def _asked(self, seals: Seals, current: bytes, after: UUID) -> Mapping[str, object]:
        return {"tenant": seals.tenant, "current": current, "after": after}

    def _older(self) -> Any:  # Any: SQLAlchemy's text with types bound to it.
        older = " OR ".join(f"substr({name}, 2, 4) <> :current" for name in self.columns)
        return text(
            f"SELECT id, {', '.join(self.columns)} FROM {self.name} WHERE tenant_id = :tenant AND id > :after"
            f" AND ({older}) ORDER BY id LIMIT {AT_ONCE} FOR UPDATE"
        ).bindparams(bindparam("current", type_=LargeBinary), bindparam("after", type_=Uuid))

    def _change(self) -> Any:  # Any: as above.
        values = ", ".join(f"{name} = n.{name}" for name in self.columns)
        arrays = ", ".join(f":{name}" for name in self.columns)
        types = [bindparam(name, type_=ARRAY(LargeBinary)) for name in self.columns]
        return text(
            f"UPDATE {self.name} t SET {values} FROM unnest(:ids, {arrays}) n(id, {', '.join(self.columns)})"
            " WHERE t.tenant_id = :tenant AND t.id = n.id"
        ).bindparams(bindparam("ids", type_=ARRAY(Uuid)), *types)

    def _anew(
        self, seals: Seals, column: str, row: UUID, sealed: bytes | None, current: bytes
    ) -> bytes | None:
        if sealed is None or key_id(sealed) == current:
            return sealed
        return seals.seal(self.name, column, row, seals.unseal(self.name, column, row, sealed))


def sealed_tables(metadata: MetaData) -> Iterable[SealedRows]:
    """Every table that has sealed columns."""
    return [SealedRows(table) for table in metadata.sorted_tables if sealed_columns(table)]
