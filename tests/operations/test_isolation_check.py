"""The self-check before serving finds a hole in the walls between governments."""

from typing import Any

import asyncpg
import pytest

from jenjang.operations.doctor import tenant_tables
from jenjang.operations.isolation import IsolationBroken, NotProvisioned, check_isolation


async def test_it_looks_at_every_table_as_every_government_and_as_none(database: Any) -> None:
    looks = await check_isolation(database.app_url, ["surakarta", "plaju"])
    assert looks == 3 * len(tenant_tables())


async def test_a_superuser_sees_through_walls(database: Any) -> None:
    with pytest.raises(IsolationBroken) as refused:
        await check_isolation(database.superuser_url, ["surakarta"])
    assert refused.value.facts["who"] == "Nobody"


async def test_a_policy_that_lets_all_in_is_found(fresh_database: Any) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute(
        "CREATE POLICY hole ON units FOR SELECT USING (current_setting('app.tenant_id', true) <> '')"
    )
    await owner.close()
    with pytest.raises(IsolationBroken) as refused:
        await check_isolation(fresh_database.app_url, ["surakarta"])
    assert (refused.value.facts["who"], refused.value.facts["table"]) == ("surakarta", "units")


async def test_a_government_that_was_never_taken_in_is_told(database: Any) -> None:
    with pytest.raises(NotProvisioned):
        await check_isolation(database.app_url, ["kota_baru"])
