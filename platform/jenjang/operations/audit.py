"""`jenjang audit`: whether a government's chain of deeds is whole, and the chain as a file."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jenjang.audit.chain import ChainBroken, Content, Follower, Head, canonical
from jenjang.audit.lines import line
from jenjang.audit.lines import links as links_of
from jenjang.audit.models import AuditEntry
from jenjang.audit.reading import extent_of, links, verify_rows
from jenjang.core.errors import Refusal
from jenjang.core.sealing import Vault
from jenjang.core.settings import Settings
from jenjang.database.engine import bound, engine
from jenjang.database.reach import reached
from jenjang.tenancy.catalogue import catalogue
from jenjang.tenancy.listed import named
from jenjang.tenancy.provisioning import TenantNotProvisioned, enrolled

app = typer.Typer()
audit = typer.Typer(help="What was done: verify the chain, export it.", no_args_is_help=True)
app.add_typer(audit, name="audit")
STATEMENT_TIMEOUT = 60_000
"""Milliseconds a statement may take: each reads some thousand entries."""
HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


class HeadUnreadable(Refusal):
    """{head} is no head of a chain: write NUMBER:HASH, as `jenjang audit verify` printed it."""


class HeadOfWhom(Refusal):
    """A head is one government's: name the government too."""


class FileIsEmpty(Refusal):
    """{file} has no entries."""


class InputUnreadable(Refusal):
    """{file} is no JSON object: write the deed's `input` as it was sent."""


class NothingAsked(Refusal):
    """{tenant} has no entry {number} of a deed that was asked through the API."""


Code = Annotated[str | None, typer.Argument(help="The government's code; without, all of them.")]
Kept = Annotated[
    list[str] | None, typer.Option("--head", help="NUMBER:HASH, as printed before and kept elsewhere.")
]
Export = Annotated[
    typer.FileText | None,
    typer.Option(
        "--file",
        help="An export to check, without a database; - reads the standard input.",
        encoding="utf-8",
        errors="replace",
    ),
]


@audit.command()
def verify(code: Code = None, head: Kept = None, file: Export = None) -> None:
    """Tell whether a chain is whole, and its head, to be kept elsewhere; ends with 1 where it is broken."""
    kept = [_head(one) for one in head or ()]
    if kept and code is None and file is None:
        raise HeadOfWhom
    try:
        if file:
            _verify_file(file, code, kept)
        else:
            with reached():
                asyncio.run(_verify_all(code, kept))
    except ChainBroken as broken:
        typer.echo(str(broken), err=True)
        raise typer.Exit(1) from None


@audit.command()
def export(code: Annotated[str, typer.Argument(help="The government's code.")]) -> None:
    """Print a government's chain, one JSON object a line, for who checks it elsewhere."""
    with reached():
        asyncio.run(_export(code))


@audit.command()
def compare(
    code: Annotated[str, typer.Argument(help="The government's code.")],
    number: Annotated[int, typer.Argument(help="The entry's number.")],
    file: Annotated[Path, typer.Argument(help="A deed's input as JSON.", dir_okay=False, exists=True)],
) -> None:
    """Tell whether an entry's deed was asked with that input; ends with 1 where it wasn't."""
    try:
        asked = json.loads(file.read_bytes())
    except ValueError:
        raise InputUnreadable(file=file) from None
    if not isinstance(asked, dict):
        raise InputUnreadable(file=file)
    with reached():
        same = asyncio.run(_compare(code, number, asked))
    typer.echo(f"Entry {number} of {code} was asked with {'just that' if same else 'something else'}.")
    if not same:
        raise typer.Exit(1)


def _head(text: str) -> Head:
    """A head as it was printed. Raises HeadUnreadable."""
    found = HEAD.fullmatch(text.strip())
    if not found:
        raise HeadUnreadable(head=text)
    return Head(int(found[1]), bytes.fromhex(found[2]))


def _verify_file(file: TextIO, code: str | None, kept: list[Head]) -> None:
    """Check an export: of `code`, or of whichever government its first entry is."""
    follower = None
    for link in links_of(file):
        follower = follower or Follower(code or str(link.content.get("tenant")), kept)
        follower.follow(link)
    if follower is None:
        raise FileIsEmpty(file=file.name)
    _tell(follower.tenant, follower.end())


async def _verify_all(code: str | None, kept: list[Head]) -> None:
    """Check chains in the database. Raises TenantNotListed, TenantNotProvisioned, ChainBroken."""
    settings = Settings()
    listed = catalogue(settings.tenants)
    broken: list[ChainBroken] = []
    for one in [named(settings, listed, code).code] if code else listed:
        async with _at(settings, one) as session:
            if await enrolled(session, one) is None:
                if code:
                    raise TenantNotProvisioned(code=one)
                continue
            try:
                _tell(one, await _verify(session, one, kept))
            except ChainBroken as found:
                broken.append(found)
    for other in broken[:-1]:
        typer.echo(str(other), err=True)
    if broken:
        raise broken[-1]


async def _verify(session: AsyncSession, tenant: str, kept: list[Head]) -> Head:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(tenant, total=None)
        return await verify_rows(
            session, tenant, kept, lambda done, total: bar.update(task, completed=done, total=total)
        )


async def _export(code: str) -> None:
    settings = Settings()
    tenant = named(settings, catalogue(settings.tenants), code).code
    async with _at(settings, tenant) as session:
        if await enrolled(session, tenant) is None:
            raise TenantNotProvisioned(code=tenant)
        async for link in links(session, await extent_of(session)):
            typer.echo(line(link))


async def _compare(code: str, number: int, asked: Content) -> bool:
    """Whether it is what was asked. Raises TenantNotListed, NothingAsked, KeyForgotten."""
    settings = Settings()
    tenant = named(settings, catalogue(settings.tenants), code).code
    async with _at(settings, tenant) as session:
        of_entry = select(AuditEntry.input_digest).where(AuditEntry.number == number)
        fingerprint = await session.scalar(of_entry)
    if fingerprint is None:
        raise NothingAsked(tenant=tenant, number=number)
    return Vault(settings.keys).of(tenant).is_of(fingerprint, canonical(asked))


@asynccontextmanager
async def _at(settings: Settings, tenant: str) -> AsyncIterator[AsyncSession]:
    database = engine(settings.database_url, connections=1)
    try:
        async with bound(database, tenant, STATEMENT_TIMEOUT) as session:
            yield session
    finally:
        await database.dispose()


def _tell(tenant: str, head: Head) -> None:
    typer.echo(f"{tenant}: whole. Keep this elsewhere:  {head}")
