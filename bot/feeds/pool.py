"""Parse and judge in processes that can be killed, so that no document stops the bot or fills its memory."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from bot.core.errors import ParseError
from bot.core.models import Analysis, Feed, Item
from bot.feeds.frames import ITEMS, TOO_COMPLEX, Job, Reply, Task
from bot.feeds.workers import NoWorkerError, Worker, WorkerDiedError
from bot.ports import ParsedFeed, Unjudged

ATTEMPTS = 2
"""A worker may die of something else than the document, such as the system's want of memory."""
JUDGED_AT_ONCE = 50
"""Items; judging these takes a small part of the time limit, and other feeds get their turn."""
UNJUDGED_LIMIT = 3
"""Items that may exhaust a worker before their batch's rest is left to the next poll: a lease is short."""
_EXHAUSTED = frozenset({"parse_timeout", "too_much_memory", "parser_died"})


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ParsePool:
    """The FeedParser and ItemJudge over worker processes, each started when first needed."""

    def __init__(
        self,
        *,
        workers: int = 2,
        timeout_s: float = 5.0,
        memory_mb: int = 512,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._timeout_s = timeout_s
        self._memory_mb = memory_mb
        self._now = now
        self._workers = workers
        self._slots = asyncio.Semaphore(workers)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def parse(self, body: bytes, *, feed: Feed, content_type: str = "", url: str = "") -> ParsedFeed:
        """Parse one document. Raise ParseError if it is no feed or exceeds the limits."""
        job = Job(
            task=Task.FEED,
            slug=feed.slug,
            language=feed.language,
            outlet=feed.name,
            content_type=content_type,
            url=url or feed.url,
            now=self._now(),
        )
        reply = await self._answered(job, body)
        if reply.parsed is None:
            raise _refusal(reply)
        return reply.parsed

    async def article(self, body: bytes, *, url: str) -> str:
        """Give the main text of a web page. Raise ParseError if it has none or exceeds the limits."""
        reply = await self._answered(Job(task=Task.ARTICLE, url=url), body)
        if reply.article is None:
            raise _refusal(reply)
        return reply.article

    async def judge(self, items: Sequence[Item], *, feed: Feed) -> list[Analysis | Unjudged]:
        """Say what each item means, in order; one that exceeds the limits costs itself and no other."""
        judged: list[Analysis | Unjudged] = []
        for start in range(0, len(items), JUDGED_AT_ONCE):
            some = items[start : start + JUDGED_AT_ONCE]
            try:
                judged += await self._judged(some, feed)
            except ParseError as exc:
                if exc.kind not in _EXHAUSTED:
                    raise
                judged += await self._judged_singly(some, feed)
        return judged

    async def _judged_singly(self, items: Sequence[Item], feed: Feed) -> list[Analysis | Unjudged]:
        judged: list[Analysis | Unjudged] = []
        failed = 0
        for item in items:
            if failed == UNJUDGED_LIMIT:
                judged.append(Unjudged(item=item, error="not tried yet", is_postponed=True))
                continue
            try:
                judged += await self._judged([item], feed)
            except ParseError as exc:
                if exc.kind not in _EXHAUSTED:
                    raise
                failed += 1
                judged.append(Unjudged(item=item, error=str(exc)))
        return judged

    async def _judged(self, items: Sequence[Item], feed: Feed) -> Sequence[Analysis | Unjudged]:
        job = Job(task=Task.ITEMS, home=feed.home, kind=feed.kind)
        reply = await self._answered(job, ITEMS.dump_json(tuple(items)))
        if reply.judged is None or len(reply.judged) != len(items):
            raise _refusal(reply)
        return reply.judged

    async def _answered(self, job: Job, body: bytes) -> Reply:
        async with self._slots:
            return await self._asked(job, body)

    async def close(self) -> None:
        """End every worker and wait for it; documents in work are given up."""
        self._closed = True
        for worker in self._busy:
            worker.kill()
        idle, self._idle = self._idle, []
        await asyncio.gather(*(worker.stop() for worker in idle))
        # Whoever holds a slot is just finding out that its worker is gone.
        for _ in range(self._workers):
            await self._slots.acquire()
        for _ in range(self._workers):
            self._slots.release()

    async def _asked(self, job: Job, body: bytes) -> Reply:
        for _ in range(ATTEMPTS):
            if self._closed:
                raise ParseError("the parser was closed", kind="closed", advice="nothing to do")
            worker = self._idle.pop() if self._idle else Worker(self._timeout_s, self._memory_mb)
            self._busy.add(worker)
            try:
                reply = await worker.ask(job, body)
            except WorkerDiedError as exc:
                if exc.timed_out:
                    raise ParseError(
                        f"not read within {self._timeout_s:g} s", kind="parse_timeout", advice=TOO_COMPLEX
                    ) from exc
                continue
            except NoWorkerError as exc:
                raise ParseError(
                    "the parser does not start",
                    kind="no_parser",
                    advice="raise CIVICWATCH_PARSE_MEMORY_MB; `python -m bot.feeds.worker 5 512` shows why",
                ) from exc
            finally:
                self._busy.discard(worker)
            await self._give_back(worker)
            return reply
        raise ParseError("the document ended its parser, twice", kind="parser_died", advice=TOO_COMPLEX)

    async def _give_back(self, worker: Worker) -> None:
        if self._closed or worker.is_spent:
            await worker.stop()
        else:
            self._idle.append(worker)


def _refusal(reply: Reply) -> ParseError:
    refusal = reply.refusal
    if refusal is None:
        return ParseError("the parser gave no answer", kind="parser_died", advice=TOO_COMPLEX)
    return ParseError(refusal.message, kind=refusal.kind, advice=refusal.advice)
