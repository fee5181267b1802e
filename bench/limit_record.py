"""The limit of recording an appraisal: all checks and all rows in one statement, between begin and commit.

The binding can't be folded into it as the reader does: an UPDATE may look at its table before.
"""

import os
import time
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from asyncpg.prepared_stmt import PreparedStatement

from jenjang.appraisal.rules.derivation import derivation
from jenjang.appraisal.rules.predicate import predicate_rule
from jenjang.appraisal.terms import Rating
from jenjang.audit.chain import BEGINNING, canonical, digest
from jenjang.audit.content import Deed, content_of
from jenjang.core import clock
from jenjang.core.permission import Viewer
from jenjang.core.sealing import Vault
from jenjang.database.pool import SESSION
from jenjang.graph.scalars import encode_id, key_of
from jenjang.organisation.actions.law import cite
from jenjang.rules.shelf import shipped

WRITING = {**SESSION, "default_transaction_read_only": "off"}
RUNS = "{0}.valid_from <= $5 AND ({0}.valid_to IS NULL OR {0}.valid_to > $5)"
RECORD = f"""
WITH ctx AS (SELECT $1::text AS tenant),
done AS (
  UPDATE appraisals a SET state = 'EVALUATED', version = a.version + 1, skp_id = (
      SELECT s.id FROM skps s
       WHERE s.tenant_id = ctx.tenant AND s.employee_id = a.employee_id
         AND s.year = extract(year FROM a.begins) AND s.state IN ('ACKNOWLEDGED', 'SUPERSEDED')
         AND s.applies_from <= a.begins ORDER BY s.applies_from DESC, s.edition DESC LIMIT 1)
    FROM ctx
   WHERE a.tenant_id = ctx.tenant AND a.id = $2::uuid AND a.version = $3::int
     AND a.state IN ('OPEN', 'EVALUATED') AND a.headed_unit_id IS NULL
     AND $4::uuid IN (a.evaluator_employee_id, a.escalated_to_employee_id)
     AND EXISTS (SELECT FROM appraisal_cycles c WHERE c.tenant_id = ctx.tenant AND c.id = a.cycle_id
                    AND c.state = 'OPEN' AND c.ends <= $5::date + 1 FOR SHARE)
     AND EXISTS (SELECT FROM placements p WHERE p.tenant_id = ctx.tenant AND p.employee_id = a.employee_id
                    AND p.unit_id = ANY($6::uuid[]) AND {RUNS.format("p")})
     AND NOT EXISTS (SELECT FROM unit_ancestry u JOIN calibrations k ON k.tenant_id = ctx.tenant
                        AND k.cycle_id = a.cycle_id AND k.unit_id = u.ancestor_id
                      WHERE u.tenant_id = ctx.tenant AND u.unit_id = a.unit_id AND {RUNS.format("u")})
  RETURNING a.id, a.employee_id),
gone AS (
  DELETE FROM evaluation_points p USING ctx, done
   WHERE p.tenant_id = ctx.tenant AND p.appraisal_id = done.id),
points AS (
  INSERT INTO evaluation_points (appraisal_id, employee_id, kind, statement, behaviour, competency)
  SELECT done.id, done.employee_id, one.kind, one.statement, one.behaviour, one.competency
    FROM done, unnest($7::text[], $8::text[], $9::text[], $10::text[])
               AS one (kind, statement, behaviour, competency)),
evaluation AS (
  INSERT INTO evaluations (id, appraisal_id, employee_id, number, stage, results, results_reason, behaviour,
                           behaviour_reason, predicate, rule, derivation_id, derivation_en, by_employee_id,
                           made_at)
  SELECT $11::uuid, done.id, done.employee_id, 1 + coalesce((
           SELECT max(e.number) FROM evaluations e
            WHERE e.tenant_id = ctx.tenant AND e.appraisal_id = done.id), 0),
         'EVALUATION', $12, $13, $14, $15, $16, $17, $18, $19, $4, $20::timestamptz
    FROM ctx, done),
kept AS (
  INSERT INTO idempotency_keys (id, account_id, key, answer)
  SELECT $21::uuid, $22::uuid, $23::text, $24::bytea FROM done),
head AS (
  INSERT INTO audit_heads AS h (number, hash)
  SELECT 1, sha256($25::bytea || int8send(1) || $26::bytea) FROM done
  ON CONFLICT (tenant_id) DO UPDATE
     SET number = h.number + 1, hash = sha256(h.hash || int8send(h.number + 1) || $26)
  RETURNING new.number, coalesce(old.hash, $25) AS previous, new.hash),
entry AS (
  INSERT INTO audit_entries (number, previous, hash, at, account_id, employee_id, roles, client, deed, about,
                             rules, key_digest, request_id, input_digest)
  SELECT number, previous, hash, $20, $22, $4, $27::text[], $28, $29, $30::text[], $31::text[], $32::bytea,
         $33, $34::bytea
    FROM head)
SELECT id FROM done
"""
KEPT = "SELECT id, answer FROM idempotency_keys WHERE tenant_id = $1 AND account_id = $2 AND key = $3"
BEGIN = "BEGIN; SELECT set_config('app.tenant_id', '{tenant}', true)"
"""In one go; a government's code holds letters, digits and hyphens only."""
POINTS = (("STRENGTH", "strengths"), ("IMPROVEMENT", "improvements"))
ANSWER = ("idempotency_keys", "answer")
DEED = "appraisalEvaluate"


@dataclass(frozen=True)
class Cell:
    """What follows from two ratings, known before anybody asks."""

    predicate: str
    rule: str
    derivation_id: str
    derivation_en: str


