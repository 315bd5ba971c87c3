"""Whose turn it is: one feed of a host at a time, a pause after it, and what a row remembers."""

import asyncio
from dataclasses import replace

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from store_values import a_feed, an_analysis, an_item

from bot.core.cadence import LONGEST_INTERVAL_S, next_poll_s
from bot.core.feed_memory import FeedMemory
from bot.core.models import Decision, Validators
from bot.core.vocabulary import Fate
from bot.ports import FinishedPoll, PollOutcome
from bot.store import open_store
from bot.store.database import database_at

DAY_S = 86_400
OK = PollOutcome(status=200, ms=10.0, next_poll_s=900.0, seeded=True)
CITIES = [
    a_feed(city, url=f"https://calendars.example/{city}.rss") for city in ("duluth", "hibbing", "winona")
]


async def claim(store, **more):
    return await store.claim_feeds(limit=10, lease_s=60.0, **more)


async def finish(store, *leases, outcome=OK):
    return await store.finish_polls([FinishedPoll(lease=lease, outcome=outcome) for lease in leases])


async def health(store, slug="gazette"):
    return next(each for each in await store.feed_health() if each.slug == slug)


async def test_a_host_with_many_feeds_is_asked_for_one_at_a_time_with_a_pause(store, clock):
    await store.sync_feeds([*CITIES, a_feed()])
    first = await claim(store)
    assert [lease.host for lease in first] == ["calendars.example", "gazette.example"]
    clock.advance(30)
    assert await claim(store) == []  # one is still on its way
    await finish(store, *first)
    assert await claim(store) == []
    assert await store.host_wait_s() == 2.0
    clock.advance(2)
    (second,) = await claim(store)
    assert second.slug != first[0].slug


async def test_a_crowded_host_crowds_out_no_other(store):
    """A thousand calendars on one server are due before the one newspaper."""
    crowd = [a_feed(f"city{number}", url=f"https://calendars.example/{number}") for number in range(60)]
    await store.sync_feeds([*crowd, a_feed("late")])
    slugs = [lease.slug for _ in range(2) for lease in await claim(store)]
    assert len(slugs) == 2
    assert "late" in slugs


async def test_a_host_whose_worker_died_is_free_when_its_lease_runs_out(store, clock):
    await store.sync_feeds(CITIES)
    await claim(store)
    clock.advance(61)
    assert len(await claim(store)) == 1


async def test_a_lease_that_is_held_on_to_is_renewed_with_its_host(store, clock):
    await store.sync_feeds(CITIES)
    held = await claim(store)
    for _ in range(5):
        clock.advance(41)  # a third and a bit is left
        assert await claim(store, held=held) == []
    clock.advance(59)
    assert await claim(store) == []
    assert await finish(store, *held) == set()


async def test_who_is_late_to_renew_keeps_the_lease_unless_it_passed_on(store, clock):
    """A worker that was kept from it for an hour must not be given anew what it polls already."""
    await store.sync_feeds([a_feed("mine"), a_feed("taken"), a_feed("done")])
    mine, taken, done = await claim(store)
    await finish(store, done, outcome=replace(OK, next_poll_s=9_999.0))
    clock.advance(3_600)
    (stolen,) = await store.claim_feeds(limit=1, lease_s=60.0, held=[mine])
    assert stolen.slug == "taken"
    assert await claim(store, held=[mine, taken, done]) == []
    assert await finish(store, mine, taken) == {taken.feed_id}


async def test_the_operators_own_hosts_have_no_lane(store):
    await store.sync_feeds(CITIES)
    leases = await claim(store, unpaced={"calendars.example"})
    assert len(leases) == 3
    await finish(store, *leases)
    await store.hasten_feeds()
    assert len(await claim(store, unpaced={"calendars.example"})) == 3


async def test_a_host_that_says_too_often_is_left_alone_by_all_its_feeds(store, clock):
    await store.sync_feeds(CITIES)
    (lease,) = await claim(store)
    await finish(store, lease, outcome=replace(OK, host_gap_s=600.0))
    clock.advance(599)
    assert await claim(store) == []
    clock.advance(1)
    assert len(await claim(store)) == 1


async def test_two_workers_never_ask_one_host_at_once(database_url):
    """Each sees the other's claim or skips what it locked."""
    one, two = open_store(database_url), open_store(database_url)
    await one.open()
    await two.open()
    feeds = [a_feed(f"f{n}", url=f"https://host{n % 5}.example/{n}") for n in range(40)]
    await one.sync_feeds(feeds)
    claims = await asyncio.gather(*(claim(store) for store in (one, two) * 4))
    hosts = [lease.host for leases in claims for lease in leases]
    assert len(hosts) == len(set(hosts)) == 5
    await one.close()
    await two.close()


