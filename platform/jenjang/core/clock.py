"""The only place that reads the clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today(zone: str, at: datetime | None = None) -> date:
    """The calendar date in a government's own time zone (IANA name), now or `at` a moment."""
    return (at or now()).astimezone(ZoneInfo(zone)).date()
