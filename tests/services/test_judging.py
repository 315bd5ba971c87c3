"""One entry that the analysis can't take costs itself only."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from clocks import FixedClock
from services.pipeline import InProcessParser, ScriptedFetcher, Told, document, entry, feed, poller

from bot.core.classify import analyse
from bot.core.explanations import FATES
from bot.core.models import Analysis, Destination, Feed, Filter, Item, Subscription
from bot.core.vocabulary import Fate, Platform
from bot.feeds import verdicts
from bot.ports import Unjudged
from bot.services import judging
from bot.store import SqlStore

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MAIN = Destination(platform=Platform.CONSOLE, workspace="", channel="main")
OLD = entry("Library opens on Sundays", "The library will open on Sundays.", guid="old")
VOTE = entry(
    "Duluth City Council votes 7-2 to ban police use of facial recognition",
    "The Duluth City Council voted 7-2 on Monday to ban the Duluth Police Department from using facial "
    "recognition technology. The ordinance takes effect in January.",
    guid="vote",
    at=NOW,
)
POISON = "An entry that no rule foresaw"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The analysis with a fault that no real text is known to trigger; lists what it was asked."""
    asked: list[str] = []

    def faulty(item: Item, **setting: Any) -> Analysis:
        asked.append(item.title)
        if item.title.startswith(POISON):
            raise RecursionError("maximum recursion depth exceeded")
        return analyse(item, **setting)

    monkeypatch.setattr(verdicts, "analyse", faulty)
    return asked


async def fates(store: SqlStore) -> dict[str, Fate]:
    return {trace.title: trace.decision.fate for trace in await store.trace("", limit=100)}


async def test_one_bad_entry_stops_neither_its_feed_nor_its_neighbours(
    sqlite_store: SqlStore, clock: FixedClock, judged: list[str]
) -> None:
    """The vote beside it is posted; the operator is told once a day, the entry is never tried again."""
    feeds, told = {"duluth": feed("duluth")}, Told()
    await sqlite_store.sync_feeds(list(feeds.values()))
    await sqlite_store.add_subscription(Subscription(id=0, destination=MAIN, filter=Filter()))
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(sqlite_store, fetcher, feeds, told)
    await polls.poll_now()
    fetcher.bodies["duluth"] = document(OLD, entry(POISON, guid="a"), VOTE, entry(f"{POISON} 2", guid="b"))
    (report,) = await polls.poll_now()
    assert (report.error, report.tally.new, report.tally.queued) == (None, 3, 1)
    assert report.tally.fates == {Fate.NEW_STORY: 1, Fate.UNJUDGED: 2}
    assert [title for title, _ in told.notices] == ["duluth: 2 entries could not be judged"]
    assert POISON in told.notices[0][1]
    assert "RecursionError" in told.notices[0][1]
    assert (await fates(sqlite_store))[POISON] is Fate.UNJUDGED
    # The feed shows it again, beside something new.
    judged.clear()
    fetcher.bodies["duluth"] = document(OLD, entry(POISON, guid="a"), VOTE, entry("Snow is coming", guid="c"))
    await polls.poll_now()
    assert judged == ["Snow is coming"]
    assert len(told.notices) == 1


async def test_a_bad_entry_among_the_first_hinders_no_first_contact(
    sqlite_store: SqlStore, judged: list[str]
) -> None:
    """The feed counts as known afterwards."""
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher = ScriptedFetcher({"duluth": document(entry(POISON, guid="a"), OLD)})
    await poller(sqlite_store, fetcher, feeds).poll_now()
    assert sorted((await fates(sqlite_store)).values()) == [Fate.BASELINE, Fate.UNJUDGED]
    assert len(judged) == 2


async def test_why_tells_what_happened(sqlite_store: SqlStore, judged: list[str]) -> None:
    """The stored decision carries the error, and every fate has words."""
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    fetcher = ScriptedFetcher({"duluth": document(entry(POISON, guid="a"))})
    await poller(sqlite_store, fetcher, feeds).poll_now()
    (trace,) = await sqlite_store.trace(POISON)
    assert trace.decision.reasons == ("RecursionError: maximum recursion depth exceeded",)
    assert "our fault" in FATES[trace.decision.fate]


def test_the_operator_hears_of_a_feed_once_a_day(clock: FixedClock) -> None:
    """Notices with one key are sent once."""
    item = Item(feed="duluth", guid="a", url="", title="t" * 500, text="")
    failed = [Unjudged(item=item, error="ValueError: x")]
    notice = judging.notice_of(failed, slug="duluth", now=clock.now)
    assert notice.once_key == "unjudged:duluth:2026-11-23"
    assert notice.title == "duluth: one entry could not be judged"
    assert len(notice.text) < 500


@pytest.mark.parametrize("known", [True, False])
async def test_what_there_was_no_time_for_is_judged_by_the_next_poll(
    sqlite_store: SqlStore, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """Although the publisher's document is the same then; first contact stays first contact."""
    feeds = {"duluth": feed("duluth")}
    await sqlite_store.sync_feeds(list(feeds.values()))
    await sqlite_store.add_subscription(Subscription(id=0, destination=MAIN, filter=Filter()))
    fetcher = ScriptedFetcher({"duluth": document(OLD)})
    polls = poller(sqlite_store, fetcher, feeds)
    if known:
        await polls.poll_now()
    fetcher.bodies["duluth"] = document(OLD, VOTE)
    with monkeypatch.context() as hurried:
        hurried.setattr(InProcessParser, "judge", _in_a_hurry)
        (report,) = await polls.poll_now()
        assert "ban police" not in str(await fates(sqlite_store))
    assert report.tally.queued == 0
    (report,) = await polls.poll_now()

    assert set(report.tally.fates) == ({Fate.NEW_STORY} if known else {Fate.BASELINE})
    (report,) = await polls.poll_now()
    assert report.unchanged


async def _in_a_hurry(_: object, items: Sequence[Item], *, feed: Feed) -> list[Analysis | Unjudged]:
    return [Unjudged(item=item, error="not tried yet", is_postponed=True) for item in items]
