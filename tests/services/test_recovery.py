"""Backups put back, versions changed, and every failure at once under DEBUG: nothing lost, nothing told."""

import io
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import structlog
from adapters.posts import message, reply
from adapters.slack_double import BOT_TOKEN, TEAM, SlackDouble
from adapters.slack_double import Fault as SlackFault
from alembic import command
from alembic.config import Config
from clocks import FixedClock
from doubles.discord_rest import CHANNEL, GUILD, MAY_ANSWER, TOKEN, FakeDiscord
from doubles.discord_rest import Fault as DiscordFault
from services.pipeline import ScriptedAdapter, courier
from sqlalchemy import text
from store_values import put_story

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.slack.adapter import SlackAdapter
from bot.core.errors import CivicwatchError
from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState, Platform
from bot.logs import configure_logs
from bot.services.deliver import Courier
from bot.store import open_store
from bot.store.database import database_at

DISCORD = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=CHANNEL)
SLACK = Destination(platform=Platform.SLACK, workspace=TEAM, channel="C0NEWS")
MAIN = Destination(platform=Platform.CONSOLE, workspace="", channel="main")


class World:
    """Both platforms, and couriers that come and go with their databases."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.discord = FakeDiscord(clock=self.seconds)
        self.discord.channels[CHANNEL].permissions = MAY_ANSWER
        self.slack = SlackDouble(now=self.timestamp)

    def seconds(self) -> float:
        return (self.clock.now - EPOCH).total_seconds()

    def timestamp(self) -> float:
        return self.clock.now.timestamp()

    async def carry(self, store) -> None:
        adapters = {
            Platform.DISCORD: DiscordAdapter(TOKEN, self.discord.url),
            Platform.SLACK: SlackAdapter(BOT_TOKEN, api_url=self.slack.api_url, now=lambda: self.clock.now),
        }

        async def tell(**_: object) -> None: ...

        carrier = Courier(store=store, adapters=adapters, tell_operator=tell, spread=lambda: 0.0)
        for _ in range(40):
            await carrier.deliver_due()
            self.clock.advance(2)
        for adapter in adapters.values():
            await adapter.close()

    def stand(self) -> list[int]:
        return [len(self.discord.visible()), len(self.slack.posts())]


EPOCH = FixedClock().now - timedelta(hours=5)


@pytest.fixture
async def world(clock: FixedClock) -> AsyncIterator[World]:
    made = World(clock)
    async with made.discord, made.slack:
        yield made


async def test_what_waited_in_an_old_backup_stands_once(
    world: World, sqlite_url: str, clock: FixedClock
) -> None:
    """The backup is an hour old; in that hour all that waits in it was posted, and more."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    store = open_store(sqlite_url, clock=clock)
    await store.open()
    for number in range(1, 6):
        await put_story(store, number, at=clock.now, destinations=[DISCORD, SLACK])
    await store.close()
    backup = shutil.copy(file, file.with_suffix(".backup"))

    store = open_store(sqlite_url, clock=clock)
    await world.carry(store)
    await put_story(store, 6, at=clock.now, destinations=[DISCORD, SLACK])
    await world.carry(store)
    await store.close()
    assert world.stand() == [6, 6]

    clock.advance(3600)
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    shutil.copy(backup, file)
    store = open_store(sqlite_url, clock=clock)
    assert await store.doubt_what_waits() == 10
    await world.carry(store)
    assert world.stand() == [6, 6]
    assert {row.state for row in await store.deliveries()} == {DeliveryState.SENT}

    # A new story's key is none that the lost hour may have given.
    await put_story(store, 7, at=clock.now, destinations=[DISCORD, SLACK])
    newest = max(row.id for row in await store.deliveries())
    assert newest > 1_000_000
    await world.carry(store)
    assert world.stand() == [7, 7]
    await store.close()


async def test_numbers_go_on_far_beyond_on_both_engines(store, clock: FixedClock) -> None:
    first = await put_story(store, 1, at=clock.now, destinations=[MAIN])
    await store.doubt_what_waits()
    assert await put_story(store, 2, at=clock.now, destinations=[MAIN]) > first + 1_000_000
    assert [row.state for row in await store.deliveries()] == [DeliveryState.PENDING, DeliveryState.DOUBT]


async def test_a_backup_from_before_the_first_post_leaves_numbers_out_as_well(
    store, clock: FixedClock
) -> None:
    await store.doubt_what_waits()
    await put_story(store, 1, at=clock.now, destinations=[MAIN])
    (row,) = await store.deliveries()
    assert row.id > 1_000_000


async def test_two_databases_never_give_one_key(world: World, tmp_path: Path, clock: FixedClock) -> None:
    """A second installation's first post must not be answered with what the first one's has posted."""
    for number in (1, 2):
        store = open_store(f"sqlite:///{tmp_path / f'{number}.sqlite3'}", clock=clock)
        await store.open()
        await put_story(store, number, at=clock.now, destinations=[DISCORD, SLACK])
        await world.carry(store)
        await store.close()
    assert world.stand() == [2, 2]


async def test_a_key_keeps_to_the_length_that_discord_takes(store, clock: FixedClock) -> None:
    await put_story(store, 1, at=clock.now, destinations=[MAIN])
    (lease,) = await store.claim_deliveries(platforms=[Platform.CONSOLE], limit=1, lease_s=30)
    assert lease.installation
    assert len(replace(lease, delivery_id=2**53).key) <= 25


async def test_a_version_changes_with_posts_under_way_on_sqlite(tmp_path: Path, clock: FixedClock) -> None:
    await _changes_version(f"sqlite:///{tmp_path / 'old.sqlite3'}", clock)


