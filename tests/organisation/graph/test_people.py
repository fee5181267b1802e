"""Who is listed, and in which state of service, on a date."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from factories.api import Api, opened
from factories.organisation import an_employee

from jenjang.core.context import Context
from jenjang.core.permission import Role, Viewer
from jenjang.core.sealing import Vault
from jenjang.database.engine import bound, engine
from jenjang.organisation.actions.service import ChangeState, change_service_state, end_service
from jenjang.organisation.terms import ServiceState

pytestmark = pytest.mark.anyio
LISTED = (
    "query($on: Date, $filter: EmployeeFilter) { employees(asOf: $on, filter: $filter)"
    " { nodes { name state servicePeriod { state validFrom } } } }"
)
TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
async def api(database: Any, vault: Vault, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    """Budi, appointed in 2010, on leave since 2020; Siti, appointed in 2010, who resigned in 2015."""
    app = engine(database.app_url, connections=1)
    async with bound(app, "surakarta") as session:
        budi, siti = [await an_employee(session, name, rank=None) for name in ("Budi", "Siti")]
        viewer = Viewer("surakarta", siti.id, (Role.REGIONAL_ADMIN,), {})
        context = Context(viewer, session, None, TODAY, vault.of("surakarta"))  # type: ignore[arg-type]  # no deed here asks the hour
        leave = ChangeState(employee_id=budi.id, state=ServiceState.UNPAID_LEAVE, on=date(2020, 1, 1))
        await change_service_state(context, leave)
        resigned = ChangeState(employee_id=siti.id, state=ServiceState.RESIGNED, on=date(2015, 3, 1))
        await end_service(context, resigned)
    await app.dispose()
    async with opened(database.app_url, tmp_path_factory.mktemp("keys")) as api:
        yield api


async def listed(api: Api, on: str | None, asked: dict[str, Any]) -> list[str]:
    ours = {"name": {"in": ["budi", "siti"]}}
    answer = await api.ask(LISTED, {"on": on, "filter": asked | ours})
    return [node["name"] for node in answer["data"]["employees"]["nodes"]]


@pytest.mark.parametrize(
    ("on", "serving", "not_serving"),
    [
        ("1990-01-01", [], ["Budi", "Siti"]),
        ("2009-12-31", [], ["Budi", "Siti"]),
        ("2010-01-01", ["Budi", "Siti"], []),
        ("2015-02-28", ["Budi", "Siti"], []),
        ("2015-03-01", ["Budi"], ["Siti"]),
        (None, ["Budi"], ["Siti"]),
    ],
)
async def test_who_serves_is_told_for_the_date(
    api: Api, on: str | None, serving: list[str], not_serving: list[str]
) -> None:
    assert await listed(api, on, {"inService": {"eq": True}}) == serving
    assert await listed(api, on, {"inService": {"eq": False}}) == not_serving
    assert await listed(api, on, {}) == ["Budi", "Siti"]


@pytest.mark.parametrize(
    ("on", "state", "names"),
    [
        ("2014-01-01", "ACTIVE", ["Budi", "Siti"]),
        ("2014-01-01", "RESIGNED", []),
        ("2019-12-31", "ACTIVE", ["Budi"]),
        ("2020-01-01", "UNPAID_LEAVE", ["Budi"]),
        (None, "RESIGNED", ["Siti"]),
        (None, "ACTIVE", []),
    ],
)
async def test_a_state_is_filtered_as_of_the_date(
    api: Api, on: str | None, state: str, names: list[str]
) -> None:
    assert await listed(api, on, {"state": {"eq": state}}) == names
    assert await listed(api, on, {"state": {"in": [state]}}) == names


async def test_the_state_of_the_date_stands_beside_today_s(api: Api) -> None:
    answer = await api.ask(LISTED, {"on": "2014-01-01", "filter": {"name": {"eq": "siti"}}})
    assert answer["data"]["employees"]["nodes"] == [
        {
            "name": "Siti",
            "state": "RESIGNED",
            "servicePeriod": {"state": "ACTIVE", "validFrom": "2010-01-01"},
        }
    ]
    answer = await api.ask(LISTED, {"on": "1990-01-01", "filter": {"name": {"eq": "siti"}}})
    assert answer["data"]["employees"]["nodes"][0]["servicePeriod"] is None