@pytest.mark.parametrize("ahead_s", [6 * 3_600, 365 * DAY_S])
async def test_a_clock_that_ran_ahead_and_is_put_right_silences_no_feed(store, clock, ahead_s):
    await store.sync_feeds([a_feed("polled"), a_feed("leased"), *CITIES])
    clock.advance(ahead_s)
    leases = {lease.slug: lease for lease in await claim(store)}
    await finish(store, leases["polled"], leases["duluth"])
    clock.advance(-ahead_s)
    assert [lease.slug for lease in await claim(store)] == []
    await store.expire()
    assert [lease.slug for lease in await claim(store)] == ["polled", "leased", "duluth"]


async def test_a_new_feed_of_a_clock_that_ran_a_year_ahead_is_polled(store, clock):
    clock.advance(365 * DAY_S)
    await store.sync_feeds([a_feed()])
    clock.advance(-365 * DAY_S)
    await store.expire()
    assert len(await claim(store)) == 1


async def test_the_longest_waits_are_no_wrong_clocks(store, clock):
    await store.sync_feeds([a_feed("weekly"), a_feed("leased"), *CITIES])
    leases = {lease.slug: lease for lease in await claim(store)}
    weekly_s = next_poll_s(gap_s=None, unchanged_polls=0, fixed_s=LONGEST_INTERVAL_S, spread=1.0)
    await finish(store, leases["weekly"], outcome=replace(OK, next_poll_s=weekly_s))
    await finish(store, leases["duluth"], outcome=replace(OK, host_gap_s=3_600.0))
    await store.expire()
    assert await claim(store) == []
    clock.advance(3_599)
    await store.expire()
    assert [lease.slug for lease in await claim(store)] == ["leased"]


async def test_nothing_due_waits_for_no_host(store):
    await store.sync_feeds([])
    assert await store.host_wait_s() is None


async def test_hastened_feeds_are_due_and_paused_ones_stay_paused(store, clock):
    await store.sync_feeds([a_feed(), a_feed("paused", enabled=False)])
    await finish(store, *await claim(store))
    clock.advance(2)
    assert await claim(store) == []
    await store.hasten_feeds()
    assert [lease.slug for lease in await claim(store)] == ["gazette"]


async def test_many_new_feeds_start_one_after_the_other_and_one_more_at_once(store, clock):
    many = [a_feed(f"feed{number}") for number in range(60)]
    await store.sync_feeds(many, spread=True)
    started = []
    for _ in range(13):
        started.append(len(leases := await store.claim_feeds(limit=99, lease_s=9_999)))
        await finish(store, *leases)
        clock.advance(10)
    assert sum(started) == 60
    assert max(started) < 20  # evenly it would be five
    await store.sync_feeds([*many, a_feed("another")], spread=True)
    assert [lease.slug for lease in await claim(store)] == ["another"]


async def test_a_row_remembers_until_its_address_is_changed(store, clock):
    memory = FeedMemory(
        moved_to="https://new.example/feed",
        last_item_at=clock.now,
        quiet_after_s=259_200.0,
        quiet_told_at=clock.now,
        failing_told_at=clock.now,
    )
    await store.sync_feeds([a_feed()])
    await finish(store, *await claim(store), outcome=replace(OK, memory=memory, host="new.example"))
    (lease,) = await claim(store, force=True)
    assert lease.memory == memory
    await store.sync_feeds([a_feed()])  # a restart
    await finish(store, lease)
    (lease,) = await claim(store, force=True)
    assert (lease.memory, lease.host) == (memory, "new.example")
    await store.sync_feeds([a_feed(url="https://gazette.example/other.xml")])
    await finish(store, lease)
    (lease,) = await claim(store, force=True)
    assert (lease.memory, lease.host) == (FeedMemory(), "gazette.example")


async def test_a_feed_waits_in_the_lane_of_where_it_moved(store, clock):
    await store.sync_feeds([a_feed(), a_feed("other", url="https://new.example/other")])
    leases = await claim(store)
    gone = replace(OK, memory=FeedMemory(moved_to="https://new.example/feed"), host="new.example")
    await store.finish_polls(
        [
            FinishedPoll(lease=lease, outcome=outcome)
            for lease, outcome in zip(leases, (gone, OK), strict=True)
        ]
    )
    await store.hasten_feeds()
    clock.advance(2)
    assert [lease.host for lease in await claim(store)] == ["new.example"]


async def test_outcomes_that_end_together_are_written_together_but_for_lost_leases(store, clock):
    await store.sync_feeds([a_feed("one"), a_feed("two"), a_feed("three")])
    one, two, three = await claim(store)
    clock.advance(61)
    (again,) = await store.claim_feeds(limit=1, lease_s=60.0)
    assert again.slug == one.slug
    broken = replace(OK, error_kind="http_403", error="403", advice="ask them")
    item = an_item()
    kept = [(item, an_analysis(item, relevant=False, score=0.1), Decision(fate=Fate.IRRELEVANT))]
    lost = await store.finish_polls(
        [
            FinishedPoll(lease=one, outcome=OK, kept=kept),
            FinishedPoll(lease=two, outcome=OK, kept=kept),
            FinishedPoll(lease=three, outcome=broken),
        ]
    )
    assert lost == {one.feed_id}
    assert [trace.feed for trace in await store.trace(item.url)] == ["two"]
    assert (await health(store, "one")).last_poll_at is None
    assert (await health(store, "two")).last_ok_at == clock.now
    assert ((await health(store, "three")).failures, (await health(store, "three")).error) == (1, "403")


