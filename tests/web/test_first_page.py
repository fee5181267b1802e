"""The first page: escaping, health, regions, headers, and personas in a demo only."""

import re

import pytest
from factories.web import DEMO, PLAJU, browser, government

from jenjang.tenancy.catalogue import GovernmentKind
from jenjang.web.face import Health, State


def test_the_page_may_load_nothing_from_elsewhere_and_run_no_script() -> None:
    answer = browser().get("/")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "http" not in answer.text
    assert "<script" not in answer.text


def test_every_asset_of_the_page_is_there() -> None:
    page = browser()
    linked = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.get("/").text)
    assert {page.get(address).status_code for address in linked} == {200}


def test_a_name_can_not_become_markup() -> None:
    evil = government("evil", "<script>alert('&')</script>", GovernmentKind.CITY, "33.99")
    text = browser(governments=(evil,)).get("/").text
    assert "<script" not in text
    assert "&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;" in text


def test_governments_stand_under_their_province_with_their_people() -> None:
    rows = re.findall(r"<tr>(.*?)</tr>", browser().get("/").text)
    assert [re.sub(r"<[^>]+>", "|", row).replace("||", "|") for row in rows[1:]] == [
        "|Kecamatan Plaju, Kota Palembang|Kecamatan|16.71.14|–|",
        "|Pemerintah Provinsi Jawa Tengah|Provinsi|33|–|",
        "|Pemerintah Kota Surakarta|Kota|33.72|10.412|",
    ]


def test_how_many_people_they_have_is_told_only_where_somebody_counts() -> None:
    text = browser(people=None).get("/").text
    assert "10.412" not in text
    assert "Pegawai</th>" not in text
    assert text.count("<tr>") == 4


@pytest.mark.parametrize(
    ("health", "sentences"),
    [
        (Health(State.UP, State.UP), ["Basis data tersambung", "Redis tersambung"]),
        (Health(State.UP, State.AWAY), ["Basis data tersambung", "Redis terputus"]),
        (Health(State.UP, State.UNUSED), ["Basis data tersambung", "Redis tidak dipakai"]),
    ],
)
def test_health_is_told_in_words(health: Health, sentences: list[str]) -> None:
    async def so_it_is() -> Health:
        return health

    assert told(browser(health=so_it_is).get("/").text) == sentences


def test_without_the_database_the_page_still_comes_and_counts_nobody() -> None:
    async def lost() -> Health:
        return Health(State.AWAY, State.UP)

    async def count() -> dict[str, int]:
        raise AssertionError("nobody is counted in a database that is away")

    answer = browser(health=lost, people=count).get("/")
    assert answer.status_code == 200
    assert told(answer.text) == ["Basis data terputus", "Redis tersambung"]


def test_a_demo_leads_from_each_persona_to_graphiql() -> None:
    text = browser(demo=DEMO).get("/").text
    assert 'href="/graphiql?as=surakarta/leader&amp;lang=id"' in text
    assert "Buka GraphiQL sebagai Pimpinan Siti Rahayu, Pemerintah Kota Surakarta" in text
    assert "Buka GraphiQL sebagai Admin provinsi, Pemerintah Provinsi Jawa Tengah" in text


def test_outside_a_demo_nobody_is_offered() -> None:
    text = browser().get("/").text
    assert "as=" not in text
    assert "Coba sebagai" not in text


def test_a_persona_of_an_unlisted_place_is_shown_with_its_code() -> None:
    text = browser(governments=(PLAJU,), demo=DEMO).get("/").text
    assert "<h3>33</h3>" in text


def test_head_gives_the_headers_only() -> None:
    page = browser()
    head, whole = page.head("/"), page.get("/")
    assert head.status_code == 200
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_an_address_that_leads_nowhere_says_so_in_the_page_s_language() -> None:
    answer = browser().get("/nowhere?lang=en")
    assert answer.status_code == 404
    assert "<h1>No such page</h1>" in answer.text


def told(text: str) -> list[str]:
    """The sentences of the page's health list."""
    [listed] = re.findall(r'<ul class="health">(.*?)</ul>', text)
    return [re.sub(r"<[^>]+>", "", item) for item in re.findall(r"<li.*?>(.*?)</li>", listed)]
