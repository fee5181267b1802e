"""The command line: each command's module is loaded only when that command is asked for."""

import os
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

NEEDS = (3, 11)

if sys.version_info < NEEDS:
    sys.exit("jenjang needs Python 3.11 or newer: install it, then run `make .venv`.")

import typer  # noqa: E402  A Python too old for it should first be told so.
from typer.core import TyperGroup  # noqa: E402  As above.

from jenjang.core.errors import Refusal  # noqa: E402

COMMANDS = {
    "demo": ("jenjang.demo.commands", "Eight regional governments, in one command."),
    "serve": ("jenjang.operations.commands", "Serve the API."),
    "worker": ("jenjang.operations.commands", "Work in the background."),
    "migrate": ("jenjang.operations.commands", "Bring the database up to this release."),
    "doctor": ("jenjang.operations.examination", "Examine the installation."),
    "tenant": ("jenjang.operations.tenants", "Governments: list, provision, show."),
    "account": ("jenjang.operations.accounts", "Who may come in to a government, and as what."),
    "client": ("jenjang.operations.clients", "Applications: create, list, rotate, revoke."),
    "rules": ("jenjang.operations.rules", "National rules: propose, publish by a second person, list."),
    "keys": ("jenjang.operations.signing", "Signing keys and data keys: rotate."),
    "appraisal": ("jenjang.operations.appraisals", "Cycles of appraisal: close one; results: export."),
    "audit": ("jenjang.operations.audit", "What was done: verify the chain, export it."),
    "events": ("jenjang.operations.events", "What domains tell each other: list, try again."),
    "import": ("jenjang.operations.imports", "Bring people in from files."),
    "token": ("jenjang.identity.commands", "Print an access token."),
    "permissions": ("jenjang.identity.commands", "Print who may do what."),
    "contract": ("jenjang.contract", "Print or check the published contract."),
}


ENOUGH_READ = 141
"""How a program ends that a shell ends because nobody reads its output any more (128 + SIGPIPE)."""


class Piped(TyperGroup):
    """Commands that end without a word when whoever reads their output, as `head`, has read enough."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # Typer's own. Any: as there.
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Python writes what is left at its end, and would complain once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(ENOUGH_READ)


def composed(wanted: str | None) -> typer.Typer:
    """The command line with the wanted command's module; of the others only name and help."""
    app = typer.Typer(
        name="jenjang",
        cls=Piped,
        help="Careers of Indonesian regional civil servants: one GraphQL API, every government isolated.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_front)
    module = COMMANDS.get(wanted or "", ("", ""))[0]
    if module:
        app.add_typer(import_module(module).app)
    for name, (other, about) in COMMANDS.items():
        if other != module:
            app.command(name, help=about)(_nothing)
    return app


def main() -> None:
    """Run the command; a refusal is one sentence on stderr and exit code 2."""
    if sys.platform == "win32" and "demo" in sys.argv[1:]:
        sys.exit("The demo's engines run on Linux and macOS: on Windows use WSL or docker compose.")
    wanted = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    try:
        composed(wanted)()
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        sys.exit(2)
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("jenjang"):
            raise
        sys.exit(f"{missing.name} is not installed: run `make .venv`, or pip install 'jenjang[embedded]'.")
    except KeyboardInterrupt:
        sys.exit(130)


def _nothing() -> None:
    """Stand for a command whose module wasn't asked for."""


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"jenjang {version('jenjang')}")
        raise typer.Exit


def _front(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Stand before every command."""


if __name__ == "__main__":
    main()
