"""The base of all tables, and of those that belong to one government."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP, ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.schema import SchemaItem

from jenjang.core.sealing import Seals

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """A table of the whole installation: reference data that every government shares."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {  # Any: SQLAlchemy's own signature.
        str: Text(),
        UUID: Uuid(),
        datetime.date: Date(),
        datetime.datetime: TIMESTAMP(timezone=True),
        Decimal: Numeric(),
    }


class TenantModel(Model):
    """A table whose every row belongs to one government: `(tenant_id, id)` is its key.

    PostgreSQL fills both: the tenant from the transaction's binding, the id by uuidv7().
    Row-level security (`database/security.py`) is forced on each such table.
    """

    __abstract__ = True

    tenant_id: Mapped[str] = mapped_column(
        Text(collation="C"),
        ForeignKey("tenants.tenant_id"),
        primary_key=True,
        server_default=text("current_setting('app.tenant_id'::text)"),
        sort_order=-2,
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"), sort_order=-1)


class Dated:
    """Columns of a fact that holds from a date up to, not including, another (or for good)."""

    valid_from: Mapped[datetime.date]
    valid_to: Mapped[datetime.date | None]


def sealed() -> MappedColumn[Any]:  # Any: bytes, or None where the annotation allows it.
    """A column of personal text, kept as `core/sealing.py` seals it for this table, column and row's `id`.

    Nothing can be found by it, and no order kept. Rotating keys finds such columns by themselves.
    """
    return mapped_column(LargeBinary(), info={"sealed": True})


def sealed_columns(table: Table) -> frozenset[str]:
    """The names of a table's sealed columns."""
    return frozenset(column.name for column in table.columns if column.info.get("sealed"))


def followed_columns(table: Table) -> frozenset[str]:
    """Names of columns whose values follow from other columns: declared with `info={"followed": True}`."""
    return frozenset(column.name for column in table.columns if column.info.get("followed"))


def sealed_row(seals: Seals, model: type[Model] | Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as its table keeps it: its texts for sealed columns are sealed. Any: columns of any type.

    It must bear its `id`: what is sealed is bound to it.
    """
    table = table_of(model)
    kept = dict(row)
    for name in sealed_columns(table) & row.keys():
        if row[name] is not None:
            kept[name] = seals.seal(table.name, name, row["id"], row[name])
    return kept


def opened_row(seals: Seals, model: type[Model] | Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its sealed columns opened. Raises SealBroken. Any: as in sealed_row."""
    table = table_of(model)
    opened = dict(row)
    for name in sealed_columns(table) & row.keys():
        if row[name] is not None:
            opened[name] = seals.unseal(table.name, name, row["id"], row[name])
    return opened


def table_of(model: type[Model] | Table) -> Table:
    """The table of a model."""
    rows = model if isinstance(model, Table) else model.__table__
    if not isinstance(rows, Table):
        raise TypeError(f"{model} is no table")
    return rows


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """A composite key: `column` names a row of `table` in the same government, never in another."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"])


def tenant_index(name: str, *columns: str, unique: bool = False) -> Index:
    """An index that starts with the tenant, as all of them do."""
    return Index(name, "tenant_id", *columns, unique=unique)


def one_of(column: str, values: type[Any]) -> CheckConstraint:  # Any: a StrEnum class of the domain.
    """The column holds the name of one of the enum's members (or is null)."""
    names = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({names})", name=f"{column}_known")


def dated(table: str, *columns: str) -> tuple[SchemaItem, ...]:
    """Constraints of a dated fact: ends after it begins; no two overlap for the same columns."""
    # As one number, so that the planner never takes this slow GiST index to look up rows.
    same = " || ' ' || ".join(("tenant_id", *columns))
    return (
        CheckConstraint("valid_to > valid_from", name="ends_after_it_begins"),
        ExcludeConstraint(
            (text(f"hashtextextended({same}, 0)"), "="),
            (text("daterange(valid_from, valid_to)"), "&&"),
            name=f"ex_{table}_overlap",
            using="gist",
        ),
    )
