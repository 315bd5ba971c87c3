"""Tells what went wrong before a request was handed to the HTTP client: it has surely posted nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.core.errors import CivicwatchError, ContentRefusedError

log = structlog.get_logger(__name__)


@contextmanager
def unsent(key: str) -> Iterator[None]:
    """Render the delivery of this key inside; whatever crashes there becomes a ContentRefusedError.

    Taken for a lost answer it would be looked up and tried for hours, and its lane would stand still. It is
    tried as plain text, which another piece of code renders, and then listed as dead.
    """
    try:
        yield
    except CivicwatchError:
        raise
    except Exception as exc:
        log.exception("rendering crashed", key=key)
        raise ContentRefusedError(f"it can't be rendered: {type(exc).__name__}: {exc}") from exc
