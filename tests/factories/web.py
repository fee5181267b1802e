"""Web faces of a few governments, in a demo and out of one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from jenjang.tenancy.catalogue import Government, GovernmentKind
from jenjang.web.face import Demo, Face, Health, Persona, State
from jenjang.web.pages import not_found, routes

LEADER = Persona("surakarta", "leader", "Siti Rahayu")
PROVINCIAL_ADMIN = Persona("33", "province")
DEMO = Demo((LEADER, PROVINCIAL_ADMIN), token=lambda persona: f"token of {persona.path}")
CONTRACT = "type Query {\n  viewer: String\n}\n"


def government(code: str, name: str, kind: GovernmentKind, region_code: str) -> Government:
    return Government(code=code, name=name, kind=kind, region_code=region_code, time_zone="Asia/Jakarta")


SURAKARTA = government("surakarta", "Pemerintah Kota Surakarta", GovernmentKind.CITY, "33.72")
JAWA_TENGAH = government("jawa_tengah", "Pemerintah Provinsi Jawa Tengah", GovernmentKind.PROVINCE, "33")
PLAJU = government("plaju", "Kecamatan Plaju, Kota Palembang", GovernmentKind.DISTRICT, "16.71.14")


async def healthy() -> Health:
    return Health(State.UP, State.UP)


async def counted() -> Mapping[str, int]:
    return {"surakarta": 10_412}


FACE = Face(governments=(SURAKARTA, JAWA_TENGAH, PLAJU), health=healthy, people=counted, contract=CONTRACT)


def browser(**differences: Any) -> TestClient:  # Any: whatever a Face is made of.
    """A browser at a face that differs from the usual one in what the test names."""
    app = Starlette(routes=routes(replace(FACE, **differences)), exception_handlers={404: not_found})
    return TestClient(app)
