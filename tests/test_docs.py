"""What the documentation tells people to paste is valid."""

import re
from pathlib import Path

import pytest
from graphql import GraphQLInputObjectType, parse, validate

from jenjang.core.errors import Stale
from jenjang.core.settings import HOUSE
from jenjang.schema import schema
from jenjang.tenancy.catalogue import GovernmentKind, catalogue

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


NUMBERS = {5: "five", 8: "eight"}


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "Makefile",
        "docs/architecture.md",
        "platform/jenjang/__main__.py",
        "platform/jenjang/demo/__init__.py",
        "platform/jenjang/demo/commands.py",
    ],
)
def test_whoever_tells_of_the_demo_tells_how_many_regions_it_has(page: str) -> None:
    shipped = catalogue(HOUSE / "tenants").values()
    count = sum(one.kind is not GovernmentKind.PROVINCE for one in shipped)
    told = re.findall(
        r"(\w+) (?:regional governments|regions with people)", (HOUSE / page).read_text("utf-8")
    )
    assert {one.lower() for one in told} == {NUMBERS[count]}


def test_the_contract_names_the_code_with_which_a_stale_edit_is_refused() -> None:
    told = {
        f"{kind.name}.{name}": field.description
        for kind in schema._schema.type_map.values()
        if isinstance(kind, GraphQLInputObjectType)
        for name, field in kind.fields.items()
        if name == "expectedVersion"
    }
    assert told
    assert {name: text for name, text in told.items() if Stale.code not in (text or "")} == {}
    assert f"| `{Stale.code}` | `CONFLICT` |" in (HOUSE / "docs" / "errors.md").read_text("utf-8")
