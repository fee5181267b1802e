"""A database that can't be used is told in one sentence, to whoever runs a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from asyncpg import (
    InsufficientPrivilegeError,
    InvalidAuthorizationSpecificationError,
    InvalidCatalogNameError,
    UndefinedTableError,
)
from sqlalchemy.exc import DBAPIError

from jenjang.core.errors import Refusal

AWAY = (
    OSError,
    InvalidCatalogNameError,
    InvalidAuthorizationSpecificationError,
    InsufficientPrivilegeError,
    UndefinedTableError,
)


class DatabaseAway(Refusal):
    """The database can't be used: {why}. Run `jenjang doctor`; it says what to do."""


@contextmanager
def reached() -> Iterator[None]:
    """Refuse with one sentence what failed because the database is away or was never set up."""
    try:
        yield
    except BrokenPipeError:
        raise  # Of the command's own output: the database's connections report their end otherwise.
    except AWAY as error:
        raise DatabaseAway(why=error or type(error).__name__) from error
    except DBAPIError as error:
        cause = getattr(error.orig, "__cause__", None)
        if not isinstance(cause, AWAY):
            raise
        raise DatabaseAway(why=cause) from error
