"""What the service writes down about itself: no address, no query, nothing a person typed."""

import logging

import structlog

from network.core.settings import Settings


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
