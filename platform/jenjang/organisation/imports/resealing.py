"""What files changed is noted as it was before: what is sealed in those rows is sealed anew, too."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.sealing import Seals, key_id
from jenjang.database.model import sealed_columns, table_of
from jenjang.organisation.imports.batches import ORDER

SEALED = {model.__tablename__: sorted(names) for model in ORDER if (names := sealed_columns(table_of(model)))}
"""The sealed columns of the tables that files touch."""
AT_ONCE = 10
"""Changes a transaction; each notes up to 500 rows."""
HEX = "\\x"
"""How PostgreSQL's hexadecimal begins; after it come two digits of the version and eight of the key's id."""
OLDER = text(
    "SELECT c.id, c.table_name, c.before FROM import_changes c WHERE c.tenant_id = :tenant AND c.id > :after"
    " AND c.table_name = ANY(:tables) AND EXISTS (SELECT FROM jsonb_array_elements(c.before) row,"
    " unnest(CAST(:columns AS text[])) name WHERE substr(row ->> name, 5, 8) <> :current)"
    f" ORDER BY c.id LIMIT {AT_ONCE} FOR UPDATE"
).bindparams(
    bindparam("after", type_=Uuid),
    bindparam("tables", type_=ARRAY(Text)),
    bindparam("columns", type_=ARRAY(Text)),
)
CHANGE = text(
    "UPDATE import_changes SET before = CAST(:before AS jsonb) WHERE tenant_id = :tenant AND id = :id"
)


class SealedPast:
    """The rows noted in `import_changes.before`."""

    name = "import_changes"

    async def reseal(self, session: AsyncSession, seals: Seals, after: UUID) -> Sequence[UUID]:
        """Seal the next ones anew that an older key has sealed; their ids. Raises SealBroken."""
        current = seals.current
        columns = sorted({name for names in SEALED.values() for name in names})
        asked = {"tenant": seals.tenant, "after": after, "tables": list(SEALED), "columns": columns}
        changes = (await session.execute(OLDER, {**asked, "current": current.hex()})).all()
        for change in changes:
            for row in change.before:
                for name in SEALED[change.table_name]:
                    row[name] = _anew(seals, change.table_name, name, row, current)
            told = {"tenant": seals.tenant, "id": change.id, "before": json.dumps(change.before)}
            await session.execute(CHANGE, told)
        return [change.id for change in changes]


def _anew(seals: Seals, table: str, column: str, row: dict[str, Any], current: bytes) -> str | None:
    """What was sealed in a row, as JSON notes it. Any: columns of any type."""
    noted: str | None = row.get(column)
    if noted is None:
        return None
    place, sealed = (table, column, UUID(row["id"])), bytes.fromhex(noted.removeprefix(HEX))
    if key_id(sealed) == current:
        return noted
    return HEX + seals.seal(*place, seals.unseal(*place, sealed)).hex()
