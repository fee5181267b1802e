"""Published results leave as SIASN takes them, one after another, however many there are."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from jenjang.appraisal.siasn import KINERJA_PERIODIK, SKP22
from jenjang.appraisal.terms import CycleKind
from jenjang.core.context import Context

Payload = dict[str, Any]
"""What SIASN takes of one result, by the names of its fields. Any: texts, numbers and null."""
AT_ONCE = 1000
PUBLISHED = (
    " FROM appraisals a JOIN appraisal_cycles y ON y.tenant_id = a.tenant_id AND y.id = a.cycle_id"
    " WHERE a.tenant_id = current_setting('app.tenant_id') AND a.published_at IS NOT NULL"
    " AND y.kind = :kind AND y.year = :year AND (CAST(:number AS int2) IS NULL OR y.number = :number)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Which results: of the years, quarters or months of a year, or of one of them."""

    kind: CycleKind
    year: int
    number: int | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """The payload's fields: of skp22 or of kinerjaperiodik."""
        return SKP22 if self.kind is CycleKind.ANNUAL else KINERJA_PERIODIK


async def count_published(context: Context, asked: Export) -> int:
    """How many results there are to export."""
    return int(await context.session.scalar(text(f"SELECT count(*){PUBLISHED}"), _parameters(asked)) or 0)


async def payloads(context: Context, asked: Export) -> AsyncIterator[Payload]:
    """Each published result as SIASN takes it, read a thousand at a time."""
    tenant = "current_setting('app.tenant_id')"
    told = ", ".join(
        f'({sql.format(row="a", tenant=tenant)}) AS "{name}"' for name, sql in asked.fields.items()
    )
    rows = await context.session.stream(
        text(f"SELECT {told}{PUBLISHED} ORDER BY a.begins, a.id"),
        _parameters(asked),
        execution_options={"yield_per": AT_ONCE},
    )
    async for row in rows.mappings():
        yield dict(row)


def _parameters(asked: Export) -> Mapping[str, object]:
    return {"kind": asked.kind, "year": asked.year, "number": asked.number}
