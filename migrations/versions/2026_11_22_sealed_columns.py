"""Personal columns are sealed: each value is encrypted in its place, and the tables are written anew.

Values are sealed as text in their own columns (`\\x…`), government by government; then the columns become
bytea. That rewrites the tables: no file of the new ones holds a value in clear. All of it is one transaction.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from jenjang.core.sealing import Seals, Vault
from jenjang.core.settings import Settings

revision: str = "2026_11_22_sealed_columns"
down_revision: str | None = "2026_11_22_roles"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

PRIVATE = ("birth_place", "nik", "phone", "email", "address")
REFUSED = ("facts", "messages", "content")
AT_ONCE = 1000
WITHOUT = f"- ARRAY{list(PRIVATE)}"
CLEAR = " OR ".join(f"left({name}, 4) <> '\\x01'" for name in PRIVATE)
KEPT = " OR ".join(f"{name} IS NOT NULL" for name in PRIVATE)

REWRITING = "-- squawk-ignore changing-column-type, ban-drop-column\n"
"""That a table is written anew, so that none of its files holds a value in clear, is what is wanted here."""

REHASH = f"""
    UPDATE import_changes c SET after_hashes = (
        SELECT array_agg(coalesce(
            (SELECT md5(jsonb_strip_nulls(seen.person {WITHOUT})::text)
               FROM (SELECT to_jsonb(e) FROM employees e WHERE e.tenant_id = c.tenant_id AND e.id = done.id
                      UNION ALL
                     SELECT was FROM import_changes later, jsonb_array_elements(later.before) was
                      WHERE later.tenant_id = c.tenant_id AND later.table_name = 'employees'
                        AND was ->> 'id' = done.id::text) seen(person)
              WHERE md5(jsonb_strip_nulls(seen.person)::text) = done.hash LIMIT 1),
            'changed since') ORDER BY done.place)
          FROM unnest(c.row_ids, c.after_hashes) WITH ORDINALITY done(id, hash, place))
     WHERE c.tenant_id = :tenant AND c.table_name = 'employees' AND c.after_hashes IS NOT NULL
"""
"""The hash of a person's row leaves private columns out from now on. It is told anew of rows that still are as
the hash says: in the table, or in what a later file noted as before. The hash of no other row fits any more."""


def upgrade() -> None:
    if not op.get_context().as_sql:
        for seals in _governments():
            op.get_bind().execute(sa.text(REHASH), {"tenant": seals.tenant})
            _seal_people(seals)
            _seal_past(seals)
            _seal_refusals(seals)
            _seal_answers(seals)
    _refuse_if("employees", CLEAR, "values in clear: run `jenjang migrate` itself, with no server running")
    op.execute(
        f"{REWRITING}ALTER TABLE employees "
        + ", ".join(f"ALTER COLUMN {name} TYPE bytea USING {name}::bytea" for name in PRIVATE)
    )
    op.execute(
        f"{REWRITING}ALTER TABLE import_changes ALTER COLUMN before TYPE jsonb USING before || '[]'::jsonb"
    )
    _refuse_if("import_refusals", "jsonb_typeof(content) <> 'string'", "values in clear, as above")
    op.execute(
        f"{REWRITING}ALTER TABLE import_refusals "
        + ", ".join(f"ALTER COLUMN {name} TYPE bytea USING ({name} #>> '{{}}')::bytea" for name in REFUSED)
    )
    op.execute(
        f"{REWRITING}ALTER TABLE idempotency_keys ALTER COLUMN answer TYPE bytea USING answer || ''::bytea,"
        " DROP COLUMN request_hash"
    )


def downgrade() -> None:
    """Only of what was never used: what is sealed stays so. Put the backup back instead."""
    _refuse_if("employees", KEPT, "sealed values")
    _refuse_if("import_refusals", "true", "sealed values")
    _refuse_if("idempotency_keys", "true", "sealed values")
    op.add_column("idempotency_keys", sa.Column("request_hash", sa.LargeBinary(), nullable=False))
    for name in REFUSED:
        op.alter_column("import_refusals", name, type_=postgresql.JSONB(), postgresql_using="NULL::jsonb")
    for name in PRIVATE:
        op.alter_column("employees", name, type_=sa.Text(), postgresql_using="NULL::text")


def _governments() -> Iterator[Seals]:
    """The seals of each government, to which the transaction is bound meanwhile."""
    connection, config = op.get_bind(), op.get_context().config
    told = config.attributes.get("keys") if config else None
    vault = Vault(told or Settings().keys)
    # The owner is bound by row-level security as all are. That the table isn't, is never committed; undone,
    # its lock goes, too.
    with connection.begin_nested() as look:
        connection.execute(sa.text("ALTER TABLE tenants NO FORCE ROW LEVEL SECURITY"))
        codes = connection.scalars(sa.text("SELECT tenant_id FROM tenants ORDER BY tenant_id")).all()
        look.rollback()
    for code in codes:
        connection.execute(sa.text("SELECT set_config('app.tenant_id', :code, true)"), {"code": code})
        yield vault.of(code)
    connection.execute(sa.text("SELECT set_config('app.tenant_id', '', true)"))


def _rows(
    tenant: str, table: str, columns: Sequence[str], where: str = "true"
) -> Iterator[list[Mapping[str, Any]]]:
    """A government's rows, some at once, by id."""
    asked = sa.text(
        f"SELECT id, {', '.join(columns)} FROM {table} WHERE tenant_id = :tenant AND id > :last AND ({where})"
        f" ORDER BY id LIMIT {AT_ONCE}"
    )
    last = "00000000-0000-0000-0000-000000000000"
    while rows := op.get_bind().execute(asked, {"tenant": tenant, "last": last}).mappings().all():
        yield [dict(row) for row in rows]
        last = rows[-1]["id"]


