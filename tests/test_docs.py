"""What the documentation tells people to paste is valid."""

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from jenjang.core.settings import HOUSE
from jenjang.schema import schema

PAGES = [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))]
BLOCK = re.compile(r"```graphql\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def examples() -> list[tuple[str, str]]:
    return [(page.name, block) for page in PAGES for block in BLOCK.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("page", "document"), examples())
def test_a_query_in_the_documentation_fits_the_schema(page: str, document: str) -> None:
    assert validate(schema._schema, parse(document)) == [], page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_in_the_documentation_leads_somewhere(page: Path) -> None:
    broken = [
        target
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
