"""Logs: one JSON object a line, without the values that were at hand when something failed."""

import logging
import sys

import structlog


def configure(level: int = logging.INFO) -> None:
    """Log as JSON lines to stderr: stdout is for what commands print.

    A traceback names places only, for locals may hold personal data.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
