"""Everybody of the small government can come in, and is who the tests of deeds take them for."""

import pytest
from factories.served import Served

ROLES = {
    "staff": ["STAFF"],
    "chief": ["STAFF", "LEADER"],
    "unit admin": ["STAFF", "REGIONAL_ADMIN"],
    "program": ["INTEGRATION_CLIENT"],
}


@pytest.mark.parametrize("name", ROLES)
async def test_each_comes_in_with_their_roles(served: Served, name: str) -> None:
    found = await served.data("{ viewer { roles } }", subject=name)
    assert found["viewer"]["roles"] == ROLES[name]
