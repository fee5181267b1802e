"""`python -m jenjang.demo.people FOLDER`: write the demo's files, one folder a government, to look at."""

from pathlib import Path
from typing import Annotated

import typer

from jenjang.demo.people.files import codes
from jenjang.demo.people.samples import write_files


def write(folder: Annotated[Path, typer.Argument(help="Where to write; made if it isn't there.")]) -> None:
    """Write every government's files as CSV: units, positions, people, histories, leaders; results, SKPs."""
    for code in codes():
        for path in write_files(folder / code, code):
            typer.echo(path)


if __name__ == "__main__":
    typer.run(write)
