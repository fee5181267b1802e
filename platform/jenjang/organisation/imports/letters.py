"""What a file tells others: who is placed otherwise, or bears another rank, as the deeds tell it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text

from jenjang.core.context import Context
from jenjang.events.telling import Event, tell
from jenjang.organisation.actions.placements import PLACED
from jenjang.organisation.actions.ranks import RANK_CHANGED
from jenjang.organisation.models import Employee

AT_ONCE = 5000
"""Letters a statement."""


def _moved(table: str, held: str) -> str:
    """SQL: of whom a batch made, removed or moved rows; other words of a decree move nobody."""
    return f"""
        SELECT t.employee_id FROM import_changes c CROSS JOIN unnest(c.row_ids) made (id)
          JOIN {table} t ON t.tenant_id = :tenant AND t.id = made.id
         WHERE c.tenant_id = :tenant AND c.batch_id = :batch AND c.table_name = '{table}' AND c.before IS NULL
         UNION
        SELECT was.employee_id FROM import_changes c
         CROSS JOIN jsonb_to_recordset(c.before)
               AS was (id uuid, employee_id uuid, {held} text, valid_from date, valid_to date)
          LEFT JOIN {table} t ON t.tenant_id = :tenant AND t.id = was.id
         WHERE c.tenant_id = :tenant AND c.batch_id = :batch AND c.table_name = '{table}'
           AND (was.{held}, was.valid_from, was.valid_to)
               IS DISTINCT FROM (t.{held}::text, t.valid_from, t.valid_to)
    """


MOVED = {
    PLACED: text(_moved("placements", "position_id")),
    RANK_CHANGED: text(_moved("rank_holdings", "rank")),
}


async def moved_by(context: Context, batch: UUID) -> Sequence[Event]:
    """The letters of a batch whose rows are in: one a person and kind, however many rows."""
    asked = {"tenant": context.tenant, "batch": batch}
    return [
        Event(name=name, about=("Employee", person))
        for name, statement in MOVED.items()
        for person in await context.session.scalars(statement, asked)
    ]


async def tell_of(context: Context, letters: Sequence[Event]) -> None:
    """Write those of people who are still there, to be delivered once the file is committed or undone."""
    for start in range(0, len(letters), AT_ONCE):
        portion = letters[start : start + AT_ONCE]
        kept = select(Employee.id).where(Employee.id.in_({letter.about[1] for letter in portion}))
        people = set(await context.session.scalars(kept))
        await tell(context, *(letter for letter in portion if letter.about[1] in people))
