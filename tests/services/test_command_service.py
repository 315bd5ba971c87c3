"""Commands end to end on a real store: who may, what is saved, what one workspace may know of another."""

from dataclasses import replace

import pytest
from store_values import (
    GENERAL,
    NEWSROOM,
    SECOND,
    a_feed,
    a_subscription,
    an_analysis,
    an_item,
    polling,
    put_story,
)

from bot.core.commands import REGISTRY
from bot.core.errors import ChannelGoneError, StoreError, TemporaryDeliveryError
from bot.core.models import Caller, Decision, Destination, Filter, Receipt
from bot.core.vocabulary import Fate, Platform
from bot.services.commands import CHOICES, CommandService
from bot.services.subscriptions import FOLLOWS_PER_CHANNEL

MANAGER = Caller(destination=GENERAL, user="U1", may_manage=True)
READER = replace(MANAGER, user="U2", may_manage=False)
STRANGER = Caller(destination=NEWSROOM, user="U9", may_manage=True)


async def reachable(destination, *, threads=False):
    """A check that finds nothing missing."""


async def unreachable(destination, *, threads=False):
    raise ChannelGoneError(
        "the bot may not write in #general", advice="Give it the permission Send Messages."
    )


@pytest.fixture
def service(sqlite_store):
    return CommandService(
        sqlite_store,
        checks={Platform.DISCORD: reachable, Platform.SLACK: reachable},
        vendors=("Axon", "Flock Safety"),
    )


def said(answer):
    """Everything that a reader of the answer sees."""
    lines = [part for line in answer.lines for part in (line.text, line.url, line.detail) if part]
    return "\n".join([answer.title, *lines, answer.footer])


# --- follow, unfollow, list -----------------------------------------------------------------------------


async def test_follow_saves_and_shows_the_newest_story_as_a_sample(service, sqlite_store, clock):
    await put_story(sqlite_store, 1, at=clock.now)
    answer = await service.answer_text("follow face recognition in Minnesota", MANAGER)
    assert answer.ok
    assert answer.title == "Following #1: face_recognition in Minnesota"
    assert answer.message.sample
    assert answer.message.headline == "Council number 1 bans facial recognition"
    (saved,) = await sqlite_store.subscriptions(destination=GENERAL)
    assert (saved.filter.places, saved.created_by, saved.origin) == ({"us/mn"}, "U1", "command")
    assert await sqlite_store.deliveries() == []


async def test_follow_names_what_is_missing_and_saves_nothing(sqlite_store):
    service = CommandService(sqlite_store, checks={Platform.DISCORD: unreachable})
    answer = await service.answer_text("follow drones", MANAGER)
    assert not answer.ok
    assert "the bot may not write in #general" in answer.title
    assert "Give it the permission Send Messages." in said(answer)
    assert await sqlite_store.subscriptions() == []


async def test_follow_saves_nothing_while_the_platform_does_not_answer(sqlite_store):
    async def silent(destination, *, threads=False):
        raise TemporaryDeliveryError("no answer")

    service = CommandService(sqlite_store, checks={Platform.DISCORD: silent})
    assert not (await service.answer_text("follow drones", MANAGER)).ok
    assert await sqlite_store.subscriptions() == []


async def test_readers_may_read_only(service, sqlite_store):
    for spec in REGISTRY.values():
        answer = await service.answer_text(spec.example, READER)
        refused = not answer.ok and "Only those who may manage this channel" in answer.title
        assert refused is (spec.name in {"follow", "unfollow"})
    assert await sqlite_store.subscriptions() == []


async def test_the_same_follow_twice_is_one(service, sqlite_store):
    await service.answer_text("follow drones", MANAGER)
    again = await service.answer_text("subscribe UAVs", MANAGER)
    assert again.title == "This channel follows that already: #1 drones"
    assert len(await sqlite_store.subscriptions()) == 1


