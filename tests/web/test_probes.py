"""Probes: alive, ready, measured, and the published contract."""

import pytest
from factories.web import CONTRACT, browser

from jenjang.web.face import Health, State
from jenjang.web.pages import published


async def unasked() -> Health:
    raise AssertionError("/live touches nothing")


def test_a_living_process_answers_without_touching_anything() -> None:
    answer = browser(health=unasked).get("/live")
    assert (answer.status_code, answer.text) == (200, "live\n")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("redis", list(State))
def test_it_is_ready_while_the_database_answers_whatever_redis_does(redis: State) -> None:
    async def health() -> Health:
        return Health(State.UP, redis)

    answer = browser(health=health).get("/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "up", "redis": redis.value}


def test_it_is_not_ready_without_the_database() -> None:
    async def health() -> Health:
        return Health(State.AWAY, State.UP)

    answer = browser(health=health).get("/ready")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": "away", "redis": "up"}
    assert answer.headers["retry-after"] == "1"


def test_metrics_are_in_prometheus_text_format() -> None:
    answer = browser().get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "# TYPE python_info gauge" in answer.text


def test_the_contract_is_read_as_it_is_published() -> None:
    answer = browser().get("/schema.graphql")
    assert answer.text == CONTRACT
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_without_a_published_contract_there_is_none_to_read() -> None:
    assert browser(contract="").get("/schema.graphql").status_code == 404


def test_the_contract_s_files_make_one_document(tmp_path) -> None:
    (tmp_path / "organisation.graphql").write_text("type Unit {\n  id: ID!\n}\n")
    (tmp_path / "identity.graphql").write_text("type Viewer {\n  name: String\n}\n")
    (tmp_path / "notes.txt").write_text("not a contract")
    assert published(tmp_path) == "type Viewer {\n  name: String\n}\n\ntype Unit {\n  id: ID!\n}\n"
    assert published(tmp_path / "missing") == ""


def test_probes_take_no_post() -> None:
    page = browser()
    paths = ("/", "/graphiql", "/live", "/ready", "/metrics", "/schema.graphql")
    assert {page.post(path).status_code for path in paths} == {405}