async def test_polls_without_a_change_end_leases_and_failures_and_touch_nothing_else(store, clock):
    """They are written by statements of their own, beside whatever else ended with them."""
    feeds = [a_feed(slug) for slug in ("calm", "failing", "lost", "news")]
    learned = replace(
        OK,
        validators=Validators(etag='"1"', body_sha256="ab"),
        gap_s=7_200.0,
        memory=FeedMemory(last_item_at=clock.now, quiet_after_s=259_200.0),
    )
    failed = replace(OK, status=503, seeded=None, error_kind="http_503", error="503", advice="wait")
    await store.sync_feeds(feeds)
    await finish(store, *await claim(store), outcome=learned)
    (_, failing, *_) = await claim(store, force=True)
    await finish(store, failing, outcome=failed)
    clock.advance(61)  # the others' leases run out
    leases = {lease.slug: lease for lease in await claim(store, force=True)}
    clock.advance(61)
    for again in await claim(store, force=True):
        leases |= {again.slug: again} if again.slug != "lost" else {}
    unchanged = replace(
        OK,
        status=304,
        next_poll_s=500.0,
        seeded=None,
        validators=learned.validators,
        gap_s=learned.gap_s,
        memory=learned.memory,
    )
    outcomes = dict.fromkeys(leases, unchanged) | {"news": replace(learned, new_items=3, gap_s=3_600.0)}
    lost = await store.finish_polls(
        [FinishedPoll(lease=lease, outcome=outcomes[slug]) for slug, lease in leases.items()]
    )
    assert lost == {leases["lost"].feed_id}
    rows = {row.slug: row for row in await store.feed_health()}
    assert {slug: row.last_ok_at == clock.now for slug, row in rows.items()} == {
        "calm": True,
        "failing": True,
        "lost": False,
        "news": True,
    }
    row = rows["failing"]
    assert (row.failures, row.error_kind, row.error, row.advice) == (0, None, None, None)
    clock.advance(500)
    after = {lease.slug: lease for lease in await claim(store) if lease.slug != "lost"}
    assert after.keys() == {"calm", "failing"}  # news comes later
    assert {lease.unchanged_polls for lease in after.values()} == {2}
    for slug, lease in after.items():
        same = ("validators", "memory", "gap_s", "seeded", "host", "pushed_until", "pinged_at")
        assert [getattr(lease, name) for name in same] == [getattr(leases[slug], name) for name in same]


async def test_what_a_new_address_forgets_no_unchanged_poll_of_the_old_one_brings_back(store):
    await store.sync_feeds([a_feed()])
    known = replace(OK, validators=Validators(etag='"1"'))
    await finish(store, *await claim(store), outcome=known)
    (lease,) = await claim(store, force=True)
    await store.sync_feeds([a_feed(url="https://gazette.example/other.xml")])
    await finish(store, lease, outcome=replace(known, status=304))
    (lease,) = await claim(store, force=True)
    assert lease.validators == Validators()


async def test_health_shows_rhythm_silence_and_the_relevant_share(store, clock):
    await store.sync_feeds([a_feed()])
    memory = FeedMemory(last_item_at=clock.now, quiet_after_s=86_400.0 * 3)
    await finish(store, *await claim(store), outcome=replace(OK, gap_s=7_200.0, memory=memory))
    row = await health(store)
    assert (row.gap_s, row.last_item_at, row.is_quiet) == (7_200.0, clock.now, False)
    assert row.relevant_share is None
    assert replace(row, items=8, relevant=2).relevant_share == 0.25
    clock.advance(86_400 * 4)
    assert (await health(store)).is_quiet


async def test_a_database_from_before_the_lanes_is_polled_after_the_next_start(tmp_path, clock):
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    old = database_at(url)
    async with old.write() as tx:
        await tx.connection.run_sync(_upgraded_to_0002)
        await tx.run(
            text(
                "INSERT INTO feeds (slug, name, url, kind, trusted, seeded, next_at)"
                " VALUES ('gazette', 'G', 'https://gazette.example/feed.xml', 'news', true, true, 0)"
            )
        )
    await old.close()
    store = open_store(url, clock=clock)
    await store.open()
    assert await claim(store) == []  # it has no lane yet …
    await store.sync_feeds([a_feed()])
    (lease,) = await claim(store)
    assert (lease.host, lease.seeded, lease.memory) == ("gazette.example", True, FeedMemory())
    await store.close()


def _upgraded_to_0002(connection):
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "0002")
