"""GraphiQL's page: closed to the outside, and signed in as a persona in a demo only."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from factories.sample import serving
from factories.served import Folders, governments_in
from factories.web import DEMO, browser
from graphql import parse

from jenjang.web.examples import OPERATIONS, examples
from jenjang.web.face import Demo


def test_only_our_own_scripts_run_and_only_our_own_server_is_asked() -> None:
    policy = dict(
        rule.split(" ", 1)
        for rule in browser().get("/graphiql").headers["content-security-policy"].split("; ")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "connect-src": "'self'",
        "font-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_its_script_and_style_are_served_with_the_page() -> None:
    page = browser()
    text = page.get("/graphiql").text
    linked = re.findall(r'(?:src|href)="(/assets/[^"]+)"', text)
    kinds = [page.get(address).headers["content-type"].split(";")[0] for address in linked]
    assert {page.get(address).status_code for address in linked} == {200}
    assert {"text/javascript", "text/css", "image/svg+xml"} == set(kinds)
    assert "http" not in text


def test_a_demo_s_page_carries_the_chosen_persona_s_token() -> None:
    answer = browser(demo=DEMO).get("/graphiql?as=surakarta/leader")
    assert token(answer.text) == "token of surakarta/leader"
    assert answer.headers["cache-control"] == "no-store"
    assert (
        '<option value="surakarta/leader" selected>Pimpinan Siti Rahayu, Pemerintah Kota Surakarta<'
        in answer.text
    )


def test_a_token_can_not_end_the_element_that_carries_it() -> None:
    demo = Demo(DEMO.personas, token=lambda _persona: "</script><script>alert(1)</script>")
    text = browser(demo=demo).get("/graphiql?as=surakarta/leader").text
    assert text.count("</script>") == 2
    assert token(text) == "</script><script>alert(1)</script>"


def test_without_a_choice_nobody_is_signed_in() -> None:
    text = browser(demo=DEMO).get("/graphiql").text
    assert token(text) == ""
    assert '<option value="" selected>Tanpa persona</option>' in text


@pytest.mark.parametrize("path", ["surakarta/king", "atlantis/leader", "surakarta", "%3Cscript%3E"])
def test_a_persona_that_isn_t_there_is_not_found(path: str) -> None:
    answer = browser(demo=DEMO).get(f"/graphiql?as={path}")
    assert answer.status_code == 404
    assert "token of" not in answer.text
    assert "<script" not in answer.text


def test_outside_a_demo_there_is_no_persona_to_be() -> None:
    page = browser()
    assert page.get("/graphiql?as=surakarta/leader").status_code == 404
    text = page.get("/graphiql").text
    assert token(text) == ""
    assert "<select" not in text


def test_it_opens_with_examples_in_the_page_s_language() -> None:
    page = browser()
    assert said(page.get("/graphiql").text)["examples"] == examples("id")
    assert said(page.get("/graphiql?lang=en").text)["examples"] == examples("en")


def test_it_opens_with_what_the_persona_may_ask() -> None:
    page = browser(demo=DEMO)
    assert said(page.get("/graphiql?as=surakarta/leader").text)["examples"] == examples("id", "leader")
    assert said(page.get("/graphiql?as=33/province").text)["examples"] == examples("id", "province")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return governments_in(tmp_path)


@pytest.mark.parametrize("persona", ["staff", "leader", "mentor", "admin", "client", "province"])
async def test_every_example_is_answered_to_its_persona(
    fresh_settled_database: Any, folders: Folders, persona: str
) -> None:
    async with serving(fresh_settled_database, folders) as served:
        for language in OPERATIONS:
            for example in examples(language, persona):
                assert await served.data(example, subject=persona)


def test_both_languages_show_the_same_operations() -> None:
    fields = {
        language: {
            name: [node.name.value for node in parse(text).definitions[0].selection_set.selections]
            for name, text in operations.items()
        }
        for language, operations in OPERATIONS.items()
    }
    assert fields["id"] == fields["en"]


def token(text: str) -> object:
    return said(text)["token"]


def said(text: str) -> dict[str, object]:
    """What the page tells its script."""
    [found] = re.findall(r'<script type="application/json" id="said">(.*?)</script>', text)
    return json.loads(found)
