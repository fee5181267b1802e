"""What a transaction asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession


@contextmanager
def statements(session: AsyncSession) -> Iterator[list[str]]:
    """Every statement that is asked through SQLAlchemy within the block, as it is asked."""
    told: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", listen)
    try:
        yield told
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", listen)
