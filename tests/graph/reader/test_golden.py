"""A dozen documents with the statement they come to and its answer, to read and to review.

`GOLDEN=write make test ARGS=tests/graph/reader/test_golden.py` writes both anew; read the difference.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from graph.reader.both import Both
from graph.reader.twins import encoded
from graph.reader.viewers import VIEWERS
from graph.reader.world import person, unit

from jenjang.core.settings import HOUSE

FOLDER = Path(__file__).parent / "golden"
DOCUMENTS = sorted(FOLDER.glob("*.graphql"))
HEAD = re.compile(r"^# (as|variables): (.+)$", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
async def test_a_document_its_statement_and_its_answer(asked: Both, document: Path) -> None:
    source = kept(document)
    head = dict(HEAD.findall(source))
    who = VIEWERS[head["as"]]
    variables = await filled(asked, json.loads(head.get("variables", "{}")))
    answer = await asked.body(who, source, variables)
    assert answer["data"] == asked.refer(who, source, variables)[0]
    (planned,) = asked.plans(source)
    assert planned.plan
    answer.pop("extensions")  # What it costs has tests of its own.
    found = {
        document.with_suffix(".json"): json.dumps(answer, indent=2, ensure_ascii=False) + "\n",
        document.with_suffix(".sql"): laid_out(planned.plan.sql),
    }
    for path, text in found.items():
        assert text == kept(path, text)


TOKEN = re.compile(r"'(?:[^']|'')*'|[()]| (?:FROM|WHERE|LEFT JOIN|ORDER BY|LIMIT|UNION ALL|AND|OR|\|\|) ")
WIDE = 70


def laid_out(sql: str) -> str:
    """The statement as it is, with line breaks where something begins."""
    lines, line, depth, place = [], "", 0, 0
    for token in TOKEN.finditer(sql):
        line += sql[place : token.start()]
        text, place = token[0], token.end()
        if text[0] == " " and (text.strip() not in ("||", "AND", "OR") or len(line) > WIDE):
            lines.append(line)
            line = "  " * depth
            text = text.lstrip()
        depth += {"(": 1, ")": -1}.get(text, 0)
        line += text
    return "\n".join([*lines, line + sql[place:]]) + "\n"


def kept(path: Path, found: str | None = None) -> str:
    """A file's text; made anew of what was found, if we are asked to."""
    if found and os.environ.get("GOLDEN") == "write":
        path.write_text(found, "utf-8")
    return path.read_text("utf-8")


def test_every_file_has_its_document() -> None:
    stems = {path.stem for path in FOLDER.iterdir()}
    assert stems == {path.stem for path in DOCUMENTS}
    assert len(list(FOLDER.iterdir())) == 3 * len(stems)


def test_the_example_that_newcomers_read_is_true() -> None:
    page = (HOUSE / "platform/jenjang/graph/README.md").read_text("utf-8")
    document, statement, answer = (
        (FOLDER / f"worked_example.{end}").read_text("utf-8") for end in ("graphql", "sql", "json")
    )
    assert HEAD.sub("", document).partition("README.md.")[2].strip() in page
    assert statement in page
    assert answer in page


async def filled(asked: Both, value: Any) -> Any:  # Any: JSON.
    """Variables with ids (`@Unit/dinas`) and cursors (`@` and a page) put in."""
    if isinstance(value, dict):
        return {key: await filled(asked, one) for key, one in value.items()}
    if isinstance(value, list):
        return [await filled(asked, one) for one in value]
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    kind, _, name = value[1:].partition("/")
    if "(" in kind:
        data, _ = await asked.read(
            VIEWERS["admin"], f"{{ page: {value[1:]} {{ pageInfo {{ endCursor }} }} }}"
        )
        return data["page"]["pageInfo"]["endCursor"]
    return encoded(kind, person(int(name)) if kind == "Employee" else unit(name))
