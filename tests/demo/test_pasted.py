"""What README, docs/api.md and docs/roles.md tell people to paste is answered by the demo as they say."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2
import pytest
from factories.server import free_port
from factories.walking import Step, at, shape, steps_of

from jenjang.core import clock
from jenjang.core.settings import HOUSE

SECTION = re.compile(r"^## .*$", re.MULTILINE)
BLOCK = re.compile(r"```(graphql|json|sh)\n(.*?)```", re.DOTALL)
PERSONAS = {"leader": "leader", "staff": "staff", "regional admin": "admin", "anybody": "staff"}
LEAST = {"README.md": 1, "docs/api.md": 6, "docs/roles.md": 4}
CHANGING = re.compile(r'"(id|appraisalId|endCursor|requestId|clientId|secret)": ?"[^"]*"')
LATER = re.compile(r'"(objectionUntil|statementsUntil|decideUntil|appliesFrom)": ?"[^"]*"')
"""Days that are counted from the day on which the demo is tried."""
PLAN = "data.viewer.person.careerPlans.nodes.0"
SECONDS = 60
"""In which the worker has heard of what was done."""


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[Path, dict[str, Any]]]:
    with TemporaryDirectory(prefix="jenjang-") as made:
        command = [
            sys.executable,
            "-m",
            "jenjang",
            "demo",
            "--data",
            made,
            "--port",
            str(free_port()),
            "--json",
        ]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
            assert process.stdout
            assert process.stderr
            try:
                brochure = json.loads(process.stdout.readline())
                for line in process.stderr:
                    if "Surakarta" in line and "results of three years" in line:
                        break
                yield Path(made), brochure
            finally:
                process.terminate()


def sections(page: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Whom each section's queries are asked as, and its blocks."""
    found = []
    for text in SECTION.split((HOUSE / page).read_text("utf-8")):
        named = re.search(r"[Aa]s (?:the )?(leader|staff|regional admin|anybody)", text)
        if blocks := BLOCK.findall(text):
            found.append((PERSONAS[named[1]] if named else "leader", blocks))
    return found


def alike(answer: Any) -> str:
    """An answer without what differs at each demo."""
    return CHANGING.sub(r'"\1": "…"', json.dumps(answer))


@pytest.mark.parametrize("page", ["README.md", "docs/api.md", "docs/roles.md"])
def test_a_query_and_its_variables_are_answered_as_the_page_says(
    page: str, demo: tuple[Path, dict[str, Any]]
) -> None:
    _, brochure = demo
    asked = 0
    for persona, blocks in sections(page):
        kinds = [kind for kind, _ in blocks]
        if kinds[0] != "graphql":
            continue
        told = [json.loads(text) for kind, text in blocks if kind == "json"]
        variables = told[0] if len(told) > 1 else {}
        sent = {
            "Authorization": f"Bearer {brochure['tokens']['surakarta'][persona]}",
            "Accept-Language": "en",
        }
        body = {"query": blocks[0][1], "variables": variables}
        got = httpx2.post(brochure["graphql"], json=body, headers=sent, timeout=30).json()
        kept = {name: got[name] for name in told[-1]}
        assert alike(kept) == alike(told[-1])
        asked += 1
    assert asked >= LEAST[page]


def walked(page: str, brochure: dict[str, Any], first: int = 1) -> Iterator[tuple[Step, Any]]:
    """Each step of a page with its answer, from the first of a walk on."""
    answers: dict[int, Any] = {}
    for step in steps_of(page):
        if step.number < first:
            continue
        given = step.given(answers, brochure["sign_in"]["numbers"]["surakarta"])
        answers[step.number] = asked(step, given, brochure)
        yield step, answers[step.number]


def asked(step: Step, given: Any, brochure: dict[str, Any]) -> Any:
    """What a step is answered."""
    token = brochure["tokens"]["surakarta"][PERSONAS.get(step.persona, step.persona)]
    sent = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    body = {"query": step.query, "variables": given}
    got = httpx2.post(brochure["graphql"], json=body, headers=sent, timeout=30).json()
    got.pop("extensions", None)
    return got


@pytest.mark.skipif(
    clock.today("Asia/Jakarta").month == 12,
    reason="What is agreed on in December counts for the year no more: the page says so.",
)
def test_the_walk_through_an_appraisal_is_answered_step_by_step(demo: tuple[Path, dict[str, Any]]) -> None:
    _, brochure = demo
    taken = 0
    for step, got in walked("docs/appraisal.md", brochure):
        assert LATER.sub("", alike(got)) == LATER.sub("", alike(step.answer)), step.number
        taken += 1
    assert taken > 20


