"""What a command shows: at a terminal it fits the window, in a pipe no line is broken; things are counted."""

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table


def counted(number: int, thing: str) -> str:
    """So many of a thing, whose plural ends in s: `1 row`, `2 rows`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def show(table: Table, *, whole: bool = False) -> None:
    """Print a table; `whole`: with every cell in one line, however narrow the terminal is."""
    console = Console()
    if whole or not console.is_terminal:
        anywhere = console.options.update(max_width=100_000)
        console.width = max(console.width, Measurement.get(console, anywhere, table).maximum)
    console.print(table)
