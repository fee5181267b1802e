"""What the demo has done so far, told on stderr."""

import time
from dataclasses import dataclass, field

from rich.console import Console


@dataclass
class Progress:
    """Tells on stderr what was done, and how many seconds after the start."""

    console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    began: float = field(default_factory=time.monotonic)

    def __call__(self, sentence: str) -> None:
        self.console.print(f"[dim]{time.monotonic() - self.began:5.1f} s[/]  {sentence}", soft_wrap=True)
