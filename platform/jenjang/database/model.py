"""The base of all tables, and of those that belong to one government."""

import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Numeric,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP, ExcludeConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

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
