"""A file of units: SIASN's ref-unor with kode wilayah and date, and who leads each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.core.context import Context
from jenjang.core.errors import BadUserInput
from jenjang.organisation.imports import cells
from jenjang.organisation.imports.ancestry import plan_ancestry
from jenjang.organisation.imports.columns import Column, Line, Table, Trial
from jenjang.organisation.imports.history import Fact
from jenjang.organisation.imports.known import UnitUnknown
from jenjang.organisation.imports.leaders import plan_leaders
from jenjang.organisation.imports.plan import Plan, Values
from jenjang.organisation.imports.writing import new_ids
from jenjang.organisation.models import Unit, UnitVersion
from jenjang.organisation.rules.span import LaterFact
from jenjang.organisation.terms import UnitKind
from jenjang.tenancy.models import Tenant


class UnitKindUnknown(BadUserInput):
    """{found} is no kind of unit. Known: {known}."""


class UnitTwice(BadUserInput):
    """The unit {found} is there twice, first in row {first}."""


class RegionOutside(BadUserInput):
    """The kode wilayah {found} lies outside this government's, {own}."""


def kind_of_unit(cell: str) -> UnitKind:
    """The kind of a unit, by its name."""
    try:
        return UnitKind(cell.upper())
    except ValueError:
        raise UnitKindUnknown(found=cell, known=", ".join(UnitKind)) from None


COLUMNS = (
    Column("Id", "siasn_id", filled=True, present=True),
    Column("DiatasanId", "parent", present=True),
    Column("NamaUnor", "name", filled=True, present=True),
    Column("JenisUnorId", "kind", kind_of_unit, filled=True, present=True, also=("JenisUnor",)),
    Column("KodeWilayah", "region_code", cells.region),
    Column("TMT", "begins", cells.day, filled=True, present=True),
    Column("NomorSK", "decree_number"),
    Column("PemimpinPnsId", "leader"),
    Column("InstansiId"),
    Column("EselonId"),
    Column("NamaJabatan"),
    Column("CepatKode"),
    Column("IndukUnorId"),
)
"""Not kept: what repeats the government itself, or belongs to the file of positions."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What a row tells of a unit from a date on."""

    siasn_id: str
    parent: str | None
    name: str
    kind: UnitKind
    region_code: str | None
    begins: date
    decree_number: str | None
    leader: str | None

    @property
    def is_government(self) -> bool:
        """Whether this is the government itself, above which nothing stands."""
        return self.parent is None and self.kind is UnitKind.GOVERNMENT


@dataclass(frozen=True, slots=True)
class KnownUnits:
    """The government's units before the file, and where it lies."""

    ids: Mapping[str, UUID]
    root: UUID | None
    versions: Mapping[UUID, Sequence[Fact]]
    region_code: str


async def plan(context: Context, table: Table[UnitRow]) -> Plan:
    """What the file would make and change; rows that can't be are refused in the table."""
    known = await _known(context.session)
    lines = list(_checked(table, known))
    result = Plan()
    ids = await _identified(context.session, result, lines, known)
    versions = {unit: list(facts) for unit, facts in known.versions.items()}
    for line in lines:
        _plan_version(result, table, line, ids, versions, known.root)
    if result.size():
        touched = {ids[line.value.siasn_id]: line for line in lines}
        await plan_ancestry(context.session, result, table, touched, versions)
    await plan_leaders(context, result, table, lines, ids, versions)
    return result


async def _identified(
    session: AsyncSession, plan: Plan, lines: Sequence[Line[UnitRow]], known: KnownUnits
) -> dict[str, UUID]:
    """Every unit's id by its SIASN id; the file's row of the government itself is the root there is."""
    ids, fresh = dict(known.ids), []
    for row in (line.value for line in lines if line.value.siasn_id not in known.ids):
        if known.root and known.root not in ids.values() and row.is_government:
            ids[row.siasn_id] = known.root
            plan.changed[Unit].append({"id": known.root, "siasn_id": row.siasn_id})
        else:
            fresh.append(row.siasn_id)
    new = dict(zip(fresh, await new_ids(session, len(fresh)), strict=True))
    plan.made[Unit] = [{"id": unit, "siasn_id": siasn_id} for siasn_id, unit in new.items()]
    return ids | new