async def test_follow_warns_of_an_overlap(service):
    await service.answer_text("follow drones in MN", MANAGER)
    answer = await service.answer_text("follow everything", MANAGER)
    assert "Overlaps with #1 (drones in Minnesota)." in said(answer)


async def test_a_channel_has_so_many_follows_and_no_more(service):
    for score in range(FOLLOWS_PER_CHANNEL):
        await service.answer_text(f"follow min 0.{score + 10}", MANAGER)
    answer = await service.answer_text("follow drones", MANAGER)
    assert not answer.ok
    assert "unfollow one first" in answer.title


@pytest.mark.parametrize(
    "typed", ["unfollow 1", "unfollow #1", "unfollow drones in MN", "stop UAV Minnesota"]
)
async def test_unfollow_by_number_or_words(service, sqlite_store, typed):
    await service.answer_text("follow drones in MN", MANAGER)
    answer = await service.answer_text(typed, MANAGER)
    assert answer.title == "No longer following #1: drones in Minnesota"
    assert answer.footer == "Undo with: /civicwatch follow drones in Minnesota"
    assert await sqlite_store.subscriptions() == []


async def test_nobody_reaches_another_channels_follows(service, sqlite_store):
    await service.answer_text("follow drones", MANAGER)
    for caller in (STRANGER, replace(MANAGER, destination=SECOND)):
        answer = await service.answer_text("unfollow 1", caller)
        assert answer.title == "This channel has no follow #1; see list"
        assert "drones" not in said(await service.answer_text("list", caller))
        assert await service.choices("unfollow", "follow", "", caller) == []
    assert len(await sqlite_store.subscriptions()) == 1


async def test_follows_of_the_file_are_the_operators(service, sqlite_store):
    await sqlite_store.sync_subscriptions([a_subscription(GENERAL, origin="file")])
    (entry,) = await sqlite_store.subscriptions()
    answer = await service.answer_text(f"unfollow {entry.id}", MANAGER)
    assert "written in feeds.yaml" in answer.title
    assert "set in feeds.yaml" in said(await service.answer_text("list", READER))


async def test_list_counts_other_channels_of_the_workspace_only(service):
    await service.answer_text("follow drones", MANAGER)
    await service.answer_text("follow alpr", replace(MANAGER, destination=SECOND))
    await service.answer_text("follow bans", STRANGER)
    assert said(await service.answer_text("list", READER)) == (
        "This channel has 1 follow\n#1 drones\n1 follow in other channels here."
    )
    nothing = replace(READER, destination=replace(GENERAL, channel="3"))
    assert "follows nothing yet" in (await service.answer_text("list", nothing)).title


# --- latest, search -------------------------------------------------------------------------------------


async def test_latest_says_facts_and_span(service, sqlite_store, clock):
    await put_story(sqlite_store, 1, at=clock.now)
    answer = await service.answer_text("latest 3 face recognition in MN", READER)
    assert answer.title == "Newest stories: face_recognition in Minnesota"
    (line,) = answer.lines
    assert line.url == "https://gazette.example/1"
    assert "Springfield, MN" in line.detail
    assert "Vote 13-0" in line.detail
    assert line.detail.endswith("S-1")
    assert answer.footer == "Searched 1 story since 23 Nov 2026, 12:00 UTC."
    assert (await service.answer_text("latest drones", READER)).lines[
        0
    ].text == "To hear of the next one: /civicwatch follow drones"


async def test_search_finds_and_counts(service, sqlite_store, clock):
    for number in range(1, 8):
        await put_story(sqlite_store, number, at=clock.now)
    answer = await service.answer_text("search council facial in MN", READER)
    assert answer.title == "7 stories for: council facial in Minnesota, the best 5"
    assert len(answer.lines) == 5


