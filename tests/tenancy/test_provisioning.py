"""Governments are taken in once; repeating it brings their rows up to their files and nothing else."""

from typing import Any

import asyncpg
import pytest

from jenjang.core.settings import HOUSE
from jenjang.operations.installation import load_national_data, provision
from jenjang.tenancy.catalogue import Government, GovernmentKind, catalogue
from jenjang.tenancy.provisioning import ProvinceUnknown

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


SALATIGA = NEW.model_copy(
    update={"code": "salatiga", "name": "Pemerintah Kota Salatiga", "region_code": "33.73"}
)


async def places(database: Any) -> dict[str, dict[str, Any]]:
    connection = await asyncpg.connect(database.app_url)
    found = {row["code"]: dict(row) for row in await connection.fetch("SELECT * FROM regions")}
    await connection.close()
    return found


async def test_a_place_in_no_list_is_told_by_its_own_file(fresh_database: Any) -> None:
    before = await places(fresh_database)
    assert await provision(fresh_database.owner_url, [SALATIGA]) == ["salatiga"]
    after = await places(fresh_database)
    new = after.pop("33.73")
    assert after == before
    assert (new["name"], new["kind"], new["parent"]) == ("Kota Salatiga", "CITY", "33")
    assert (new["source"], new["confidence"]) == ("tenants/salatiga.toml", "M")


async def test_the_province_comes_along_where_an_older_list_lacks_it(fresh_database: Any) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("DELETE FROM regions WHERE code = '76'")
    await owner.close()
    mamuju = NEW.model_copy(update={"kind": GovernmentKind.DISTRICT, "region_code": "76.02.01"})
    await provision(fresh_database.owner_url, [mamuju])
    found = await places(fresh_database)
    assert (found["76"]["name"], found["76"]["source"]) == ("Sulawesi Barat", "Kepmendagri 300.2.2-2430/2025")
    assert found["76.02.01"]["parent"] == "76"


async def test_what_the_national_list_says_of_a_place_stays(fresh_database: Any) -> None:
    before = await places(fresh_database)
    await provision(fresh_database.owner_url, [NEW])
    assert await places(fresh_database) == before


async def test_an_edition_that_has_the_place_replaces_what_its_file_said(fresh_database: Any) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("UPDATE regions SET name = 'As filed', source = 'a file' WHERE code = '33.71'")
    await owner.close()
    await load_national_data(fresh_database.owner_url)
    assert (await places(fresh_database))["33.71"]["name"] == "Kota Magelang"


async def test_a_place_in_no_province_is_refused_and_leaves_nothing(fresh_database: Any) -> None:
    nowhere = NEW.model_copy(update={"region_code": "99.71"})
    with pytest.raises(ProvinceUnknown) as refused:
        await provision(fresh_database.owner_url, [nowhere])
    assert refused.value.facts == {"tenant": "kota_baru", "province": "99", "code": "99.71"}
    assert all(rows == [] for rows in (await kept(fresh_database, "kota_baru")).values())


async def test_the_catalogue_is_taken_in_by_the_template(database: Any) -> None:
    for code, government in catalogue(HOUSE / "tenants").items():
        (tenant,) = (await kept(database, code))["tenants"]
        assert (tenant["tenant_id"], tenant["name"]) == (code, government.name)
