"""Surakarta with two providers of its own, Plaju with one: each with a key of the same name."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from factories.gatehouse import PUBLIC, House, NotingShelf
from factories.provider import AUDIENCE, SECRET, Twin, twin

from jenjang.core.settings import Settings
from jenjang.database.engine import engine
from jenjang.identity.issuers import Issuers, foreign, issuers_of
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.providers import Introspection, Issuer, PersonMapping

BY_NUMBER = PersonMapping(claim="nip", names="NUMBER")


@dataclass
class World:
    """The house and the providers that its governments believe."""

    house: House
    plain: Twin
    """Surakarta's, with tokens as RFC 9068 has them; it links people by NIP."""
    keycloak: Twin
    """Surakarta's, with tokens as Keycloak makes them; it refuses whom we don't know."""
    other: Twin
    """Plaju's."""
    elsewhere: str = ""
    """The NIP of somebody of Plaju's."""

    async def believing(self, **told: Any) -> Issuers:
        """Of Surakarta's plain provider, believed as told, besides all others."""
        issuer = foreign("surakarta", told_of(self.plain, **told), self.house.settings)
        others = [one for one in self.house.issuers if one.url != self.plain.url]
        return Issuers([*others, issuer])


def told_of(there: Twin, **more: Any) -> Issuer:
    about = {"url": there.url, "audience": AUDIENCE, "algorithms": ("RS256",), "keys": "discovery"}
    return Issuer(**about | more)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    keys = tmp_path_factory.mktemp("keys") / "private"
    return Settings(keys=keys, public_url=PUBLIC, nearby_providers=True)


@pytest.fixture
async def world(database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setenv("OF_A_TEST", SECRET)
    every = catalogue(settings.tenants)
    governments = {code: every[code] for code in ("surakarta", "plaju")}
    asking = Introspection(client_id="jenjang", secret="env:OF_A_TEST")
    app, shelf = engine(database.app_url), NotingShelf(database.app_url)
    async with twin() as plain, twin() as keycloak, twin() as other:
        for one in (plain, keycloak, other):
            one.about["introspection_endpoint"] = f"{one.url}/introspect"
        linking = {"first_login": "link", "person": BY_NUMBER}
        issuers = Issuers(
            [
                *issuers_of(governments.values(), settings),
                foreign("surakarta", told_of(plain, introspection=asking, **linking), settings),
                foreign("surakarta", told_of(keycloak, profile="keycloak"), settings),
                foreign("plaju", told_of(other, **linking), settings),
            ]
        )
        yield World(House(settings, governments, issuers, app, shelf), plain, keycloak, other)
        await issuers.aclose()
    await shelf.close()
    await app.dispose()
