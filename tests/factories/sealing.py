"""What is sealed in a test's database, and the keys it is sealed with: changed past the application."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from jenjang.core.sealing import Seals
from jenjang.database.model import sealed_columns
from jenjang.tables import metadata

Change = Callable[[str, str, UUID, bytes | None], bytes | None]
"""What a place (table, column, row) is to hold, by what it holds."""
SEALED = {table.name: sorted(names) for table in metadata.sorted_tables if (names := sealed_columns(table))}
"""The sealed columns of each table that has any."""


async def change_sealed(superuser: asyncpg.Connection, tenant: str, change: Change) -> None:
    """Write what `change` says into every sealed place of a government."""
    for table, columns in SEALED.items():
        rows = await superuser.fetch(
            f"SELECT id, {', '.join(columns)} FROM {table} WHERE tenant_id = $1", tenant
        )
        values = ", ".join(f"{column} = ${place}" for place, column in enumerate(columns, 3))
        await superuser.executemany(
            f"UPDATE {table} SET {values} WHERE tenant_id = $1 AND id = $2",
            [
                (tenant, row["id"], *(change(table, column, row["id"], row[column]) for column in columns))
                for row in rows
            ],
        )


def moved(ours: Seals, theirs: Seals, renamed: tuple[str, str]) -> Change:
    """What one government sealed as another one's, whose name stands in it instead of the first's."""

    def change(table: str, column: str, row: UUID, sealed: bytes | None) -> bytes | None:
        if sealed is None:
            return None
        return theirs.seal(table, column, row, ours.unseal(table, column, row, sealed).replace(*renamed))

    return change


def aged(path: Path) -> None:
    """Let the keys of a file have been made two days earlier."""
    told = json.loads(path.read_bytes())
    for key in told["keys"]:
        key["made_at"] = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    path.write_text(json.dumps(told))
