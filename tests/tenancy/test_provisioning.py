"""Governments are taken in once; repeating it brings their rows up to their files and nothing else."""

from typing import Any

import asyncpg
import pytest

from jenjang.core.settings import HOUSE
from jenjang.operations.installation import provision
from jenjang.tenancy.catalogue import Government, GovernmentKind, catalogue
from jenjang.tenancy.provisioning import RegionUnknown

SURAKARTA = catalogue(HOUSE / "tenants")["surakarta"]
NEW = Government(
    code="kota_baru",
    name="Kota Baru",
    kind=GovernmentKind.CITY,
    region_code="33.71",
    time_zone="Asia/Jakarta",
)
TABLES = ("tenants", "units", "unit_versions", "unit_ancestry")


async def kept(database: Any, tenant: str) -> dict[str, list[dict[str, Any]]]:
    """All that the app sees of a government's beginnings."""
    connection = await asyncpg.connect(database.app_url)
    async with connection.transaction():
        await connection.execute("SELECT set_config('app.tenant_id', $1, true)", tenant)
        found = {
            name: [dict(row) for row in await connection.fetch(f"SELECT * FROM {name}")] for name in TABLES
        }
    await connection.close()
    return found


async def test_a_new_government_has_a_row_and_a_root(fresh_database: Any) -> None:
    assert await provision(fresh_database.owner_url, [NEW]) == ["kota_baru"]
    found = await kept(fresh_database, "kota_baru")
    (tenant,), (unit,), (version,), (ancestry,) = (found[name] for name in TABLES)
    assert (tenant["name"], tenant["kind"], tenant["province_code"]) == ("Kota Baru", "CITY", "33")
    assert (version["unit_id"], version["kind"], version["name"]) == (unit["id"], "GOVERNMENT", "Kota Baru")
    assert version["parent_id"] is None
    assert version["valid_to"] is None
    assert (ancestry["unit_id"], ancestry["ancestor_id"], ancestry["depth"]) == (unit["id"], unit["id"], 0)


async def test_repeating_changes_nothing(fresh_database: Any) -> None:
    before = await kept(fresh_database, "surakarta")
    assert await provision(fresh_database.owner_url, [SURAKARTA]) == []
    assert await kept(fresh_database, "surakarta") == before


async def test_a_changed_file_changes_the_row_and_leaves_the_units(fresh_database: Any) -> None:
    before = await kept(fresh_database, "surakarta")
    renamed = SURAKARTA.model_copy(update={"name": "Kota Surakarta Hadiningrat"})
    assert await provision(fresh_database.owner_url, [renamed]) == []
    after = await kept(fresh_database, "surakarta")
    assert after["tenants"] == [before["tenants"][0] | {"name": "Kota Surakarta Hadiningrat"}]
    assert after["unit_versions"] == before["unit_versions"]


async def test_a_place_in_no_list_is_refused_and_leaves_nothing(fresh_database: Any) -> None:
    nowhere = NEW.model_copy(update={"region_code": "99.71"})
    with pytest.raises(RegionUnknown) as refused:
        await provision(fresh_database.owner_url, [nowhere])
    assert refused.value.facts == {"tenant": "kota_baru", "code": "99.71"}
    assert all(rows == [] for rows in (await kept(fresh_database, "kota_baru")).values())


async def test_the_catalogue_is_taken_in_by_the_template(database: Any) -> None:
    for code, government in catalogue(HOUSE / "tenants").items():
        (tenant,) = (await kept(database, code))["tenants"]
        assert (tenant["tenant_id"], tenant["name"]) == (code, government.name)
