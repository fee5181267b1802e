"""Indonesian unless English is asked for."""

import pytest
from factories.web import browser

from jenjang.web.words import EN, ID


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "id"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("id-ID, id;q=0.9, en;q=0.8", "id"),
        ("en;q=0.5, id;q=0.4", "en"),
        ("en;q=0.4,id;q=0.5", "id"),
        ("fr, de;q=0.8", "id"),
        ("fr, en;q=0.2", "en"),
        ("en;q=0", "id"),
        ("en;q=nonsense", "id"),
        ("*", "id"),
        (";;,,;q=", "id"),
    ],
)
def test_the_browser_s_preference_decides(accepted: str, language: str) -> None:
    answer = browser().get("/", headers={"Accept-Language": accepted})
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text


def test_what_the_address_asks_for_goes_before_the_browser_s_preference() -> None:
    answer = browser().get("/?lang=id", headers={"Accept-Language": "en"})
    assert answer.headers["content-language"] == "id"


def test_an_unknown_language_in_the_address_is_passed_over() -> None:
    answer = browser().get("/?lang=<xx>", headers={"Accept-Language": "en"})
    assert answer.headers["content-language"] == "en"
    assert "<xx>" not in answer.text


def test_each_page_leads_to_itself_in_the_other_language() -> None:
    text = browser().get("/graphiql?lang=en").text
    assert 'href="?lang=id" lang="id" hreflang="id">Bahasa Indonesia</a>' in text


def test_an_address_made_up_by_others_leads_nowhere_else() -> None:
    """//elsewhere is a path of ours, but as a link it would be another server."""
    text = browser().get("http://testserver//elsewhere.example/?lang=en").text
    assert "elsewhere" not in text


def test_a_count_is_written_as_the_language_does() -> None:
    assert ID.number(1_234_567) == "1.234.567"
    assert EN.number(1_234_567) == "1,234,567"
