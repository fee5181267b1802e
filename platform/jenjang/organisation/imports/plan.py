"""What a file would do to the tables: rows to remove, to change and to make."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jenjang.database.model import TenantModel
from jenjang.organisation.imports.history import Joined

Values = Mapping[str, Any]
"""A row's columns. Any: each column of a table has a type of its own."""
Model = type[TenantModel]


@dataclass(slots=True)
class Plan:
    """Rows by table, and the numbers of the file's rows that create or change something.

    A table's row is there at most once; all that are changed bear their `id`.
    """

    removed: dict[Model, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[Model, list[Values]] = field(default_factory=lambda: defaultdict(list))
    made: dict[Model, list[Values]] = field(default_factory=lambda: defaultdict(list))
    creating: set[int] = field(default_factory=set)
    changing: set[int] = field(default_factory=set)

    def history(self, model: Model, employee: UUID, joined: Joined) -> bool:
        """Make and change one person's dated facts; whether there were any."""
        self.made[model] += [
            {"employee_id": employee, "valid_from": fact.begins, "valid_to": fact.ends, **fact.content}
            for fact in joined.made
        ]
        self.changed[model] += [
            {"id": fact.id, "valid_to": fact.ends, **fact.content} for fact in joined.changed
        ]
        return bool(joined.made or joined.changed)

    def name_batch(self, model: Model, column: str, batch: UUID) -> None:
        """Let each row that is made of a table name the file that brought it."""
        self.made[model] = [{**row, column: batch} for row in self.made[model]]

    @property
    def created_count(self) -> int:
        """How many rows of the file bring something new."""
        return len(self.creating)

    @property
    def changed_count(self) -> int:
        """How many rows of the file only change what is there."""
        return len(self.changing - self.creating)

    def size(self) -> int:
        """How many rows of tables it touches."""
        return sum(len(rows) for part in (self.changed, self.made) for rows in part.values()) + sum(
            len(ids) for ids in self.removed.values()
        )