async def test_search_takes_words_that_are_no_place_as_words(service, sqlite_store, clock):
    await put_story(
        sqlite_store, 1, at=clock.now, item=an_item(1, title="Ban on facial recognition in effect")
    )
    answer = await service.answer_text("search ban in effect", READER)
    assert answer.title == "1 story for: ban effect"


async def test_search_without_hits_shows_the_nearest_and_how_to_follow(service, sqlite_store, clock):
    await put_story(sqlite_store, 1, at=clock.now)
    answer = await service.answer_text("search council drones in Duluth, MN", READER)
    assert answer.title == 'No story for: council drones in "Duluth, MN"'
    assert [line.text for line in answer.lines][:2] == [
        "Nearest:",
        "Council number 1 bans facial recognition",
    ]
    only_topic = await service.answer_text("search drones in Duluth, MN", READER)
    assert only_topic.lines[-1].text == 'To hear of the next one: /civicwatch follow drones in "Duluth, MN"'


# --- why, status ----------------------------------------------------------------------------------------


async def test_why_tells_every_step(service, sqlite_store, clock):
    await service.answer_text("follow face recognition in MN", MANAGER)
    await service.answer_text("follow drones", MANAGER)
    await put_story(sqlite_store, 1, at=clock.now, destinations=[GENERAL])
    (lease,) = await sqlite_store.claim_deliveries(platforms=[Platform.DISCORD], limit=1, lease_s=30)
    await sqlite_store.acknowledge(lease, Receipt(remote_id="m1", at=clock.now), gap_s=1)
    answer = await service.answer_text("why https://gazette.example/1", READER)
    assert answer.title == "Why: Council number 1 bans facial recognition"
    starts = [line.text.partition(":")[0] for line in answer.lines]
    assert starts == ["Fetched", "New", "Judged", "Story", "Filters", "Filters", "Delivery"]
    told = said(answer)
    assert "Fetched: from Gazette, 23 Nov 2026, 12:00 UTC" in told
    assert "#1 wants it" in told
    assert "#2 does not want it\nno topic of drones" in told
    assert "Delivery: posted, 23 Nov 2026, 12:00 UTC" in told


async def test_why_never_tells_of_another_workspace(service, sqlite_store, clock):
    await service.answer_text("follow bans in MN min 0.42", MANAGER)
    await put_story(sqlite_store, 1, at=clock.now, destinations=[GENERAL, SECOND])
    told = said(await service.answer_text("why S-1", STRANGER))
    assert "0.42" not in told
    assert "other channel" not in told
    assert GENERAL.workspace not in told.split()
    assert "nothing was sent to this channel" in told
    neighbour = said(await service.answer_text("why S-1", READER))
    assert "Also in 1 other channel here." in neighbour


async def test_why_of_an_unrelated_item(service, sqlite_store, clock):
    item = an_item(5, title="Library opens on Sundays", text="At noon.")
    async with polling(sqlite_store) as tx:
        analysis = an_analysis(item, relevant=False, score=0.02)
        await tx.add_item(
            item, analysis, Decision(fate=Fate.IRRELEVANT, reasons=("no surveillance technology named",))
        )
    told = said(await service.answer_text("why library sundays", READER))
    assert "Judged not to be about surveillance law" in told
    assert "no surveillance technology named" in told


async def test_why_of_the_unknown(service):
    assert (
        await service.answer_text("why https://nowhere.example/", READER)
    ).title == "Never seen: https://nowhere.example/"


async def test_status_names_failing_feeds_without_their_addresses(service, sqlite_store):
    feed = a_feed(url="https://gazette.example/feed?token=geheim")
    failure = {"status": 403, "seeded": None, "error_kind": "http_403", "error": "403", "advice": "Ask them."}
    for _ in range(3):
        async with polling(sqlite_store, feed, **failure):
            pass
    answer = await service.answer_text("status", READER)
    assert answer.title == "Running, with trouble"
    told = said(answer)
    assert "Feeds: 0 of 1 all right" in told
    assert "Not read: Gazette (http 403)" in told
    assert "geheim" not in told
    assert "Ask them." not in told
    assert "Ask them." in said(await service.answer_text("status", MANAGER))


