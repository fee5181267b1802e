"""The worker forgets old answers, each government's by itself, and ends when told to."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from structlog.testing import capture_logs

from jenjang.core.sealing import Vault
from jenjang.core.settings import HOUSE
from jenjang.database.engine import engine
from jenjang.operations.worker import round_of

KEEP = """
    INSERT INTO idempotency_keys (account_id, key, answer, made_at)
    VALUES (uuidv7(), $1, '', now() - $2::text::interval)
"""


async def kept(database: Any, tenant: str) -> list[str]:
    app = await asyncpg.connect(database.app_url)
    async with app.transaction():
        await app.execute("SELECT set_config('app.tenant_id', $1, true)", tenant)
        keys = [row[0] for row in await app.fetch("SELECT key FROM idempotency_keys ORDER BY key")]
    await app.close()
    return keys


@pytest.fixture
async def answers(fresh_database: Any) -> Any:
    """Surakarta and Plaju each have an answer of 23 hours and one of 25."""
    app = await asyncpg.connect(fresh_database.app_url)
    for tenant in ("surakarta", "plaju"):
        async with app.transaction():
            await app.execute("SELECT set_config('app.tenant_id', $1, true)", tenant)
            await app.execute(KEEP, "new", "23 hours")
            await app.execute(KEEP, "old", "25 hours")
    await app.close()
    return fresh_database


async def test_a_round_forgets_what_is_older_than_a_day(answers: Any, vault: Vault) -> None:
    database = engine(answers.worker_url, 1)
    assert await round_of(database, ["surakarta"], vault) == 1
    await database.dispose()
    assert await kept(answers, "surakarta") == ["new"]
    assert await kept(answers, "plaju") == ["new", "old"]


SIGNED = """
    WITH account AS (INSERT INTO accounts (issuer, subject) VALUES ('i', $1) RETURNING id),
    client AS (INSERT INTO oauth_clients (client_id, name, redirect_uris, scopes, grant_types)
               VALUES ($1, '', '{}', '{}', '{}') RETURNING id),
    login AS (INSERT INTO logins (cookie_hash, account_id, expires_at)
              SELECT $1::text::bytea, id, now() + $2 FROM account),
    code AS (INSERT INTO oauth_codes (code_hash, client_key, account_id, redirect_uri, scope, challenge,
                                      authenticated_at, expires_at)
             SELECT $1::text::bytea, client.id, account.id, '', '', '', now(), now() + $2
               FROM account, client),
    allowed AS (INSERT INTO oauth_grants (client_key, account_id, scope, authenticated_at, begun_at, ended_at)
                SELECT client.id, account.id, '', now(), now() - interval '40 days', now() + $3
                  FROM account, client RETURNING id)
    INSERT INTO refresh_tokens (token_hash, grant_id, expires_at, used_at)
    SELECT $1::text::bytea, id, now() + $2, now() FROM allowed
"""
LEFT = """
    SELECT (SELECT count(*) FROM logins) AS logins, (SELECT count(*) FROM oauth_codes) AS codes,
           (SELECT count(*) FROM refresh_tokens) AS tokens, (SELECT count(*) FROM oauth_grants) AS grants