def _put(tenant: str, table: str, change: str, rows: Sequence[Mapping[str, Any]]) -> None:
    op.get_bind().execute(
        sa.text(f"UPDATE {table} SET {change} WHERE tenant_id = :tenant AND id = :id"),
        [{"tenant": tenant, **row} for row in rows],
    )


def _hexadecimal(seals: Seals, table: str, column: str, row: Any, text: str | None) -> str | None:
    """What is sealed, as PostgreSQL writes bytea."""
    return None if text is None else "\\x" + seals.seal(table, column, row, text).hex()


def _seal_people(seals: Seals) -> None:
    change = ", ".join(f"{name} = :{name}" for name in PRIVATE)
    for rows in _rows(seals.tenant, "employees", PRIVATE, KEPT):
        sealed = [
            {"id": row["id"]}
            | {name: _hexadecimal(seals, "employees", name, row["id"], row[name]) for name in PRIVATE}
            for row in rows
        ]
        _put(seals.tenant, "employees", change, sealed)


def _seal_past(seals: Seals) -> None:
    """What files changed of people, as it was before."""
    where = "table_name = 'employees' AND before IS NOT NULL"
    for changes in _rows(seals.tenant, "import_changes", ("before",), where):
        for change in changes:
            for row in change["before"]:
                private = {name: row[name] for name in PRIVATE}
                for name, text in private.items():
                    row[name] = _hexadecimal(seals, "employees", name, row["id"], text)
        told = [{"id": change["id"], "before": json.dumps(change["before"])} for change in changes]
        _put(seals.tenant, "import_changes", "before = CAST(:before AS jsonb)", told)


def _seal_refusals(seals: Seals) -> None:
    change = ", ".join(f"{name} = to_jsonb(CAST(:{name} AS text))" for name in REFUSED)
    for rows in _rows(seals.tenant, "import_refusals", REFUSED):
        sealed = [
            {"id": row["id"]}
            | {
                name: _hexadecimal(
                    seals, "import_refusals", name, row["id"], json.dumps(row[name], ensure_ascii=False)
                )
                for name in REFUSED
            }
            for row in rows
        ]
        _put(seals.tenant, "import_refusals", change, sealed)


def _seal_answers(seals: Seals) -> None:
    """First answers, after the hash of what was asked: which isn't kept in clear any more."""
    for rows in _rows(seals.tenant, "idempotency_keys", ("request_hash", "answer")):
        told = {row["id"]: f"{row['request_hash'].hex()} {row['answer'].decode()}" for row in rows}
        sealed = [
            {"id": key, "answer": seals.seal("idempotency_keys", "answer", key, text)}
            for key, text in told.items()
        ]
        _put(seals.tenant, "idempotency_keys", "answer = :answer", sealed)


def _refuse_if(table: str, condition: str, problem: str) -> None:
    """Stop before anything is lost: asked of all governments at once."""
    op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        f"DO $$ BEGIN IF EXISTS (SELECT FROM {table} WHERE {condition})"
        f" THEN RAISE EXCEPTION '{table} holds {problem}'; END IF; END $$"
    )
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
