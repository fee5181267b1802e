"""`docUrl` leads to a page that explains the code."""

import pytest
from factories.web import browser

from jenjang.graph.registry import entries
from jenjang.schema import schema

assert schema  # All errors of all rooms are declared by now.


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_code_has_a_place_on_the_page(language: str) -> None:
    answer = browser().get(f"/errors?lang={language}")
    assert (answer.status_code, answer.headers["content-language"]) == (200, language)
    for one in entries():
        assert f'<h2 id="{one.code}">' in answer.text


def test_a_code_is_explained_with_what_to_do() -> None:
    page = browser().get("/errors", headers={"Accept-Language": "en"}).text
    section = page[page.index('id="KEY_REUSED"') :].partition("</section>")[0]
    assert "HTTP status 400 · CONFLICT" in section
    assert "use a new key for a new request" in section
    assert "Load again what you change" in section
