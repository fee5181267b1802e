"""docker-compose.yml names only settings that exist, and every password comes from outside."""

import re

from jenjang.core.settings import HOUSE, Settings

COMPOSE = (HOUSE / "docker-compose.yml").read_text("utf-8")


def test_every_variable_is_a_setting() -> None:
    named = set(re.findall(r"^\s+JENJANG_(\w+):", COMPOSE, re.MULTILINE))
    assert named == {
        "SUPERUSER_URL",
        "OWNER_URL",
        "DATABASE_URL",
        "WORKER_URL",
        "REDIS_URL",
        "PUBLIC_URL",
        "KEYS",
    }
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_no_password_is_written_down() -> None:
    addresses = re.findall(r"postgresql://\w+:([^@]+)@", COMPOSE)
    assert len(addresses) == 4
    assert all(re.fullmatch(r"\$\{\w+PASSWORD(:\?set it in \.env)?\}", one) for one in addresses)
