"""The live check: a verdict with an advice for every feed, politely reached."""

import asyncio
from datetime import UTC, datetime

from bot.core.errors import FetchError
from bot.core.models import Feed, Validators
from bot.core.vocabulary import SourceKind
from bot.feeds.checkup import Doctor, Health
from bot.feeds.parse import parse_document
from bot.ports import Fetched, ParsedFeed

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RSS = "<rss version='2.0'><channel><title>T</title>{}</channel></rss>"
ITEM = "<item><title>One</title><pubDate>{}</pubDate></item>"


class Web:
    """Answers by path; counts how many requests are under way at each host."""

    def __init__(self) -> None:
        self.most = 0
        self._open = 0

    async def fetch(self, feed: Feed, validators: Validators) -> Fetched:
        self._open += 1
        self.most = max(self.most, self._open)
        await asyncio.sleep(0)
        self._open -= 1
        name = feed.url.rpartition("/")[2]
        if name == "dead":
            raise FetchError("HTTP 404", kind="http_404", advice="look for its new address")
        item = {"empty": "", "old": ITEM.format("Mon, 05 Jan 2026 12:00:00 GMT")}.get(
            name, ITEM.format("Mon, 23 Nov 2026 11:00:00 GMT")
        )
        return Fetched(
            status=200,
            body=b"Invalid feed" if name == "withdrawn" else RSS.format(item).encode(),
            content_type="",
            url=feed.url,
            validators=validators,
            moved_to="https://new.example/moved" if name == "moved" else None,
        )

    async def parse(self, body: bytes, *, feed: Feed, content_type: str = "", url: str = "") -> ParsedFeed:
        return parse_document(body, content_type=content_type, url=url, now=NOW)

    async def close(self) -> None:
        """Nothing is open."""


def feeds(*names: str, host: str = "bee.example") -> list[Feed]:
    return [Feed(slug=name, name=name, url=f"https://{host}/{name}", kind=SourceKind.NEWS) for name in names]


async def test_every_feed_gets_its_verdict_in_order():
    web, seen = Web(), []
    doctor = Doctor(web, web, now=NOW)
    names = ("fine", "dead", "empty", "old", "moved", "withdrawn")
    checkups = await doctor.examine(feeds(*names), seen=seen.append)

    assert [(each.slug, each.health) for each in checkups] == [
        ("fine", Health.OK),
        ("dead", Health.FAILED),
        ("empty", Health.EMPTY),
        ("old", Health.QUIET),
        ("moved", Health.MOVED),
        ("withdrawn", Health.FAILED),
    ]
    assert [each.error_kind for each in checkups if each.health is Health.FAILED] == [
        "http_404",
        "invalid_feed",
    ]
    assert all(each.advice for each in checkups if each.health is not Health.OK)
    assert sorted(each.slug for each in seen) == sorted(names)


async def test_one_host_is_asked_one_thing_at_a_time():
    web = Web()
    await Doctor(web, web, now=NOW).examine(feeds(*"abcdef"))

    assert web.most == 1


async def test_different_hosts_are_asked_together():
    web = Web()
    await Doctor(web, web, now=NOW).examine([*feeds("a"), *feeds("b", host="gavel.example")])

    assert web.most == 2