"""


async def test_a_round_forgets_what_signing_in_left_behind(fresh_database: Any, vault: Vault) -> None:
    """Over are: what expired, what was ended. A used refresh token stays while it would have held."""
    hours = [timedelta(hours=one) for one in (-2, 2)]
    app = await asyncpg.connect(fresh_database.app_url)
    async with app.transaction():
        await app.execute("SELECT set_config('app.tenant_id', 'surakarta', true)")
        await app.execute(SIGNED, "expired", hours[0], None)
        await app.execute(SIGNED, "ended", hours[1], hours[0])
        await app.execute(SIGNED, "live", hours[1], None)
    database = engine(fresh_database.worker_url, 1)
    assert await round_of(database, ["surakarta"], vault) == 6
    await database.dispose()
    async with app.transaction():
        await app.execute("SELECT set_config('app.tenant_id', 'surakarta', true)")
        left = dict(await app.fetchrow(LEFT))
    await app.close()
    assert left == {"logins": 2, "codes": 2, "tokens": 1, "grants": 1}


HAPPENED = "INSERT INTO security_events (kind, at) VALUES ($1, now() - $2::interval)"
AGES = {
    "SIGN_IN_FAILED": (timedelta(days=89), timedelta(days=91)),
    "SECOND_FACTOR_FAILED": (timedelta(days=89), timedelta(days=91)),
    "SIGNED_IN": (timedelta(days=720), timedelta(days=740)),
    "CLIENT_REVOKED": (timedelta(days=91), timedelta(days=740)),
}
"""Of each kind, one age at which it is kept, and one at which it is forgotten."""


@pytest.fixture
async def happened(fresh_database: Any) -> Any:
    app = await asyncpg.connect(fresh_database.app_url)
    async with app.transaction():
        await app.execute("SELECT set_config('app.tenant_id', 'surakarta', true)")
        for kind, ages in AGES.items():
            for age in ages:
                await app.execute(HAPPENED, kind, age)
    await app.close()
    return fresh_database


async def test_failures_are_forgotten_after_90_days_and_all_else_after_2_years(
    happened: Any, vault: Vault
) -> None:
    database = engine(happened.worker_url, 1)
    assert await round_of(database, ["surakarta"], vault) == len(AGES)
    await database.dispose()
    app = await asyncpg.connect(happened.app_url)
    async with app.transaction():
        await app.execute("SELECT set_config('app.tenant_id', 'surakarta', true)")
        left = await app.fetch("SELECT kind FROM security_events ORDER BY kind")
    await app.close()
    assert [row[0] for row in left] == sorted(AGES)


async def test_postgresql_lets_the_worker_delete_no_younger_event_and_the_app_none(happened: Any) -> None:
    worker, app = await asyncpg.connect(happened.worker_url), await asyncpg.connect(happened.app_url)
    async with worker.transaction():
        await worker.execute("SELECT set_config('app.tenant_id', 'surakarta', true)")
        assert await worker.execute("DELETE FROM security_events") == f"DELETE {len(AGES)}"
    for connection, statement in (
        (app, "DELETE FROM security_events"),
        (app, "UPDATE security_events SET address = NULL"),
        (worker, "UPDATE security_events SET at = now() - interval '3 years'"),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    for connection in (worker, app):
        await connection.close()


async def test_the_log_names_the_failure_without_the_database_s_words(
    fresh_database: Any, vault: Vault
) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("REVOKE DELETE ON idempotency_keys FROM jenjang_worker")
    await owner.close()
    database = engine(fresh_database.worker_url, 1)
    with capture_logs() as lines:
        await round_of(database, ["surakarta"], vault)
    await database.dispose()
    assert lines[0] == {
        "event": "round failed",
        "log_level": "warning",
        "tenant": "surakarta",
        "kind": "ProgrammingError",
        "sqlstate": "42501",
    }


async def test_one_governments_trouble_leaves_the_others_undisturbed(answers: Any, vault: Vault) -> None:
    database = engine(answers.worker_url, 1)
    assert await round_of(database, ["bad\x00name", "surakarta", "plaju"], vault) == 2
    await database.dispose()
    assert await kept(answers, "plaju") == ["new"]


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to(database: Any, wanted: signal.Signals) -> None:
    environment = os.environ | {"JENJANG_WORKER_URL": database.worker_url}
    with subprocess.Popen(
        [sys.executable, "-m", "jenjang", "worker"],
        env=environment,
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as worker:
        assert worker.stdout
        for line in worker.stdout:
            if "round done" in line:
                worker.send_signal(wanted)
    assert worker.returncode == 0
