"""`jenjang demo`: from nothing to a served API, on engines of its own, in one process."""

import gc
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from jenjang.demo.engines import embedded, refuse_in_use
from jenjang.demo.environment import handed_out
from jenjang.demo.place import folder_for, listening, port_of
from jenjang.demo.progress import Progress

app = typer.Typer()
ENDING = (signal.SIGINT, signal.SIGTERM)


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(parser=port_of, metavar="PORT", help="The port to listen on, of this machine only.")
    ] = 8000,
    data: Annotated[Path, typer.Option(help="The folder to keep the demo's data in.")] = Path(
        ".jenjang/demo"
    ),
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what an earlier demo kept.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what to paste as one line of JSON.")] = False,
) -> None:
    """Eight regional governments behind one GraphQL API: engines, people, tokens. Ctrl-C ends it."""
    # What isn't needed to start the engines is loaded while they start: that is their work, not Python's.
    # Loading makes no garbage worth a look, and must let go of the interpreter often, for the engines' sake.
    gc.disable()
    sys.setswitchinterval(0.0005)
    tell = Progress()
    for wanted in ENDING:
        signal.signal(wanted, _leave)
    folder = folder_for(data)
    refuse_in_use(folder)
    try:
        with listening(port) as door, ThreadPoolExecutor(1) as aside:
            rest = aside.submit(import_module, "jenjang.demo.opening")
            front_door = aside.submit(lambda: rest.result().load_front_door())
            with embedded(folder, fresh=fresh) as engines:
                tell("PostgreSQL and Valkey run.")
                opening = rest.result().Opening.on(engines, folder, port, tell)
                opening.furnish(engines.superuser_url)
                front_door.result()  # Processes are forked next: no thread may be half way through a module.
                brochure = opening.people_regions()
                with handed_out(folder, opening.settings), opening.remembering() as begin:

                    def begun() -> None:
                        _print(brochure.line() if as_json else brochure.leaflet())
                        begin()

                    opening.serve(door, begun)
    except KeyboardInterrupt:
        tell("Ended; the data stays for the next start.")


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _leave(_signal: int, _frame: object) -> None:
    """End once: the engines are ended in order on the way out, however often we are told."""
    for wanted in ENDING:
        signal.signal(wanted, signal.SIG_IGN)
    sys.unraisablehook = lambda _torn: None  # What was torn by ending is nobody's concern.
    raise KeyboardInterrupt
