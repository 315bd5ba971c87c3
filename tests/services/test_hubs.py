"""WebSub over loopback: a hub that keeps to the Recommendation, our callbacks, and what it makes of the polls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import aiohttp
import pytest
from clocks import FixedClock
from hub import Hub, hub_at_work
from services.pipeline import ScriptedFetcher, document, entry, feed, poller

from bot.core.errors import FetchError
from bot.core.models import Feed, Validators
from bot.core.websub import PING_FLOOR_S, PUSHED_POLL_S, HubLinks
from bot.feeds.fetch import HttpFetcher
from bot.ports import FeedLease, FinishedPoll, PollOutcome
from bot.services.hubs import HubCallbacks, HubNotes, Subscriber
from bot.store import SqlStore
from bot.web import server
from bot.web.server import listening

COUNCIL = feed("council")
DAY_S = 86_400


@dataclass
class World:
    """A store with one feed, a hub, and our side of both."""

    store: SqlStore
    clock: FixedClock
    hub: Hub
    subscriber: Subscriber
    notes: HubNotes
    site: str

    async def lease(self) -> FeedLease | None:
        """The feed, if it is due."""
        found = await self.store.claim_feeds(limit=1, lease_s=60, unpaced={"council.example"})
        return found[0] if found else None

    async def polled(self, *titles: str) -> None:
        """Poll the feed if it is due, with a document of these titles."""
        fetcher = ScriptedFetcher(
            {"council": document(*(entry(title) for title in titles))}, self.links(self.hub.url)
        )
        one = poller(self.store, fetcher, {"council": COUNCIL}, hubs=self.notes)
        await one.poll_due()

    async def found(self, hub: str = "") -> None:
        """The feed says that it is published at the hub."""
        (health,) = await self.store.feed_health()
        assert health.slug == "council"
        await self.notes.note(lease(), COUNCIL, self.links(hub or self.hub.url), HubLinks())

    @staticmethod
    def links(hub: str) -> HubLinks:
        """What the feed says of where it is published."""
        return HubLinks(hubs=(hub,), topic="http://council.example/feed")

    async def live(self) -> None:
        """Found, asked and verified."""
        await self.found()
        await self.subscriber.work()
        assert (await self.hub.verify())[0] == 200

    async def next_poll(self) -> timedelta:
        (health,) = await self.store.feed_health()
        return health.next_poll_at - self.clock()


def lease(feed_id: int = 1) -> FeedLease:
    return FeedLease(
        feed_id=feed_id, slug="council", fence=1, validators=Validators(), seeded=True, failures=0,
        unchanged_polls=0, gap_s=None, claimed_at=FixedClock().now,
    )  # fmt: skip


@asynccontextmanager
async def world(store: SqlStore, clock: FixedClock) -> AsyncIterator[World]:
    await store.sync_feeds([COUNCIL])
    fetcher = HttpFetcher(user_agent="test", allow_hosts=["127.0.0.1"])
    async with hub_at_work() as hub, listening(HubCallbacks(store), host="127.0.0.1", port=0) as port:
        site = f"http://127.0.0.1:{port}"
        yield World(
            store,
            clock,
            hub,
            Subscriber(store, fetcher, f"{site}/civicwatch/"),
            HubNotes(store, {"127.0.0.1", "council.example"}),
            site,
        )
    await fetcher.close()


@pytest.fixture
async def ours(store: SqlStore, clock: FixedClock) -> AsyncIterator[World]:
    async with world(store, clock) as one:
        yield one


async def test_a_hub_is_asked_verifies_and_its_word_makes_the_feed_due(ours: World):
    await ours.polled("One")
    await ours.live()
    assert await ours.lease() is None

    assert await ours.hub.distribute(b"<feed/>") == 202

    assert (await ours.lease()).slug == "council"
    (form,) = ours.hub.asked
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == "http://council.example/feed"
    assert form["hub.callback"].startswith(f"{ours.site}/civicwatch/websub/")
    assert len(form["hub.callback"].rpartition("/")[2]) == 43
    assert form["hub.lease_seconds"] == str(7 * DAY_S)


async def test_what_is_pushed_is_never_taken_for_content(ours: World):
    await ours.polled("One")
    await ours.live()
    await ours.hub.distribute(document(entry("Minneapolis City Council bans facial recognition")))
    await ours.polled("One")

    assert (await ours.store.counts()).items == 1


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_every_method_of_the_recommendation_is_believed(ours: World, method: str):
    await ours.polled("One")
    await ours.live()
    await ours.hub.distribute(b"<feed/>", method=method)

    assert await ours.lease() is not None


@pytest.mark.parametrize("signature", ["", "sha256=00", "md5=00", "sha256=" + "0" * 64, "sha1"])
async def test_a_wrong_signature_is_answered_alike_and_changes_nothing(ours: World, signature: str):
    await ours.polled("One")
    await ours.live()

    assert await ours.hub.distribute(b"<feed/>", signature=signature) == 202
    assert await ours.lease() is None


@pytest.mark.parametrize(
    "changes",
    [
        {"hub.topic": "http://council.example/other"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 2_000},
    ],
)
async def test_only_what_was_asked_is_verified(ours: World, changes: dict[str, str]):
    await ours.found()
    await ours.subscriber.work()

    status, text = await ours.hub.verify(**changes)

    assert status == 404
    assert "some-random-words" not in text
    assert "xxx" not in text
    assert await ours.hub.distribute(b"<feed/>") == 410


async def test_nothing_is_verified_before_it_was_asked_or_twice(ours: World):
    await ours.live()

    assert (await ours.hub.verify())[0] == 404


async def test_a_callback_that_nobody_has_is_unknown(ours: World):
    async with aiohttp.ClientSession() as session:
        for path in (f"websub/{'x' * 43}", "websub/short", "", "websub/", f"websub/{'x' * 43}/more"):
            query = {
                "hub.mode": "subscribe",
                "hub.topic": "http://council.example/feed",
                "hub.challenge": "c",
            }
            async with session.get(f"{ours.site}/{path}", params=query) as answer:
                assert answer.status == 404
            async with session.post(f"{ours.site}/{path}", data=b"<feed/>") as answer:
                assert answer.status in (404, 410)


async def test_a_flood_of_pings_is_one_poll_a_minute_and_none_is_lost(ours: World):
    await ours.polled("One")
    await ours.live()
    for _ in range(20):
        await ours.hub.distribute(b"<feed/>")
    await ours.polled("One", "Two")
    assert (await ours.store.counts()).items == 2

    await ours.hub.distribute(b"<feed/>")
    assert await ours.lease() is None
    ours.clock.advance(PING_FLOOR_S)
    await ours.subscriber.work()

    assert await ours.lease() is not None


async def test_a_ping_during_a_poll_is_remembered_to_its_end(ours: World):
    """The running poll may have read the document before it changed."""
    await ours.polled("One")
    await ours.live()
    ours.clock.advance(DAY_S)
    held = await ours.lease()
    await ours.hub.distribute(b"<feed/>")
    await ours.store.finish_polls([FinishedPoll(lease=held, outcome=PollOutcome(status=304, ms=1))])
    assert await ours.lease() is None
    await ours.subscriber.work()

    assert await ours.lease() is not None


async def test_a_ping_does_not_shorten_the_wait_of_a_failing_feed(ours: World):
    await ours.live()
    error = FetchError("HTTP 429", kind="http_429", status=429, retry_after_s=7200)
    await poller(ours.store, ScriptedFetcher({"council": error}), {"council": COUNCIL}).poll_due()

    await ours.hub.distribute(b"<feed/>")

    assert await ours.next_poll() >= timedelta(hours=2)


async def test_polls_are_rarer_only_once_the_hub_has_proved_to_tell_and_never_stop(ours: World):
    await ours.polled("One")
    await ours.live()
    ours.clock.advance(3600)
    await ours.polled("One")
    assert await ours.next_poll() < timedelta(hours=1)  # it has told nothing yet

    ours.clock.advance(120)
    await ours.hub.distribute(b"<feed/>")
    await ours.polled("One", "Two")
    assert await ours.next_poll() == timedelta(seconds=PUSHED_POLL_S)

    ours.clock.advance(PUSHED_POLL_S)
    await ours.polled("One", "Two", "Three")  # of which the hub said nothing
    assert (await ours.store.counts()).items == 3
    assert await ours.next_poll() < timedelta(hours=1)
    ours.clock.advance(3600)
    await ours.polled("One", "Two", "Three")
    assert await ours.next_poll() < timedelta(hours=1)


async def test_a_change_that_the_publisher_does_not_show_yet_is_looked_for_soon(ours: World):
    """Caches: the hub tells before the feed's own server gives the new document."""
    await ours.polled("One")
    await ours.live()
    ours.clock.advance(120)
    await ours.hub.distribute(b"<feed/>")
    await ours.polled("One")

    assert await ours.next_poll() < timedelta(hours=1)