async def _known(session: AsyncSession) -> KnownUnits:
    rows = await session.execute(
        select(
            UnitVersion.id,
            UnitVersion.unit_id,
            UnitVersion.valid_from,
            UnitVersion.valid_to,
            UnitVersion.parent_id,
            UnitVersion.name,
            UnitVersion.kind,
            UnitVersion.region_code,
            UnitVersion.decree_number,
        ).order_by(UnitVersion.valid_from)
    )
    versions: dict[UUID, list[Fact]] = {}
    for row in rows:
        content = {name: getattr(row, name) for name in CONTENT}
        versions.setdefault(row.unit_id, []).append(Fact(row.valid_from, row.valid_to, content, row.id))
    units = await session.execute(select(Unit.siasn_id, Unit.id))
    own = await session.scalar(select(Tenant.region_code))
    ids = {siasn_id: unit for siasn_id, unit in units if siasn_id}
    top = (unit for unit, facts in versions.items() if facts[-1].content["kind"] == UnitKind.GOVERNMENT)
    return KnownUnits(ids, next(top, None), versions, str(own))


CONTENT = ("parent_id", "name", "kind", "region_code", "decree_number")


def _checked(table: Table[UnitRow], known: KnownUnits) -> Iterator[Line[UnitRow]]:
    """The rows without fault; the others are refused."""
    named = {line.value.siasn_id for line in table.lines} | set(known.ids)
    first: dict[str, int] = {}
    for line in table.lines:
        row, trial = line.value, Trial(table, line)
        if first.setdefault(row.siasn_id, line.number) != line.number:
            trial.refuse("siasn_id", UnitTwice(found=row.siasn_id, first=first[row.siasn_id]))
        if row.parent and row.parent not in named:
            trial.refuse("parent", UnitUnknown(found=row.parent))
        if row.region_code and not f"{row.region_code}.".startswith(f"{known.region_code}."):
            trial.refuse("region_code", RegionOutside(found=row.region_code, own=known.region_code))
        if trial.sound:
            yield line


def _plan_version(
    plan: Plan,
    table: Table[UnitRow],
    line: Line[UnitRow],
    ids: Mapping[str, UUID],
    versions: dict[UUID, list[Fact]],
    root: UUID | None,
) -> None:
    """Plan what the row says of its unit, unless it says what is known."""
    row, unit = line.value, ids[line.value.siasn_id]
    kept = versions.setdefault(unit, [])
    last = kept[-1] if kept else None
    parent = ids.get(row.parent) if row.parent else (root if unit != root else None)
    content = _content(row, parent, last)
    same = next((each for each in kept if each.begins == row.begins), None)
    if same and same.content == _content(row, parent, same):
        return
    if last and last.content == content and last.ends is None:
        return
    if last and (row.begins < last.begins or (last.ends and last.begins < row.begins < last.ends)):
        table.refuse(line.number, line.cells, "begins", LaterFact(begins=last.ends or last.begins))
        return
    if last and last.begins < row.begins:
        # A decree says why a version began: it isn't the next one's.
        content = {**content, "decree_number": row.decree_number}
    _follow(plan, kept, Fact(row.begins, None, content), unit)
    (plan.changing if last else plan.creating).add(line.number)


def _content(row: UnitRow, parent: UUID | None, last: Fact | None) -> Values:
    """The columns of the version; a unit that names none above it stands under the government itself."""
    return {
        "parent_id": parent,
        "name": row.name,
        "kind": str(row.kind),
        "region_code": row.region_code or (last.content["region_code"] if last else None),
        "decree_number": row.decree_number or (last.content["decree_number"] if last else None),
    }


def _follow(plan: Plan, kept: list[Fact], version: Fact, unit: UUID) -> None:
    """A new version from its date on, or a correction of the one that began on that day."""
    last = kept[-1] if kept else None
    if last and last.begins == version.begins:
        kept[-1] = Fact(last.begins, last.ends, version.content, last.id)
        plan.changed[UnitVersion].append({"id": last.id, **version.content})
        return
    if last and last.ends is None:
        kept[-1] = Fact(last.begins, version.begins, last.content, last.id)
        plan.changed[UnitVersion].append({"id": last.id, "valid_to": version.begins})
    kept.append(version)
    made = {"unit_id": unit, "valid_from": version.begins, "valid_to": None, **version.content}
    plan.made[UnitVersion].append(made)
