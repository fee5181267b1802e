"""The running demo's own settings as a file for a shell, so that every command finds it."""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jenjang.core.settings import Settings

NAME = "env"
TOLD = ("database_url", "owner_url", "worker_url", "redis_url", "public_url", "tenants", "contract", "keys")


@contextmanager
def handed_out(folder: Path, settings: Settings) -> Iterator[None]:
    """Keep the file in the folder while the block runs. Only its owner reads it: it leads to all rows."""
    path = folder / NAME
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(variables(settings))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def variables(settings: Settings) -> str:
    """A line a variable, as sh reads it."""
    values = {name: getattr(settings, name) for name in TOLD}
    whole = {name: value.resolve() if isinstance(value, Path) else value for name, value in values.items()}
    return "".join(f"JENJANG_{name.upper()}={shlex.quote(str(value))}\n" for name, value in whole.items())


def how_to_use(folder: Path, program: Path) -> str:
    """The line that gives a shell the running demo's settings, and a first command."""
    load = shlex.quote(_from_here(folder / NAME))
    return f"set -a; . {load}; set +a; {shlex.quote(_from_here(program))} doctor"


def _from_here(path: Path) -> str:
    """As it is called from where we stand; never without a slash, for which a shell looks elsewhere."""
    here = os.path.relpath(path)
    if here.startswith(".."):
        return str(path)
    return here if "/" in here else f"./{here}"