async def test_status_calls_no_feed_well_that_nobody_has_asked(service, sqlite_store):
    await sqlite_store.sync_feeds([a_feed("one"), a_feed("two"), a_feed("off", enabled=False)])
    assert "Feeds: 0 of 2 all right, 2 not polled yet, last poll not yet" in said(
        await service.answer_text("status", READER)
    )


@pytest.mark.parametrize(("seeded", "told"), [(None, "Feeds: 0 of 1"), (True, "Feeds: 1 of 1")])
async def test_one_lost_poll_is_weather_unless_the_feed_was_never_read(service, sqlite_store, seeded, told):
    feed = a_feed()
    if seeded:
        async with polling(sqlite_store, feed):
            pass
    async with polling(sqlite_store, feed, status=None, seeded=None, error_kind="dns", error="unknown host"):
        pass
    assert told in said(await service.answer_text("status", READER))


async def test_status_counts_paused_channels_for_the_operator_only(service, sqlite_store):
    """Nobody in a chat learns of other people's channels."""
    await sqlite_store.notify(GENERAL, title="x", text="y", once_key="z")
    (lease,) = await sqlite_store.claim_deliveries(platforms=[GENERAL.platform], limit=1, lease_s=30)
    await sqlite_store.pause_channel(lease, reason="archived", whole_workspace=False)
    operator = Caller(
        destination=Destination(platform=Platform.CONSOLE, workspace="", channel="main"),
        user="operator",
        may_manage=True,
    )
    assert "Paused: 1 channel" in said(await service.answer_text("status", operator))
    assert "Paused" not in said(await service.answer_text("status", MANAGER))


async def test_status_says_what_keeps_posts_from_arriving(sqlite_store):
    service = CommandService(sqlite_store, checks={Platform.DISCORD: unreachable})
    told = said(await service.answer_text("status", READER))
    assert "posts can't arrive: the bot may not write in #general" in told


# --- help, choices, trouble -----------------------------------------------------------------------------


async def test_help_cannot_omit_a_command(service):
    told = said(await service.answer_text("help", READER))
    assert all(spec.summary in told for spec in REGISTRY.values())
    assert "Required." in said(await service.answer_text("help search", READER))


CHOSEN = [
    ("follow", "topic", "fac", ["face_recognition"]),
    # one field holds several values on Discord
    ("follow", "topic", "alpr, dro", ["alpr, drones"]),
    ("follow", "place", "us/wi; minneap", ["us/wi; us/mn/minneapolis"]),
    ("follow", "vendor", "flo", ["Flock Safety"]),
    ("follow", "place", "minneap", ["us/mn/minneapolis"]),
    ("follow", "timezone", "america/chic", ["America/Chicago"]),
    ("unfollow", "follow", "", ["1"]),
    ("follow", "nonsense", "", []),
    ("nonsense", "topic", "", []),
]


@pytest.mark.parametrize(("command", "option", "typed", "expected"), CHOSEN)
async def test_choices(service, sqlite_store, command, option, typed, expected):
    await sqlite_store.add_subscription(a_subscription(GENERAL, filter=Filter()))
    found = await service.choices(command, option, typed, MANAGER)
    assert [choice.value for choice in found][: len(expected) or None] == expected
    assert len(found) <= CHOICES
    assert all(0 < len(choice.label) <= 100 for choice in found)


async def test_a_broken_store_is_one_clear_line(service, sqlite_store, monkeypatch):
    async def broken(*_args, **_options):
        raise StoreError("disk full: /secret/path")

    monkeypatch.setattr(sqlite_store, "waiting", broken)
    answer = await service.answer_text("status", READER)
    assert answer.title == "That did not work just now"
    assert "secret" not in said(answer)
