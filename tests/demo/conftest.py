"""What the tests of the demo share."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def servers_folder() -> Iterator[Path]:
    """A folder that servers may enter: pytest shuts its own to all but us, again at each of its runs."""
    with TemporaryDirectory(prefix="jenjang-") as made:
        yield Path(made)