async def test_a_lease_is_renewed_before_it_ends_and_its_end_is_the_end_of_trust(ours: World):
    await ours.live()
    await ours.hub.distribute(b"<feed/>")
    ours.clock.advance(5 * DAY_S)
    await ours.subscriber.work()
    assert len(ours.hub.asked) == 1

    ours.clock.advance(DAY_S)
    await ours.subscriber.work()
    assert len(ours.hub.asked) == 2
    assert ours.hub.asked[0]["hub.callback"] == ours.hub.asked[1]["hub.callback"]
    assert (await ours.hub.verify())[0] == 200
    (health,) = await ours.store.feed_health()
    assert health.pushed_until == ours.clock() + timedelta(days=7)
    ours.clock.advance(6 * DAY_S)
    assert await ours.hub.distribute(b"<feed/>") == 202
    await ours.polled("One")
    ours.clock.advance(DAY_S + 1)
    (health,) = await ours.store.feed_health()
    assert health.pushed_until is None
    await ours.polled("One", "Two")
    assert await ours.next_poll() < timedelta(hours=1)


async def test_a_hub_that_never_verifies_is_asked_again(ours: World):
    await ours.found()
    await ours.subscriber.work()
    ours.clock.advance(3000)
    await ours.subscriber.work()
    assert len(ours.hub.asked) == 1
    ours.clock.advance(601)
    await ours.subscriber.work()
    assert len(ours.hub.asked) == 2


