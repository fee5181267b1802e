"""The published contract: `jenjang contract print` writes it, `check` tells drift and breaking change."""

import subprocess
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import typer
from graphql import build_schema

from jenjang.core import clock
from jenjang.core.settings import HOUSE
from jenjang.graph.evolution import changes, early, misannounced
from jenjang.graph.printing import SHARED, by_room
from jenjang.graph.registry import as_markdown
from jenjang.identity.permissions import ONLY_IF_NAMED, ROLES, TABLE
from jenjang.schema import schema

app = typer.Typer()
contract = typer.Typer(no_args_is_help=True, help="Print or check the published contract.")
app.add_typer(contract, name="contract")

CHANGELOG = "CHANGELOG-API.md"
ABOUT = """# Changelog of the contract

Written by `jenjang contract print`, which compares `schema/` with the last release's. Before 1.0 anything may
change; from then on what is deprecated says until when it stays, 12 months at least.
"""
COMMON = "What all domains share: things and their ids, pages, comparisons, scalars, errors, cost."
PRINTED = "Printed by `jenjang contract print` from the Python declarations: change those, not this."


@contract.command("print")
def write() -> None:
    """Write schema/*.graphql, docs/errors.md and CHANGELOG-API.md as the code has them."""
    expected = documents(HOUSE)
    for path in stale(HOUSE, expected):
        path.unlink()
    for path, text in expected.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        typer.echo(path.relative_to(HOUSE))


@contract.command()
def check() -> None:
    """Tell where schema/ differs from the code, and what would break clients; if anything, end with 1."""
    found = [*drift(HOUSE), *unfair(HOUSE, clock.today("Asia/Jakarta"))]
    for problem in found:
        typer.echo(problem, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo("The published contract is what the code says, and breaks no client.")


def documents(house: Path) -> dict[Path, str]:
    """Every file of the contract with its text."""
    parts = by_room(schema)
    found = {house / "schema" / f"{room}.graphql": f"{heading(room)}\n{sdl}" for room, sdl in parts.items()}
    return found | {
        house / "docs" / "errors.md": as_markdown(),
        house / CHANGELOG: changelog(house, "\n".join(parts.values())),
    }


def heading(room: str) -> str:
    """What a file is, as a comment."""
    about = COMMON if room == SHARED else import_module(f"jenjang.{room}").__doc__ or ""
    lines = [*about.strip().splitlines(), "", PRINTED]
    if room == SHARED:
        lines += ["", *permissions()]
    return "\n".join(f"# {line}".rstrip() for line in lines) + "\n"


def permissions() -> Iterator[str]:
    """Who holds the permissions that @needs names, and how far: docs/permissions.md in short."""
    rows = [["", *ROLES], *([name, *cells(name)] for name in TABLE)]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield "Who holds which permission, and how far (docs/permissions.md says what each is about);"
    yield "* only under a token whose scopes name it:"
    for row in rows:
        yield "  ".join(f"{cell:{width}}" for cell, width in zip(row, wide, strict=True))


def cells(permission: str) -> Iterator[str]:
    for role, reach in zip(ROLES, TABLE[permission], strict=True):
        yield f"{reach or '-'}{'*' if (role, permission) in ONLY_IF_NAMED else ''}"


def stale(house: Path, expected: dict[Path, str]) -> list[Path]:
    return [path for path in sorted((house / "schema").glob("*.graphql")) if path not in expected]


def drift(house: Path) -> Iterator[str]:
    """Files that are not as the code would print them."""
    expected = documents(house)
    for path in stale(house, expected):
        yield f"{path.relative_to(house)}: nothing declares this any more: run `jenjang contract print`"
    for path, text in expected.items():
        if not path.exists() or path.read_text("utf-8") != text:
            yield f"{path.relative_to(house)}: differs from the code: run `jenjang contract print`"


def unfair(house: Path, today: date) -> Iterator[str]:
    """What breaks a client that was built on the main line or on the last release."""
    new = "\n".join(by_room(schema).values())
    old = published(house, released(house) or git(house, "merge-base", "HEAD", "origin/main"))
    for told in misannounced(old, new, today):
        yield f"deprecation: {told}"
    if old and int(version("jenjang").partition(".")[0]):  # Before 1.0 the changelog says what broke.
        for told in early(old, new, today):
            yield f"breaks clients: {told}"


def changelog(house: Path, new: str) -> str:
    """What changed since the last release; what is written of earlier releases stays."""
    path = house / CHANGELOG
    release = released(house)
    title = f"## Since {release}" if release else "## Not yet released"
    sections = (path.read_text("utf-8") if path.exists() else "").split("\n## ")[1:]
    earlier = [f"## {section.strip()}\n" for section in sections if f"## {section}".split("\n")[0] != title]
    old = published(house, release)
    if old:
        breaking, others = changes(old, new)
        told = [*(f"- **Breaks:** {one}" for one in breaking), *(f"- {one}" for one in others)]
    else:
        kinds = [kind for name, kind in build_schema(new).type_map.items() if not name.startswith("__")]
        told = [f"The first contract: {len(kinds)} types."]
    section = f"{title}\n\n" + ("\n".join(told) or "Nothing.") + "\n"
    return "\n".join([ABOUT, section, *(one for one in earlier if not one.startswith("## Not yet released"))])


def released(house: Path) -> str | None:
    """The tag of the last release, such as v1.2.0."""
    return git(house, "describe", "--tags", "--abbrev=0", "--match", "v*")


def published(house: Path, commit: str | None) -> str | None:
    """The contract as it was at a commit; None where there was none."""
    names = (git(house, "ls-tree", "--name-only", commit, "schema/") or "") if commit else ""
    parts = [git(house, "show", f"{commit}:{name}") for name in names.split() if name.endswith(".graphql")]
    return "\n".join(part for part in parts if part) or None


def git(house: Path, *arguments: str) -> str | None:
    """What git says, if it is there and agrees."""
    try:
        done = subprocess.run(  # noqa: S603  The words are ours.
            ["git", *arguments],  # noqa: S607  Whichever git is installed.
            cwd=house,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip() or None
