"""A server with two governments, an application registered at each, and people who know their passwords."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from factories.browser import Application, registered, with_password
from factories.sample import serving
from factories.served import OURS, THEIRS, Served, governments_in


@pytest.fixture(scope="module")
async def served(settled_database, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """The real application, where Surakarta and Plaju have been settled."""
    folder: Path = tmp_path_factory.mktemp("served")
    async with serving(settled_database, governments_in(folder)) as found:
        yield found


@pytest.fixture(scope="module")
async def app(served: Served) -> Application:
    """An application with a secret, at Surakarta."""
    return await registered(served, OURS)


@pytest.fixture(scope="module")
async def other(served: Served) -> Application:
    """An application with a secret, at Plaju."""
    return await registered(served, THEIRS)


@pytest.fixture(scope="module")
async def nip(served: Served) -> str:
    """The number of somebody of Surakarta who knows a password."""
    return await with_password(served, OURS, "staff")


@pytest.fixture
def patient(served: Served) -> Callable[[], Awaitable[None]]:
    """Wait until the gate looks a viewer up again, without waiting."""

    async def forget() -> None:
        served.app.state.house.view.door._viewers._kept.clear()

    return forget
