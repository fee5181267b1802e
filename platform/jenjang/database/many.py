"""Many rows as one statement takes them: an array for each column, however many rows there are.

Given a list, SQLAlchemy sends each row by itself: ten thousand messages for a thousand people's projections.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, TableValuedAlias, column, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert

from jenjang.database.model import Model, TenantModel, table_of

Rows = Sequence[Mapping[str, Any]]
"""Any: columns are of different types."""


def given(model: type[Model], names: Sequence[str], rows: Rows) -> TableValuedAlias:
    """These columns of the rows as a table to select from; no rows are an empty one."""
    columns = [table_of(model).columns[name] for name in names]
    values = [literal([row[one.name] for row in rows], ARRAY(one.type)) for one in columns]
    return (
        func.unnest(*values).table_valued(*(column(one.name, one.type) for one in columns)).render_derived()
    )


def insertion(model: type[Model], rows: Rows) -> Insert:
    """An INSERT of all the rows, at least one; each has the same columns."""
    names = list(rows[0])
    return insert(model).from_select(names, select(*given(model, names, rows).columns))


def upsertion(model: type[TenantModel], rows: Rows, key: Sequence[str]) -> Insert:
    """The same, but what has that unique key in the government already is only written anew."""
    new = insertion(model, rows)
    values = {name: new.excluded[name] for name in rows[0] if name not in key}
    return new.on_conflict_do_update(index_elements=["tenant_id", *key], set_=values)