async def test_a_hub_that_refuses_is_asked_less_and_less_often(ours: World):
    await ours.found()
    ours.hub.status = 403
    await ours.subscriber.work()
    assert (await ours.hub.verify())[0] == 404
    for wait_s, asked in ((899, 1), (2, 2), (1700, 2), (200, 3)):
        ours.clock.advance(wait_s)
        await ours.subscriber.work()
        assert len(ours.hub.asked) == asked


async def test_a_denial_ends_what_was_live(ours: World):
    await ours.live()
    status, text = await ours.hub.verify(
        **{"hub.mode": "denied", "hub.reason": "<script>", "hub.challenge": ""}
    )
    assert (status, text) == (200, "")
    assert await ours.hub.distribute(b"<feed/>") == 410


async def test_another_hub_gets_another_callback_and_the_old_one_dies(ours: World):
    await ours.live()
    async with hub_at_work() as other:
        await ours.found(other.url)
        await ours.subscriber.work()
        assert await ours.hub.distribute(b"<feed/>") == 410
        assert other.asked[0]["hub.callback"] != ours.hub.asked[0]["hub.callback"]
        assert other.asked[0]["hub.secret"] != ours.hub.asked[0]["hub.secret"]


async def test_a_feed_that_names_no_hub_any_more_has_no_subscription(ours: World):
    await ours.live()
    await ours.notes.note(lease(), COUNCIL, HubLinks(), HubLinks())

    assert await ours.hub.distribute(b"<feed/>") == 410


async def test_a_feed_that_is_no_longer_polled_is_neither_renewed_nor_heard(ours: World):
    await ours.live()
    await ours.store.sync_feeds([])
    ours.clock.advance(6 * DAY_S)
    await ours.subscriber.work()

    assert len(ours.hub.asked) == 1
    assert await ours.hub.distribute(b"<feed/>") == 410


@pytest.mark.parametrize(
    "private",
    [
        feed("council", secrets={"COUNCIL_KEY": "t0ken"}),
        feed("council", headers={"Authorization": "Bearer t0ken"}),
        replace(COUNCIL, url="http://council.example/feed?key=t0ken"),
        replace(COUNCIL, url="http://me:t0ken@council.example/feed"),
    ],
)
async def test_a_private_feeds_token_is_told_to_no_hub(ours: World, private: Feed):
    links = HubLinks(hubs=(ours.hub.url,), topic="http://council.example/feed?key=t0ken")
    await ours.notes.note(lease(), private, links, HubLinks())
    await ours.subscriber.work()

    assert ours.hub.asked == []


async def test_a_strangers_feed_does_not_choose_whom_we_call_in_our_network(ours: World):
    links = HubLinks(hubs=(ours.hub.url,), topic="http://stranger.example/feed")
    stranger = replace(COUNCIL, url="https://stranger.example/rss")
    await ours.notes.note(lease(), stranger, links, HubLinks())
    await ours.subscriber.work()

    assert ours.hub.asked == []


