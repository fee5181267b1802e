"""Files that only their owner reads: written whole or not at all, read again once written anew."""

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

from jenjang.core.errors import Refusal

T = TypeVar("T")


class KeysOpenToOthers(Refusal):
    """{path} can be read by others than its owner: run `chmod 600` on it, and consider its keys known."""


class KeysNotWritable(Refusal):
    """Keys can't be written into {folder} ({why}): set JENJANG_KEYS to a folder of the server's own."""


class KeysUnfit(Refusal):
    """{path} is no file of keys any more: put it back from the backup."""


def read_private(path: Path) -> Any:  # Any: whatever JSON holds.
    """A private file's JSON. Raises KeysOpenToOthers, KeysUnfit; FileNotFoundError where there is none."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeysOpenToOthers(path=path)
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        raise KeysUnfit(path=path) from None


def make_private(path: Path, content: object) -> None:
    """Write a private file that isn't there yet: whoever comes second keeps the first's.

    Raises KeysNotWritable.
    """
    _write(path, content, os.link)


def replace_private(path: Path, content: object) -> None:
    """Write a private file in place of what it held: the last wins. Raises KeysNotWritable."""
    _write(path, content, os.replace)


def _write(path: Path, content: object, into_place: Callable[[str, Path], None]) -> None:
    """Write beside, then put `into_place`: a reader finds all of it or nothing. Raises KeysNotWritable."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=".new-") as folder:
            new = Path(folder) / path.name
            new.touch(mode=0o600)
            with new.open("w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                into_place(str(new), path)
    except OSError as error:
        raise KeysNotWritable(folder=path.parent, why=error.strerror) from None


class Watched(Generic[T]):
    """What a file holds, made out by `read`, as the file is now; once it is gone, as it was last."""

    def __init__(self, path: Path, read: Callable[[], T]) -> None:
        self._path, self._read = os.fspath(path), read  # A plain text: this is looked at for each value.
        self.seen = self._read()
        """As it was when it was last looked at."""
        self._written = self._mark()

    def now(self) -> T:
        """Read anew if the file was written since."""
        with contextlib.suppress(FileNotFoundError):
            written = self._mark()
            if written != self._written:
                self.seen = self._read()
                self._written = written
        return self.seen

    def _mark(self) -> tuple[int, int]:
        """Changes with each writing: a file that is replaced is another one."""
        found = os.stat(self._path)  # noqa: PTH116  # As above.
        return found.st_mtime_ns, found.st_ino
