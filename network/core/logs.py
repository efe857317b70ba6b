"""What the service writes down about itself: no address, no query, nothing a person typed."""

import logging
from traceback import format_tb

import structlog

from network.core.settings import Settings


def fault(name: str, error: BaseException) -> None:
    """Write a fault of ours down: what kind and where, but no message, which may quote a search."""
    where = "".join(format_tb(error.__traceback__)[-6:])
    structlog.get_logger(name).error("unexpected", kind=type(error).__name__, where=where)


def configure(settings: Settings) -> None:
    """Write one line of JSON an event, or readable lines while developing."""
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer()
        if settings.development
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level.upper()]
        ),
    )
