"""`jenjang rules`: national rules between releases, brought in by two persons."""

import asyncio
import json
import os
import pwd
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from jenjang.core import clock
from jenjang.core.errors import Refusal
from jenjang.core.settings import Settings
from jenjang.core.terminal import show
from jenjang.database.engine import engine
from jenjang.database.reach import reached
from jenjang.operations import rule_drafts
from jenjang.operations.rule_drafts import Operator, RuleEnds
from jenjang.rules.shelf import Rule, read_rule

T = TypeVar("T")
app = typer.Typer()
rules = typer.Typer(help="National rules: propose, publish, withdraw, show, list.", no_args_is_help=True)
app.add_typer(rules, name="rules")
By = Annotated[str, typer.Option("--by", help="Who does it: the full name.")]
Name = Annotated[str, typer.Argument(help="The rule's name, such as public_holidays.")]
Version = Annotated[str, typer.Argument(help="Its version.")]
WORDS = tuple(one.name for one in fields(Rule) if one.init)
"""What a rule's file may tell; all but `valid_to` it must."""


class RuleFileUnreadable(Refusal):
    """{file} is no file of a rule (TOML with name, version, source, confidence, valid_from, body): {why}"""


class RuleFileIncomplete(Refusal):
    """{file} lacks {missing}, which every rule tells."""


class RuleFileOfOtherWords(Refusal):
    """{file} tells of {unknown}, which no rule has: known are {known}."""


class NameNeeded(Refusal):
    """--by names a person: give the full name."""


@rules.command()
def propose(file: Annotated[Path, typer.Argument(help="The rule as a TOML file.")], by: By) -> None:
    """Propose a version of a rule; another person publishes it."""
    rule, operator = read(file), operator_called(by)
    ended = at_home(lambda database: rule_drafts.propose(database, rule, operator, clock.now()))
    typer.echo(f"{rule.name} {rule.version} is proposed, from {rule.valid_from} on.{told(rule, ended)}")
    typer.echo(f"Another person: jenjang rules publish {rule.name} {rule.version} --by NAME")


@rules.command()
def publish(name: Name, version: Version, by: By) -> None:
    """Publish what another person proposed; servers go by it within a minute."""
    operator = operator_called(by)
    ended = at_home(lambda database: rule_drafts.publish(database, name, version, operator, clock.now()))
    ends = f" {name} {ended.version} ends on {ended.on}." if ended else ""
    typer.echo(f"{name} {version} is published.{ends}")


@rules.command()
def withdraw(name: Name, version: Version) -> None:
    """Take back what is proposed and not published."""
    at_home(lambda database: rule_drafts.withdraw(database, name, version))
    typer.echo(f"{name} {version} is withdrawn.")


@rules.command("show")
def show_one(name: Name, version: Version) -> None:
    """Show what is proposed, to read it before publishing it."""
    draft = at_home(lambda database: rule_drafts.waiting(database, name, version))
    typer.echo(f"{draft.name} {draft.version}, from {draft.valid_from}, proposed by {draft.proposed_by}")
    typer.echo(f"{draft.source} [{draft.confidence}]")
    typer.echo(json.dumps(draft.body, ensure_ascii=False, indent=2))


@rules.command("list")
def list_all() -> None:
    """Show every version that is in force, was or will be, and what is proposed."""
    known, drafts = at_home(_everything)
    by_version = {(draft.name, draft.version): draft for draft in drafts}
    table = Table("rule", "version", "from", "to", "mark", "proposed by", "published by")
    for rule in [*known, *(rule_drafts.rule_of(one) for one in drafts if one.published_at is None)]:
        draft = by_version.get((rule.name, rule.version))
        by = (draft.proposed_by, draft.published_by or "waits") if draft else ("the release", "the release")
        ends = str(rule.valid_to or "")
        table.add_row(rule.name, rule.version, str(rule.valid_from), ends, rule.confidence, *by)
    show(table, whole=True)


async def _everything(database: AsyncConnection) -> tuple[list[Rule], list[Any]]:  # Any: rows.
    return await rule_drafts.in_table(database), await rule_drafts.drafted(database)


def read(file: Path) -> Rule:
    """The rule in a file. Raises RuleFileUnreadable, RuleFileIncomplete, RuleFileOfOtherWords."""
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleFileUnreadable(file=file, why=error) from error
    if missing := [name for name in WORDS if name not in content and name != "valid_to"]:
        raise RuleFileIncomplete(file=file, missing=tuple(missing))
    if unknown := [name for name in content if name not in WORDS]:
        raise RuleFileOfOtherWords(file=file, unknown=tuple(unknown), known=WORDS)
    return read_rule(content)


def operator_called(name: str) -> Operator:
    """Who runs the command: by the name told and by the login that the operating system knows.

    Raises NameNeeded.
    """
    if not name.strip():
        raise NameNeeded
    return Operator(" ".join(name.split()), login())


def login() -> str:
    """The login of whoever runs this, which no variable of the environment changes."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # In a container that runs as a number without a name.
        return str(os.getuid())


def told(rule: Rule, ended: RuleEnds | None) -> str:
    """What ends where the new version begins."""
    return f" {rule.name} {ended.version} then ends on {ended.on}." if ended else ""


def at_home(deed: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """Do it as the owner of the tables, in one transaction. Raises DatabaseAway."""

    async def do() -> T:
        owner = engine(Settings().owner_url, connections=1)
        try:
            async with owner.begin() as database:
                return await deed(database)
        finally:
            await owner.dispose()

    with reached():
        return asyncio.run(do())
