"""Logs: one JSON object a line, without the values that were at hand when something failed."""

import logging
import sys

import structlog
from structlog.typing import EventDict, WrappedLogger

VALUES = ("exc_value", "exc_notes")
"""What of an exception may repeat what it stumbled over: a row, a parameter, a file's cell."""


def configure(level: int = logging.INFO) -> None:
    """Log as JSON lines to stderr: stdout is for what commands print.

    Of an exception we tell its kind and the places it came through: its own words, like the values of
    variables, may be personal data.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            without_values,
            structlog.processors.JSONRenderer(),
        ],
        # Standard error as it is when something is logged: it may have been replaced meanwhile.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A log entry whose exceptions say what went wrong and where, but not with which values."""
    found = list(event.get("exception") or ())
    while found:
        exception = found.pop()
        for name in VALUES:
            exception.pop(name, None)
        for group in exception.get("exceptions", ()):
            found += group
    return event