async def test_a_hub_is_followed_where_it_moved_with_the_form(ours: World):
    ours.hub.location = ours.hub.url.replace("/hub", "/moved")
    await ours.found()
    await ours.subscriber.work()

    assert len(ours.hub.asked) == 1


async def test_a_hub_leads_to_no_host_that_was_opened_for_own_feeds(ours: World):
    fetcher = HttpFetcher(user_agent="test", allow_hosts=["127.0.0.1", "localhost"])
    ours.hub.location = ours.hub.url.replace("127.0.0.1", "localhost")
    await ours.found()
    await Subscriber(ours.store, fetcher, ours.site).work()
    await fetcher.close()

    assert ours.hub.asked == []


async def test_a_hub_inside_a_private_network_is_not_asked(ours: World):
    fetcher = HttpFetcher(user_agent="test")
    await ours.found()
    await Subscriber(ours.store, fetcher, ours.site).work()
    await fetcher.close()

    assert ours.hub.asked == []
    assert (await ours.store.due_hubs(limit=5, site=ours.site)) == []  # it is tried again later
    ours.clock.advance(900)
    assert (await ours.store.due_hubs(limit=5, site=ours.site))[0].failures == 1


async def test_hubs_are_asked_anew_when_our_public_address_changed(ours: World):
    await ours.live()
    moved = Subscriber(ours.store, ours.subscriber.client, f"{ours.site}/elsewhere")
    await moved.work()
    await moved.work()

    assert len(ours.hub.asked) == 2
    assert "/elsewhere/websub/" in ours.hub.asked[-1]["hub.callback"]


async def test_without_a_public_address_nobody_is_relied_on_to_tell(ours: World):
    await ours.polled("One")
    await ours.live()
    ours.clock.advance(120)
    await ours.hub.distribute(b"<feed/>")
    fetcher = ScriptedFetcher({"council": document(entry("One"), entry("Two"))})
    await poller(ours.store, fetcher, {"council": COUNCIL}).poll_due()

    assert await ours.next_poll() < timedelta(hours=1)


async def test_a_process_sees_that_another_one_noted_another_hub(ours: World):
    await ours.found()
    await HubNotes(ours.store, ours.notes.own_hosts).note(
        lease(), COUNCIL, ours.links("https://other.example/hub"), HubLinks()
    )
    await ours.found()

    (due,) = await ours.store.due_hubs(limit=5, site=ours.site)
    assert due.hub == ours.hub.url


async def test_a_body_beyond_the_limit_is_refused(ours: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "BODY_LIMIT", 1_000)
    await ours.polled("One")
    await ours.live()

    assert await ours.hub.distribute(b"x" * 2_000) == 413
    assert await ours.lease() is None


async def test_more_calls_than_can_be_worked_on_are_told_to_come_back(
    ours: World, monkeypatch: pytest.MonkeyPatch
):
    await ours.live()
    monkeypatch.setattr(server, "AT_ONCE", 0)
    async with listening(HubCallbacks(ours.store), host="127.0.0.1", port=0) as port:
        form = ours.hub.asked[0]
        form["hub.callback"] = f"http://127.0.0.1:{port}/websub/{form['hub.callback'].rpartition('/')[2]}"

        assert await ours.hub.distribute(b"<feed/>") == 503


async def test_another_process_on_the_database_hears_as_well(ours: World):
    await ours.polled("One")
    await ours.live()
    async with listening(HubCallbacks(ours.store), host="127.0.0.1", port=0) as port:
        form = ours.hub.asked[0]
        form["hub.callback"] = f"http://127.0.0.1:{port}/websub/{form['hub.callback'].rpartition('/')[2]}"
        assert await ours.hub.distribute(b"<feed/>") == 202

    assert await ours.lease() is not None


async def test_a_poll_takes_note_of_what_the_document_says(ours: World):
    links = f"<atom:link rel='hub' href='{ours.hub.url}'/><atom:link rel='self' href='https://council.example/rss'/>"
    body = f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>T</title>{links}{entry('One')}</channel></rss>"
    one = poller(
        ours.store, ScriptedFetcher({"council": body.encode()}), {"council": COUNCIL}, hubs=ours.notes
    )
    await one.poll_due()
    await ours.subscriber.work()

    assert ours.hub.asked[0]["hub.topic"] == "https://council.example/rss"
