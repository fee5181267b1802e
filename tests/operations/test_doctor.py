"""The doctor tells what is amiss in an installation, and what to do."""

from pathlib import Path
from typing import Any

import asyncpg
from factories.provider import twin

from jenjang.core.settings import HOUSE, Settings
from jenjang.operations.doctor import Finding, examine


def settings(database: Any, redis_url: str | None, **others: Any) -> Settings:
    told = {"tenants": HOUSE / "tenants", "keys": Path("/nowhere")} | others
    return Settings(database_url=database.app_url, owner_url=database.owner_url, redis_url=redis_url, **told)


async def findings(of: Settings) -> dict[str, Finding]:
    return {finding.thing: finding async for finding in examine(of)}


async def test_all_is_well_in_a_provisioned_installation(database: Any, redis_url: str) -> None:
    found = await findings(settings(database, redis_url))
    assert list(found) == [
        "python",
        "tenants",
        "database",
        "roles",
        "tables",
        "provisioned",
        "data keys",
        "events",
        "owner",
        "worker",
        "redis",
        "keys",
    ]
    assert [finding for finding in found.values() if not finding.well] == []
    assert found["redis"].seen.startswith("valkey 9")


async def test_without_redis_all_is_well(database: Any) -> None:
    found = await findings(settings(database, None))
    assert (found["redis"].well, found["redis"].seen) == (True, "none set: each process is on its own")


async def test_a_database_that_is_away_has_a_remedy(database: Any, redis_url: str) -> None:
    away = settings(database, redis_url).model_copy(
        update={"database_url": "postgresql://jenjang_app@127.0.0.1:1/jenjang"}
    )
    found = await findings(away)
    assert not found["database"].well
    assert "jenjang migrate" in found["database"].remedy
    assert "tables" not in found


NOWHERE = "postgresql://jenjang_worker@127.0.0.1:1/jenjang"


async def test_addresses_of_owner_and_worker_are_tried(database: Any) -> None:
    well = await findings(settings(database, None, worker_url=database.worker_url))
    assert (well["owner"].seen, well["worker"].seen) == (
        "comes in as jenjang_owner",
        "comes in as jenjang_worker",
    )
    away = (await findings(settings(database, None, worker_url=NOWHERE)))["worker"]
    assert (away.well, away.remedy) == (False, "correct JENJANG_WORKER_URL")
    other = (await findings(settings(database, None, worker_url=database.app_url)))["worker"]
    assert (other.well, other.seen) == (False, "comes in as jenjang_app")
    assert other.remedy == "JENJANG_WORKER_URL should name the role jenjang_worker"
    unset = (await findings(settings(database, None)))["worker"]
    assert (unset.well, unset.seen) == (True, "JENJANG_WORKER_URL isn't set here: it is for `jenjang worker`")


async def test_serving_as_another_role_is_amiss(database: Any) -> None:
    weak = settings(database, None).model_copy(update={"database_url": database.owner_url})
    found = (await findings(weak))["roles"]
    assert (found.well, found.seen) == (False, "serves as jenjang_owner")
    assert "jenjang_app" in found.remedy


async def test_a_government_that_is_not_in_or_elsewhere_is_named(database: Any, tmp_path: Path) -> None:
    text = (HOUSE / "tenants" / "surakarta.toml").read_text()
    (tmp_path / "plaju.toml").write_text(text.replace("33.72", "33.74"))
    (tmp_path / "salatiga.toml").write_text(text.replace("33.72", "33.73"))
    (tmp_path / "surakarta.toml").write_text(text)
    found = (await findings(settings(database, None, tenants=tmp_path)))["provisioned"]
    assert (found.well, found.remedy) == (False, "run `jenjang tenant provision plaju salatiga`")


async def test_a_folder_without_files_has_a_remedy(database: Any) -> None:
    found = (await findings(settings(database, None, tenants=Path("/nonexistent"))))["tenants"]
    assert not found.well
    assert found.seen.startswith("/nonexistent holds no government's .toml: set JENJANG_TENANTS")


async def test_serving_as_a_superuser_is_amiss(database: Any, redis_url: str) -> None:
    strong = settings(database, redis_url).model_copy(update={"database_url": database.superuser_url})
    found = await findings(strong)
    assert (found["roles"].well, found["roles"].seen) == (False, "sees all rows: postgres")


async def test_a_table_left_open_is_named(fresh_database: Any, redis_url: str) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("ALTER TABLE units NO FORCE ROW LEVEL SECURITY")
    await owner.close()
    found = await findings(settings(fresh_database, redis_url))
    assert (found["tables"].well, found["tables"].seen) == (False, "open: units")


async def test_a_missing_table_asks_for_a_migration(fresh_database: Any, redis_url: str) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("DROP TABLE idempotency_keys")
    await owner.close()
    found = await findings(settings(fresh_database, redis_url))
    assert found["tables"].seen == "missing: idempotency_keys"
    assert found["tables"].remedy == "run `jenjang migrate`"


async def test_keys_that_others_can_read_are_told(database: Any, redis_url: str, tmp_path: Path) -> None:
    (tmp_path / "surakarta.json").write_text("{}")
    (tmp_path / "surakarta.json").chmod(0o644)
    found = await findings(settings(database, redis_url, keys=tmp_path))
    assert (found["keys"].well, found["keys"].seen) == (False, "others can read those of surakarta")


async def test_a_bad_tenant_file_is_told_by_line(database: Any, redis_url: str, tmp_path: Path) -> None:
    (tmp_path / "solo.toml").write_text('name = "Solo"\nkind = "TOWN"\n')
    found = await findings(settings(database, redis_url, tenants=tmp_path))
    assert not found["tenants"].well
    assert "solo.toml, line 2: kind" in found["tenants"].seen


PROVIDER = """
[[issuers]]
url = "{url}"
audience = "jenjang"
algorithms = ["{algorithm}"]
keys = "discovery"
"""


async def test_a_governments_own_provider_is_asked_for_its_keys(database: Any, tmp_path: Path) -> None:
    text = (HOUSE / "tenants" / "surakarta.toml").read_text()
    file = tmp_path / "surakarta.toml"
    here = settings(database, None, tenants=tmp_path, nearby_providers=True)
    async with twin() as there:
        file.write_text(text + PROVIDER.format(url=there.url, algorithm="RS256"))
        well = (await findings(here))["provider of surakarta"]
        assert (well.well, well.seen) == (True, f"{there.url}: 1 key for RS256")
        file.write_text(text + PROVIDER.format(url=there.url, algorithm="ES256"))
        unfit = (await findings(here))["provider of surakarta"]
        assert (unfit.well, unfit.seen) == (False, f"{there.url}: 0 keys for ES256")
        there.about["issuer"] = "https://other.example"
        other = (await findings(here))["provider of surakarta"]
        assert (other.well, other.seen) == (False, f"{there.url}: its discovery is of another issuer")
        assert "reaches it over https" in other.remedy
        strict = (await findings(here.model_copy(update={"nearby_providers": False})))[
            "provider of surakarta"
        ]
        assert not strict.well
        assert "JENJANG_NEARBY_PROVIDERS" in strict.seen
