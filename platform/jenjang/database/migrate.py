"""Bringing the database to the newest shape: never long behind a lock, and again if it was."""

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from asyncpg.exceptions import LockNotAvailableError
from sqlalchemy.exc import DBAPIError

from jenjang.core.settings import HOUSE

RETRIES = 10
"""How often a migration is tried again that had to wait for a lock longer than its lock_timeout."""
PAUSE = 1.0
"""Seconds between two tries."""


def configuration(owner_url: str, house: Path = HOUSE, keys: Path | None = None) -> Config:
    """Alembic's settings out of pyproject.toml, for the database at that address.

    `keys`: where what a migration seals finds its keys; the settings' own where it is left out.
    """
    config = Config(toml_file=house / "pyproject.toml")
    config.attributes["url"] = owner_url
    config.attributes["keys"] = keys
    return config


def migrate(
    owner_url: str,
    revision: str = "head",
    retries: int = RETRIES,
    pause: float = PAUSE,
    keys: Path | None = None,
) -> str:
    """Run the migrations up to `revision`; one process at a time, without holding readers up.

    Tells the revision that the tables are at.

    Raises SQLAlchemy's DBAPIError when it still can't get a lock after the last try.
    """
    for left in range(retries, -1, -1):
        try:
            config = configuration(owner_url, keys=keys)
            command.upgrade(config, revision)
        except DBAPIError as error:
            if not left or not _was_locked(error):
                raise
            time.sleep(pause)
        else:
            break
    return str(ScriptDirectory.from_config(config).as_revision_number(revision))


def _was_locked(error: DBAPIError) -> bool:
    return isinstance(getattr(error.orig, "__cause__", None), LockNotAvailableError)
