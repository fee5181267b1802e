"""Assets: compressed at rest, kept by browsers, complete, and nothing from elsewhere."""

import re

import pytest
from factories.web import browser

from jenjang.web.assets import BUILT, HERE, address, graphiql, shelf


def test_an_asset_is_kept_for_a_year_because_its_name_changes_with_it() -> None:
    answer = browser().get(address("page.css"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.fullmatch(r"/assets/page-[0-9a-f]{10}\.css", address("page.css"))


def test_who_takes_gzip_and_who_does_not_read_the_same() -> None:
    page = browser()
    packed = page.get(address("page.css"), headers={"Accept-Encoding": "gzip"})
    plain = page.get(address("page.css"), headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.content == plain.content == (HERE / "page.css").read_bytes()


@pytest.mark.parametrize("name", ["nothing.js", "manifest.json", "..%2Fassets.py", "%2e%2e%2fpages.py"])
def test_nothing_else_is_served(name: str) -> None:
    assert browser().get(f"/assets/{name}").status_code == 404


def test_graphiql_is_whole() -> None:
    script, sheets = graphiql()
    names = set(shelf())
    assert {path.removeprefix("/assets/") for path in (script, *sheets)} <= names
    for worker in ("editor.worker", "json.worker", "graphql.worker"):
        assert any(name.startswith(worker) for name in names)
    assert "LICENSES.txt" in names


def test_graphiql_as_shipped_is_small() -> None:
    assert sum(path.stat().st_size for path in BUILT.iterdir()) < 2_000_000
