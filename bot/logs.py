"""Logging: structlog in front, the standard library behind, secrets taken out of every line."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor

TOKEN_SHAPES = re.compile(
    r"xox[abeprs]-[\w-]{8,}"  # Slack tokens
    r"|xapp-[\w-]{8,}"
    r"|[MNO][\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,45}"  # Discord bot tokens
    r"|(?<=://)(?!USER:PASSWORD@)[^/\s:@]+:[^/\s@]+(?=@)"  # user:password in a URL
    r"|(?i:(?<=token=)|(?<=apikey=)|(?<=api_key=)|(?<=secret=))[^&\s\"']+"
)
MASK = "[hidden]"


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without anything that has the shape of a secret or is one of `secrets`."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    return TOKEN_SHAPES.sub(MASK, text)


class Redactor:
    """Takes secrets out of the finished line, so that tracebacks and foreign loggers are covered too."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: object, _name: str, event: EventDict) -> EventDict:
        """Mask the fields of one line."""
        return {
            key: redacted(value, self._secrets) if isinstance(value, str) else value
            for key, value in event.items()
        }


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks the rendered line once more: the last gate before it leaves the program."""

    def __init__(self, secrets: Iterable[str], processors: list[Processor], foreign: list[Processor]) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign)
        self._masked = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Render, then mask."""
        return redacted(super().format(record), self._masked)


def configure_logs(*, level: str = "INFO", secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """One format for our lines and the libraries': readable in a terminal, JSON elsewhere."""
    stream = stream or sys.stderr
    secrets = tuple(secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        Redactor(secrets),
    ]
    renderer: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=True)]
        if stream.isatty()
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        # What nobody asked for is dropped before anything is done for it: most polls end with such a line.
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        RedactingFormatter(
            secrets, [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer], shared
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("apscheduler", "discord", "slack_bolt", "slack_sdk", "aiosqlite", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
