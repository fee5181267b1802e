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

from jenjang.core import clock
from jenjang.core.settings import HOUSE

SECTION = re.compile(r"^## .*$", re.MULTILINE)
BLOCK = re.compile(r"```(graphql|json|sh)\n(.*?)```", re.DOTALL)
PERSONAS = {"leader": "leader", "staff": "staff", "regional admin": "admin", "anybody": "staff"}
LEAST = {"README.md": 1, "docs/api.md": 6, "docs/roles.md": 4}
CHANGING = re.compile(r'"(id|appraisalId|endCursor|requestId|clientId|secret)": ?"[^"]*"')
LATER = re.compile(r'"(objectionUntil|statementsUntil|decideUntil|appliesFrom)": ?"[^"]*"')
"""Days that are counted from the day on which the demo is tried."""
STEP = re.compile(
    r"\*\*Step (?P<number>\d+)\*\*, as the (?P<persona>staff|leader|superior|mentor|regional admin)\..*?"
    r"```graphql\n(?P<query>[^`]*)```\n\n"
    r"(?:```json\n(?P<variables>[^`]*)```\n\n)?"
    r"```json\n(?P<answer>[^`]*)```",
    re.DOTALL,
)
OF_STEP = re.compile(r"step (?P<number>\d+): (?P<path>.*)")
OF_PERSONA = re.compile(r"NIP of the (?P<persona>\w+)")


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


def filled(given: Any, answers: dict[int, Any], brochure: dict[str, Any]) -> Any:
    """Variables with what an earlier step answered, and the numbers of personas, in their places."""
    if isinstance(given, dict):
        return {name: filled(part, answers, brochure) for name, part in given.items()}
    if isinstance(given, list):
        return [filled(part, answers, brochure) for part in given]
    if isinstance(given, str) and (named := OF_STEP.fullmatch(given)):
        found = answers[int(named["number"])]["data"]
        for step in named["path"].split("."):
            found = found[int(step)] if step.isdigit() else found[step]
        return found
    if isinstance(given, str) and (named := OF_PERSONA.fullmatch(given)):
        return brochure["sign_in"]["numbers"]["surakarta"][named["persona"]]
    return given


@pytest.mark.skipif(
    clock.today("Asia/Jakarta").month == 12,
    reason="What is agreed on in December counts for the year no more: the page says so.",
)
def test_the_walk_through_an_appraisal_is_answered_step_by_step(demo: tuple[Path, dict[str, Any]]) -> None:
    _, brochure = demo
    answers: dict[int, Any] = {}
    for step in STEP.finditer((HOUSE / "docs/appraisal.md").read_text("utf-8")):
        token = brochure["tokens"]["surakarta"][PERSONAS.get(step["persona"], step["persona"])]
        variables = filled(json.loads(step["variables"] or "{}"), answers, brochure)
        sent = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
        body = {"query": step["query"], "variables": variables}
        got = httpx2.post(brochure["graphql"], json=body, headers=sent, timeout=30).json()
        got.pop("extensions", None)
        answers[int(step["number"])] = got
        told = LATER.sub("", alike(json.loads(step["answer"])))
        assert LATER.sub("", alike(got)) == told, step["number"]
    assert len(answers) > 20


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
