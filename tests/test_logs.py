"""No secret leaves through a log line, whoever wrote it."""

import io
import logging

import pytest
import structlog
from structlog.types import EventDict

from bot.logs import configure_logs, redacted

SECRET = "hunter2-hunter2"  # the operator's own, of no known shape


@pytest.fixture
def log_lines() -> io.StringIO:
    stream = io.StringIO()
    before = logging.getLogger().handlers, logging.getLogger().level
    configure_logs(level="DEBUG", secrets=[SECRET], stream=stream)
    yield stream
    logging.getLogger().handlers, logging.getLogger().level = before
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "token",
    [
        "xoxb-1234567890-abcdefghij",
        "xapp-1-A0123-4567-abcdef",
        # the shape of a Discord bot token
        "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB",
    ],
)
def test_tokens_are_known_by_their_shape(token: str) -> None:
    assert token not in redacted(f"GET failed with {token} in it")


def test_passwords_in_addresses_are_hidden() -> None:
    assert redacted("postgresql://me:pass@db/civic") == "postgresql://[hidden]@db/civic"
    assert "abc123" not in redacted("https://feeds.example/rss?token=abc123&x=1")


def test_neither_fields_nor_tracebacks_nor_other_libraries_leak(log_lines: io.StringIO) -> None:
    log = structlog.get_logger("bot.test")
    log.info("starting", token=SECRET)
    logging.getLogger("discord.http").warning("bad token %s", SECRET)
    try:
        raise RuntimeError(f"cannot log in with {SECRET}")
    except RuntimeError:
        log.exception("poll crashed")
    text = log_lines.getvalue()
    assert "poll crashed" in text
    assert "discord.http" in text
    assert SECRET not in text


def test_lines_below_the_level_are_dropped_before_anything_is_done_for_them(log_lines: io.StringIO) -> None:
    """Most polls end with such a line."""
    configure_logs(level="INFO", stream=log_lines)
    seen: list[str] = []

    def noted(_logger: object, name: str, _line: EventDict) -> EventDict:
        seen.append(name)
        raise structlog.DropEvent

    structlog.configure(processors=[noted])
    log = structlog.get_logger("bot.test")
    log.debug("unchanged")
    log.info("polled")
    assert seen == ["info"]
