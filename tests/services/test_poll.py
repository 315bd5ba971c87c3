"""From a feed's bytes to pending deliveries: nothing missed, nothing twice, nothing flooded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from conftest import FixedClock
from services.pipeline import ScriptedFetcher, Told, document, entry, feed, poller

from bot.core.errors import FetchError, StoreError
from bot.core.models import Dating, Destination, Filter, Item, Subscription
from bot.core.vocabulary import Action, DateBasis, DeliveryState, Fate, Platform
from bot.services.intake import IntakeRules, is_reissue, is_too_old
from bot.store import SqlStore

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MAIN = Destination(platform=Platform.CONSOLE, workspace="", channel="main")
OLD = entry("Library opens on Sundays", "The library will open on Sundays.", at=NOW - timedelta(days=1))
VOTE = "Duluth City Council votes 7-2 to ban police use of facial recognition"
VOTE_TEXT = (
    "The Duluth City Council voted 7-2 on Monday to ban the Duluth Police Department from using facial "
    "recognition technology. The ordinance takes effect in January."
)
OTHER_TEXT = (
    "Duluth police may no longer use facial recognition after the City Council approved a ban by a 7-2 vote "
    "on Monday night. Council members cited errors of the technology."
)


async def follow_everything(store: SqlStore) -> None:
    await store.add_subscription(Subscription(id=0, destination=MAIN, filter=Filter()))


async def fates(store: SqlStore) -> dict[str, Fate]:
    return {trace.title: trace.decision.fate for trace in await store.trace("", limit=100)}


async def test_first_contact_records_and_posts_nothing(store: SqlStore) -> None:
    """Adding a feed never floods a channel."""
    feeds = {"duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD, entry(VOTE, VOTE_TEXT, at=NOW))})
    await poller(store, fetcher, feeds).poll_due()
    assert set((await fates(store)).values()) == {Fate.BASELINE}
    assert await store.deliveries() == []


async def test_one_vote_in_three_outlets_is_one_delivery(store: SqlStore) -> None:
    """Twenty articles about one vote are one story, one post per channel."""
    feeds = {slug: feed(slug, home="us/mn") for slug in ("ledger", "herald", "tribune")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher(dict.fromkeys(feeds, document(OLD)))
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    fetcher.bodies["ledger"] = document(OLD, entry(VOTE, VOTE_TEXT, guid="a", at=NOW))
    await polls.poll_now()
    fetcher.bodies["herald"] = document(
        OLD, entry("Duluth bans facial recognition by police", OTHER_TEXT, guid="b", at=NOW)
    )
    fetcher.bodies["tribune"] = document(OLD, entry(VOTE + " - The Ledger", VOTE_TEXT, guid="c", at=NOW))
    await polls.poll_now()
    rows = await store.deliveries()
    assert len(rows) == 1
    assert rows[0].story_id is not None
    story = await store.story(rows[0].story_id)
    assert story is not None
    assert len(story.sources) == 3
    assert story.verdict.vote == "7-2"


async def test_a_regenerated_guid_or_a_bumped_date_posts_nothing_twice(store: SqlStore) -> None:
    """New means identity, never date."""
    feeds = {"duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    url = "https://duluth.example/vote"
    for guid, at in (("1", NOW - timedelta(hours=2)), ("2", NOW - timedelta(hours=2)), ("2", NOW)):
        fetcher.bodies["duluth"] = document(OLD, entry(VOTE, VOTE_TEXT, guid=guid, at=at, url=url))
        await polls.poll_now()
    assert len(await store.deliveries()) == 1
    assert len(await store.trace("", limit=100)) == 2


async def test_an_outlets_tail_in_the_title_hides_no_repetition(store: SqlStore) -> None:
    """What is kept for recognition is what the feed gave, not what cleaning left of it."""
    feeds = {"duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    for guid in ("1", "2"):
        news = entry(
            f"{VOTE} - The Outlet", VOTE_TEXT, guid=guid, at=NOW, url=f"https://outlet.example/{guid}"
        )
        fetcher.bodies["duluth"] = document(OLD, news)
        await polls.poll_now()
    assert len(await store.trace("", limit=100)) == 2


@pytest.mark.parametrize(("kept", "posts"), [(3, 1), (0, 0)])
async def test_another_address_under_the_same_name(store: SqlStore, kept: int, posts: int) -> None:
    """A feed that moved goes on; another document in its place is met like a new feed: silently."""
    feeds = {"duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    quiet = [entry(f"Library news {n}", "The library.", guid=f"q{n}", at=NOW) for n in range(3)]
    fetcher = ScriptedFetcher({"duluth": document(*quiet)})
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    feeds["duluth"] = replace(feeds["duluth"], url="https://moved.example/rss")
    await store.sync_feeds(list(feeds.values()))
    fetcher.bodies["duluth"] = document(*quiet[:kept], entry(VOTE, VOTE_TEXT, at=NOW))
    await polls.poll_now()
    assert len(await store.deliveries()) == posts


async def test_one_broken_feed_stops_no_other_and_the_operator_is_told_once_it_lasts(store: SqlStore) -> None:
    feeds = {"broken": feed("broken"), "duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    error = FetchError("broken.example: 403", kind="blocked_by_cdn", advice="Ask the publisher.", status=403)
    fetcher, told = ScriptedFetcher({"broken": error, "duluth": document(OLD)}), Told()
    polls = poller(store, fetcher, feeds, told)
    for _ in range(3):
        reports = {report.feed: report for report in await polls.poll_now()}
    assert reports["broken"].error_kind == "blocked_by_cdn"
    assert reports["duluth"].error is None
    health = {row.slug: row for row in await store.feed_health()}
    assert (health["broken"].failures, health["broken"].advice) == (3, "Ask the publisher.")
    assert told.notices == [("broken: failing", "broken.example: 403: Ask the publisher.")]


async def test_a_failed_commit_loses_nothing(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items, stories, deliveries and validators commit together: the next poll sees all of it again."""
    feeds = {"duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    fetcher.bodies["duluth"] = document(OLD, entry(VOTE, VOTE_TEXT, at=NOW))
    whole = type(store).poll

    def interrupted(self: SqlStore, lease: object) -> object:
        manager = whole(self, lease)

        class Interrupted:
            async def __aenter__(self) -> object:
                self.tx = await manager.__aenter__()
                return self.tx

            async def __aexit__(self, *_: object) -> bool:
                error = StoreError("the disk is full")
                await manager.__aexit__(StoreError, error, None)
                raise error

        return Interrupted()

    with monkeypatch.context() as patch:
        patch.setattr(type(store), "poll", interrupted)
        (report,) = await polls.poll_now()
    assert report.error_kind == "store"
    assert await store.deliveries() == []
    await store.sync_feeds([])  # the lease of the lost poll ends with the feed's pause …
    await store.sync_feeds(list(feeds.values()))
    for lease_row in await store.feed_health():
        assert lease_row.failures == 0


async def test_old_news_is_kept_and_not_posted(store: SqlStore) -> None:
    feeds = {"duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    fetcher.bodies["duluth"] = document(OLD, entry(VOTE, VOTE_TEXT, at=NOW - timedelta(days=3)))
    await polls.poll_now()
    assert (await fates(store))[VOTE] is Fate.TOO_OLD
    assert await store.deliveries() == []
    assert len(await store.latest()) == 1


async def test_a_reissued_feed_is_held_and_the_operator_is_told(store: SqlStore) -> None:
    """A publisher that changes its software must not empty its archive into the channels."""
    feeds = {"duluth": feed("duluth")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher, told = ScriptedFetcher({"duluth": document(OLD)}), Told()
    polls = poller(store, fetcher, feeds, told)
    await polls.poll_now()
    archive = [
        entry(f"{town} City Council votes to ban facial recognition", VOTE_TEXT, guid=town) for town in TOWNS
    ]
    fetcher.bodies["duluth"] = document(*archive)
    await polls.poll_now()
    assert await store.deliveries() == []
    assert [title for title, _ in told.notices] == ["duluth: the feed was re-issued"]


TOWNS = (
    "Duluth",
    "Rochester",
    "Mankato",
    "Moorhead",
    "Winona",
    "Hibbing",
    "Bemidji",
    "Brainerd",
    "Austin",
    "Red Wing",
    "Faribault",
    "Northfield",
)


async def test_stories_over_the_hourly_cap_wait_for_the_digest(store: SqlStore) -> None:
    """Never a flood: the thirteenth message of an hour is a line in a digest."""
    feeds = {"duluth": feed("duluth", home="us/mn")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds, hourly_cap=2)
    await polls.poll_now()
    news = [
        entry(
            f"{town} City Council votes to ban police use of facial recognition",
            f"The {town} City Council voted on Monday to ban facial recognition by the {town} Police Department.",
            guid=town,
            at=NOW,
        )
        for town in ("Duluth", "Rochester", "Mankato", "Moorhead")
    ]
    fetcher.bodies["duluth"] = document(OLD, *news)
    (report,) = await polls.poll_now()
    assert (report.tally.stories, report.tally.queued, report.tally.digested) == (4, 2, 2)
    assert [row.state for row in await store.deliveries()] == [DeliveryState.PENDING] * 2


def bans(*towns: str, at: datetime, issue: str = "") -> list[str]:
    """A council's vote in each town, as one issue of a feed gives it."""
    return [
        entry(
            f"{town} City Council votes to ban police use of facial recognition",
            f"The {town} City Council voted on Monday to ban facial recognition by the {town} Police Department.",
            guid=f"{town}{issue}",
            url=f"https://outlet.example/{issue or 'news'}/{town.replace(' ', '-')}",
            at=at,
        )
        for town in towns
    ]


async def test_a_feed_that_gives_its_archive_new_dates_posts_no_story_again(
    store: SqlStore, clock: FixedClock
) -> None:
    """New software, new guids, new addresses, and every old entry dated today: the texts are the old stories'."""
    feeds = {"duluth": feed("duluth", home="us/mn")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds, hourly_cap=50)
    await polls.poll_now()
    fetcher.bodies["duluth"] = document(OLD, *bans(*TOWNS, at=clock.now))
    (report,) = await polls.poll_now()
    assert report.tally.queued == len(TOWNS)
    clock.advance(2 * 86_400)
    fetcher.bodies["duluth"] = document(*bans(*TOWNS, at=clock.now, issue="v2"))
    (report,) = await polls.poll_now()
    assert (report.tally.new, report.tally.queued, report.tally.digested) == (len(TOWNS), 0, 0)
    assert len(await store.deliveries()) == len(TOWNS)


async def test_a_day_s_news_at_once_is_no_reissue(store: SqlStore, clock: FixedClock) -> None:
    """After an outage everything in a document may be new: what is dated is news, and nothing of it is held."""
    feeds = {"duluth": feed("duluth", home="us/mn")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher, told = ScriptedFetcher({"duluth": document(OLD)}), Told()
    polls = poller(store, fetcher, feeds, told, hourly_cap=4)
    await polls.poll_now()
    fetcher.bodies["duluth"] = document(*bans(*TOWNS, at=clock.now))
    (report,) = await polls.poll_now()
    assert (report.tally.queued, report.tally.digested) == (4, len(TOWNS) - 4)
    assert Fate.HELD not in (await fates(store)).values()
    assert told.notices == []


async def test_what_is_held_of_a_reissued_feed_is_its_undated_part(
    store: SqlStore, clock: FixedClock
) -> None:
    """Its dated news is told as ever, and what comes after it too."""
    feeds = {"duluth": feed("duluth", home="us/mn")}
    await store.sync_feeds(list(feeds.values()))
    await follow_everything(store)
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    undated = [entry(f"{town} library opens", "The library.", guid=f"{town}-library") for town in TOWNS]
    fetcher.bodies["duluth"] = document(*undated, *bans("Duluth", at=clock.now))
    (report,) = await polls.poll_now()
    assert report.tally.queued == 1
    fetcher.bodies["duluth"] = document(*undated, *bans("Duluth", "Winona", at=clock.now))
    (report,) = await polls.poll_now()
    assert (report.tally.new, report.tally.queued) == (1, 1)


async def test_what_asks_for_something_leaves_before_what_can_wait(
    store: SqlStore, clock: FixedClock
) -> None:
    """A channel behind its platform's limit: the vote goes out before the column that was first."""
    feeds = {"duluth": feed("duluth", home="us/mn")}
    await store.sync_feeds(list(feeds.values()))
    wanted = Filter(actions=frozenset({Action.OPINION, Action.STUDY, Action.BAN}))
    await store.add_subscription(Subscription(id=0, destination=MAIN, filter=wanted))
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(store, fetcher, feeds)
    await polls.poll_now()
    column = entry(
        "Opinion: Duluth police should not use facial recognition",
        "Facial recognition by the Duluth Police Department would be a mistake, our columnist writes.",
        at=clock.now,
    )
    fetcher.bodies["duluth"] = document(OLD, column)
    await polls.poll_now()
    fetcher.bodies["duluth"] = document(OLD, column, *bans("Winona", at=clock.now))
    await polls.poll_now()
    (lease,) = await store.claim_deliveries(platforms=[Platform.CONSOLE], limit=1, lease_s=30)
    assert lease.story_id is not None
    story = await store.story(lease.story_id)
    assert story is not None
    assert story.verdict.action is Action.BAN
    assert len(await store.deliveries()) == 2


def dated_item(published: datetime, dating: Dating) -> Item:
    return Item(feed="duluth", guid="1", url="", title="Vote", text="", published=published, dating=dating)


def test_the_age_of_a_day_counts_from_its_end() -> None:
    """A vote in the evening of a day without a clock is news for as long as one that tells the hour."""
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    day = noon.replace(hour=0) - timedelta(days=2)
    a_day = dated_item(day, Dating(basis=DateBasis.PUBLISHED, is_day=True))
    a_moment = dated_item(day, Dating(basis=DateBasis.PUBLISHED))
    assert is_too_old(a_moment, now=noon, rules=IntakeRules())
    assert not is_too_old(a_day, now=noon, rules=IntakeRules())
    assert is_too_old(a_day, now=noon + timedelta(days=1), rules=IntakeRules())


def test_a_mass_of_updates_is_a_reissue() -> None:
    """The software's change touches every entry of a feed; its own date of publication it keeps."""
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    updated = [dated_item(now, Dating(basis=DateBasis.UPDATED))] * 11
    published = [dated_item(now, Dating(basis=DateBasis.PUBLISHED))] * 11
    assert is_reissue(updated, document_size=11)
    assert not is_reissue(published, document_size=11)
