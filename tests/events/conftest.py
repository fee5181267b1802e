"""An office in a database of each test's own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from factories.events import Office, office_in

from jenjang.core.sealing import Vault


@pytest.fixture
async def office(fresh_database: Any, vault: Vault) -> AsyncIterator[Office]:
    async with office_in(fresh_database, vault) as office:
        yield office