def cells(today: date) -> dict[tuple[str, str], Cell]:
    """All nine, by the rule of today."""
    rule = shipped("performance_predicate", today)
    found = {}
    for results in Rating:
        for behaviour in Rating:
            told = derivation(predicate_rule(rule.body), cite(rule), results, behaviour)
            found[str(results), str(behaviour)] = Cell(
                str(told.predicate), told.cited, told.text("id"), told.text("en")
            )
    return found


@dataclass(frozen=True)
class Writing:
    """A connection that writes, and its prepared statements."""

    connection: asyncpg.Connection
    statements: dict[str, PreparedStatement]

    async def begin(self, tenant: str) -> None:
        await self.connection.execute(BEGIN.format(tenant=tenant))


async def writing(url: str) -> Writing:
    connection = await asyncpg.connect(url, server_settings=WRITING)
    statements = {sql: await connection.prepare(sql) for sql in (RECORD, KEPT)}
    # What is prepared holds locks until something is run.
    await connection.execute("SELECT 1")
    return Writing(connection, statements)


class Recorder:
    """Records evaluations; what is refused isn't told, but fails."""

    def __init__(self, vault: Vault, today: date) -> None:
        self.vault = vault
        self.cells = cells(today)

    async def record(
        self,
        connection: Writing,
        viewer: Viewer,
        today: date,
        asked: dict[str, Any],  # Any: the client's JSON.
        key: str,
    ) -> str:
        """One evaluation, done once for its key."""
        told = asked["variables"]["input"]
        cell = self.cells[told["results"], told["behaviour"]]
        answer = answer_to(told, cell)
        row = self.row(viewer, today, told, cell, answer, key)
        await connection.begin(viewer.tenant)
        try:
            if not await connection.statements[RECORD].fetchval(*row):
                answer = await self.first(connection, viewer, told, key)
        except BaseException:
            await connection.connection.execute("ROLLBACK")
            raise
        await connection.connection.execute("COMMIT")
        return answer

    async def first(
        self,
        connection: Writing,
        viewer: Viewer,
        told: dict[str, Any],  # Any: the client's JSON.
        key: str,
    ) -> str:
        """The first answer under this key; whatever else was refused fails here."""
        of_key = (viewer.tenant, viewer.account_id, key)
        ((row, sealed),) = await connection.statements[KEPT].fetch(*of_key)
        mark, _, answer = self.vault.of(viewer.tenant).unseal(*ANSWER, row, sealed).partition(" ")
        assert mark == mark_of(told), "this key came with another request"
        return answer

    def row(
        self,
        viewer: Viewer,
        today: date,
        told: dict[str, Any],  # Any: the client's JSON.
        cell: Cell,
        answer: str,
        key: str,
    ) -> tuple[object, ...]:
        """All that the statement is given."""
        appraisal, made, kept = key_of("Appraisal", told["appraisalId"]), new_id(), new_id()
        seals, points = (
            self.vault.of(viewer.tenant),
            [
                (kind, one["statement"].strip(), one.get("behaviour"), one.get("competency"))
                for kind, field in POINTS
                for one in told[field]
            ],
        )
        deed = Deed(
            tenant=viewer.tenant,
            at=clock.now(),
            deed=DEED,
            account_id=viewer.account_id,
            employee_id=viewer.employee_id,
            roles=[str(role) for role in viewer.roles],
            client=viewer.client,
            about=[encode_id("Evaluation", made), told["appraisalId"]],
            rules=[cell.rule],
            key_digest=sha256(key.encode()).digest(),
            input_digest=seals.fingerprint(canonical(told)),
        )
        columns = {name: getattr(deed, name) for name in Deed.__slots__}
        return (
            viewer.tenant,
            appraisal,
            told["expectedVersion"],
            viewer.employee_id,
            today,
            viewer.units_of("appraisal:evaluate"),
            *map(list, zip(*points, strict=True)),
            made,
            told["results"],
            told["resultsReason"].strip(),
            told["behaviour"],
            told["behaviourReason"].strip(),
            cell.predicate,
            cell.rule,
            cell.derivation_id,
            cell.derivation_en,
            deed.at,
            kept,
            viewer.account_id,
            key,
            seals.seal(*ANSWER, kept, f"{mark_of(told)} {answer}"),
            BEGINNING,
            digest(content_of(viewer.tenant, columns)),
            deed.roles,
            deed.client,
            deed.deed,
            deed.about,
            deed.rules,
            deed.key_digest,
            deed.request_id,
            deed.input_digest,
        )


def answer_to(told: dict[str, Any], cell: Cell) -> str:  # Any: the client's JSON.
    """What is answered where it is done: known before it is."""
    evaluation = {
        "results": told["results"],
        "behaviour": told["behaviour"],
        "predicate": cell.predicate,
        "rule": cell.rule,
        "derivation": cell.derivation_id,
    }
    version = told["expectedVersion"] + 1
    appraisal = {"id": told["appraisalId"], "state": "EVALUATED", "version": version}
    payload = {"evaluation": evaluation, "appraisal": appraisal, "userErrors": []}
    return f'"{DEED}":{orjson.dumps(payload).decode()}'


def mark_of(told: dict[str, Any]) -> str:  # Any: the client's JSON.
    """By what the same request is known again."""
    return sha256(orjson.dumps(told)).hexdigest()


def new_id() -> UUID:
    """A UUID of version 7, as PostgreSQL makes them: by time, so that an index grows at its end."""
    number = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10), "big")
    return UUID(int=number & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62)