async def test_a_version_changes_with_posts_under_way_on_postgresql(
    fresh_postgresql_url: str, clock: FixedClock
) -> None:
    await _changes_version(fresh_postgresql_url, clock)


async def _changes_version(url: str, clock: FixedClock) -> None:
    """The tables of the last version, with what stands, what was on its way, and what waits."""
    database = database_at(url)
    now = clock.now.timestamp()
    async with database.write() as tx:
        await tx.connection.run_sync(lambda connection: _migrate(connection, "0004"))
        await tx.run(text("INSERT INTO channels (id, platform, workspace, address, next_at, lease_until, fence) "
                          f"VALUES (1, 'console', '', 'main', {now}, {now - 1}, 3)"))  # fmt: skip
        for number, state in enumerate(["sent", "sending", "pending"], start=1):
            await tx.run(text(
                "INSERT INTO deliveries (id, channel_id, kind, once_key, title, text, seq, state, attempts, created_at, "
                f"first_sent_at, expires_at) VALUES ({number}, 1, 'notice', 'n{number}', 'Notice {number}', 'x', {number}, "
                f"'{state}', {int(state == 'sending')}, {now}, {now if state != 'pending' else 'NULL'}, {now + 86_400})"
            ))  # fmt: skip
    await database.close()

    store = open_store(url, clock=clock)
    await store.open()
    adapter = ScriptedAdapter()
    carrier = courier(store, adapter)
    while await carrier.deliver_due():
        clock.advance(2)
    assert adapter.calls == ["find cw2", "send cw2", "send cw3"]
    assert {row.state for row in await store.deliveries()} == {DeliveryState.SENT}
    await store.close()


def _migrate(connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


# --- secrets ---

PASSWORD = "correct-horse-battery"
DISCORD_FAULTS = [
    DiscordFault.lost_answer(), DiscordFault.lost_request(), DiscordFault.rate_limited(0.1),
    DiscordFault(status=502, body="<html>"), DiscordFault(status=403, body=f"<html>{TOKEN}</html>"),
    DiscordFault.answer(400, 50035, f"Invalid Form Body {TOKEN}"), DiscordFault.answer(403, 50013, "Missing Permissions"),
    DiscordFault.answer(404, 10003, "Unknown Channel"), DiscordFault.answer(400, 77777, "new"),
    DiscordFault.answer(401, 0, "401: Unauthorized"),
]  # fmt: skip
SLACK_FAULTS = [
    SlackFault(lost=True), SlackFault(lost=True, done=True), SlackFault(status=500, body=f"oops {BOT_TOKEN}"),
    SlackFault(status=200, body="<html>"), SlackFault(error="ratelimited", status=429, headers={"Retry-After": "1"}),
    SlackFault(error="invalid_blocks"), SlackFault(error="a_code_nobody_has_seen"), SlackFault(error="not_in_channel"),
    SlackFault(error="cannot_reply_to_message"), SlackFault(error="invalid_auth"), SlackFault(error=f"x{BOT_TOKEN}"),
]  # fmt: skip


@contextmanager
def logged(secrets: list[str]) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers, root.level
    configure_logs(level="DEBUG", secrets=secrets, stream=stream)
    yield stream
    root.handlers, root.level = before
    structlog.reset_defaults()


@pytest.mark.parametrize("echo", [False, True], ids=["as platforms answer", "the token echoed"])
async def test_no_failure_tells_a_secret(world: World, echo: bool) -> None:
    """Under DEBUG: nobody logs a secret, and what comes back with one in it is masked."""
    told: list[str] = []
    with logged([TOKEN, BOT_TOKEN, PASSWORD] if echo else []) as stream:
        await _fail_in_every_way(world, told, echo=echo)
    lines = stream.getvalue().splitlines()
    assert len(told) > 40
    for secret in (TOKEN, BOT_TOKEN, PASSWORD):
        assert [line for line in lines if secret in line] == []
    assert [said for said in told if PASSWORD in said] == []


async def _fail_in_every_way(world: World, told: list[str], *, echo: bool) -> None:
    log = structlog.get_logger("bot.test")
    slack = SlackAdapter(BOT_TOKEN, api_url=world.slack.api_url, timeout_s=2)
    for fault in DISCORD_FAULTS:
        if TOKEN in str(fault.body) and not echo:
            continue
        discord = DiscordAdapter(TOKEN, world.discord.url, timeout_s=2)
        for work in (
            partial(discord.send, DISCORD, message(), key="cw1"),
            partial(discord.reply, DISCORD, "123", reply(), key="cw2"),
            partial(discord.edit, DISCORD, "123", message()),
            partial(discord.check, DISCORD),
        ):
            world.discord.faults.append(fault)
            await _told(work, told, log)
        world.discord.faults.clear()
        await discord.close()
    for fault in SLACK_FAULTS:
        if BOT_TOKEN in f"{fault.body}{fault.error}" and not echo:
            continue
        for method, work in (
            ("chat.postMessage", lambda: slack.send(SLACK, message(), key="cw1")),
            ("chat.postMessage", lambda: slack.reply(SLACK, "1.0", reply(), key="cw2")),
            ("chat.update", lambda: slack.edit(SLACK, "1.0", message())),
            ("conversations.info", lambda: slack.check(SLACK)),
        ):
            world.slack.fail(method, fault)
            await _told(work, told, log)
    await slack.close()
    unreachable = open_store(f"postgresql://civic:{PASSWORD}@127.0.0.1:9/none")
    await _told(unreachable.open, told, log)


async def _told(work, told: list[str], log) -> None:
    """What a person is told of the failure, and what the log is, with the traceback."""
    with suppress(CivicwatchError):
        try:
            await work()
        except CivicwatchError as exc:
            told.append(str(exc))
            log.exception("failed", error=str(exc))
            raise
