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


def test_the_page_for_operators_names_every_secret_that_is_demanded() -> None:
    page = (HOUSE / "docs" / "operations.md").read_text("utf-8")
    demanded = set(re.findall(r"\$\{(\w+)_PASSWORD:\?", COMPOSE))
    [loop] = re.findall(r"for name in (.+)", page)
    assert set(loop.split()) == demanded
    assert "ALTER ROLE" not in page


def test_no_password_is_written_down() -> None:
    addresses = re.findall(r"postgresql://\w+:([^@]+)@", COMPOSE)
    assert len(addresses) == 4
    assert all(re.fullmatch(r"\$\{\w+PASSWORD(:\?set it in \.env)?\}", one) for one in addresses)