def test_the_walk_from_an_appraisal_to_a_step_that_is_done(demo: tuple[Path, dict[str, Any]]) -> None:
    """By shape: days and numbers are others every day; the last step comes some seconds after."""
    _, brochure = demo
    for step, first in walked("docs/career.md", brochure):
        got, until = first, time.monotonic() + SECONDS
        last = step.number == 12
        while last and not at(got, PLAN)["stepsDone"] and time.monotonic() < until:
            time.sleep(0.5)
            got = asked(step, {}, brochure)
        assert shape(got) == shape(step.answer), step.number
        if last:
            assert (at(got, PLAN)["state"], at(got, PLAN)["stepsDone"]) == ("APPROVED", 1)
            assert at(got, "data.viewer.person.competencyGaps.nodes.0.gap") == 0
            break
    else:
        pytest.fail("the page has no twelfth step")


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [("docs/study.md", 1, 10), ("docs/training-evaluation.md", 1, 6), ("docs/career.md", 13, 17)],
)
def test_the_walks_by_study_evaluation_and_wishes(
    demo: tuple[Path, dict[str, Any]], page: str, first: int, last: int
) -> None:
    """By shape, and by what is refused: names, days and numbers are others every day."""
    _, brochure = demo
    taken = []
    for step, got in walked(page, brochure, first):
        assert shape(got) == shape(step.answer), (step.number, got)
        assert codes(got) == codes(step.answer), step.number
        taken.append(step.number)
    assert taken == [*range(first, last + 1)]


def codes(answer: Any) -> list[str]:
    """What deeds were refused with first."""
    return re.findall(r'"userErrors": \[\{"code": "([A-Z_]+)"', json.dumps(answer))


def test_whoever_is_late_is_reminded_as_soon_as_the_appraisals_are_in(
    demo: tuple[Path, dict[str, Any]],
) -> None:
    """Not an hour later."""
    _, brochure = demo
    late = "{ notices(filter: { kind: { eq: EVALUATION_LATE } }) { totalCount } }"
    sent = {"Authorization": f"Bearer {brochure['tokens']['surakarta']['leader']}"}
    until = time.monotonic() + 120
    told = 0
    while not told and time.monotonic() < until:
        got = httpx2.post(brochure["graphql"], json={"query": late}, headers=sent, timeout=30).json()
        told = got["data"]["notices"]["totalCount"]
    assert told


def test_the_sample_files_are_tried_as_the_page_says(
    demo: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    [(_, [(_, script)])] = sections("docs/imports.md")
    for said, here in (
        (".jenjang/demo/env", f"{demo[0]}/env"),
        (".jenjang/files", str(tmp_path)),
        (".venv/bin/python ", f"{sys.executable} "),
        (".venv/bin/jenjang ", f"{sys.executable} -m jenjang "),
    ):
        assert said in script
        script = script.replace(said, here)
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    [units, results, skps] = [line for line in done.stdout.splitlines() if ": TRIED. " in line]
    assert re.fullmatch(r"units\.csv: TRIED\. (\d+) rows: 0 new, 0 changed, \1 unchanged, 0 refused\.", units)
    assert re.fullmatch(r"results\.csv: .* (\d+) rows: \1 new, 0 changed, 0 unchanged, 0 refused\.", results)
    assert re.fullmatch(r"skps\.csv: .* (\d+) rows: \1 new, 0 changed, 0 unchanged, 0 refused\.", skps)


@pytest.mark.skipif(not shutil.which("curl"), reason="curl isn't here")
def test_a_block_of_shell_is_answered_as_the_page_says(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = demo
    load = "set -a; . .jenjang/demo/env; set +a"
    ran = 0
    for _, blocks in sections("docs/api.md"):
        scripts = [text for kind, text in blocks if kind == "sh"]
        for script in scripts:
            whole = script if load in script else f"{load}\n{script}"
            here = whole.replace(".jenjang/demo/env", f"{folder}/env")
            done = subprocess.run(
                ["/bin/sh", "-c", here.replace(".venv/bin/jenjang", f"{sys.executable} -m jenjang")],
                capture_output=True,
                text=True,
                check=True,
                cwd=HOUSE,
                timeout=60,
            )
            answer = json.loads(done.stdout)
            assert "errors" not in answer
            told = [json.loads(text) for kind, text in blocks if kind == "json"]
            if told:
                assert answer["data"] == told[0]["data"]
            ran += 1
    assert ran == 2
