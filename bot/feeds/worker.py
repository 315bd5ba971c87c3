"""One process that parses documents and judges items for a ParsePool, within limits that it cannot lift.

`python -m bot.feeds.worker SECONDS MEGABYTES` reads jobs on standard input and answers on standard output.
"""

import gc
import os
import resource
import signal
import sys
from functools import cache
from types import ModuleType
from typing import BinaryIO

from bot.core.errors import ParseError
from bot.core.vocabulary import SourceKind
from bot.feeds.article import article_text
from bot.feeds.frames import (
    FRAME_LIMIT,
    ITEMS,
    JOB,
    PREFIX,
    REPLY,
    TOO_COMPLEX,
    Job,
    Refusal,
    Reply,
    Task,
    framed,
)
from bot.feeds.parse import parse_document
from bot.feeds.quick import read_quickly

ROOM_BYTES = 1_000_000
"""What a worker must have left when it begins."""


def main(arguments: list[str]) -> None:
    """Answer jobs until standard input ends."""
    timeout_s, memory_mb = float(arguments[0]), int(arguments[1])
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not look like an answer.
    sys.stdout = sys.stderr
    _limit(memory_mb)
    # Python loads its XML readers at the first documents, which must find them within the limits.
    for quickly in (read_quickly, lambda _: None):
        parse_document(b"<rss version='2.0'><channel><item/></channel></rss>", quickly=quickly)
    bytearray(ROOM_BYTES)  # without it every document would be blamed for the want of memory
    gc.freeze()  # what was imported stays, and need not be looked through again
    _say(answers, b"")
    while (header := _frame(jobs)) is not None and (body := _frame(jobs)) is not None:
        job = JOB.validate_json(header)
        if job.task is Task.ITEMS:
            _judges()  # nobody's item is to pay for the loading
        # The default action of SIGALRM ends the process even inside C code that never returns to Python.
        signal.setitimer(signal.ITIMER_REAL, timeout_s)
        reply = _reply(job, body)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _say(answers, REPLY.dump_json(reply))


@cache
def _judges() -> ModuleType:
    # Loaded by the first items: whoever only reads documents pays neither time nor memory for it.
    from bot.feeds import verdicts  # noqa: PLC0415

    verdicts.verdicts([verdicts.SAMPLE], home=None, kind=SourceKind.NEWS)
    return verdicts


def _say(answers: BinaryIO, payload: bytes) -> None:
    answers.write(framed(payload))
    answers.flush()


def _limit(memory_mb: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pool's business
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.nice(10)  # a command is answered before a document is read
    memory = memory_mb * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _frame(stream: BinaryIO) -> bytes | None:
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    (size,) = PREFIX.unpack(prefix)
    payload = stream.read(size) if size <= FRAME_LIMIT else b""
    return payload if len(payload) == size else None


def _reply(job: Job, body: bytes) -> Reply:
    try:
        if job.task is Task.ARTICLE:
            return Reply(article=article_text(body, url=job.url))
        if job.task is Task.ITEMS:
            items = ITEMS.validate_json(body)
            return Reply(judged=_judges().verdicts(items, home=job.home, kind=job.kind))
        parsed = parse_document(
            body,
            feed_slug=job.slug,
            content_type=job.content_type,
            url=job.url,
            language=job.language,
            outlet=job.outlet,
            now=job.now,
        )
    except ParseError as exc:
        return Reply(refusal=Refusal(message=str(exc), kind=exc.kind, advice=exc.advice))
    except MemoryError:
        text = "a document that needs more memory than one may use"
        return Reply(refusal=Refusal(message=text, kind="too_much_memory", advice=TOO_COMPLEX))
    return Reply(parsed=parsed)


if __name__ == "__main__":
    main(sys.argv[1:])
