"""Real workers die, sleep and lose their database; the channels show every post once, in order and up to date.

The short form; `make chaos` does the same for minutes and prints a table.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from chaos import run
from chaos.faults import kills, storm
from chaos.field import Nursery, Outbox, Platforms
from chaos.platforms import Luck, Mishap
from chaos.scale import Times
from chaos.servers import Postgres, Sqlite
from chaos.trials import BOTH, Trial, die_at_every_step, endure
from chaos.worker import Steps, shift_clock
from sqlalchemy import text

from bot.adapters.slack.adapter import utc_now
from bot.core.vocabulary import Platform
from bot.store import database, open_store

FORGETFUL = Times(discord_nonce_window_s=0.0, nonce_memory_s=0.0)


@pytest.fixture(params=[Sqlite, Postgres], ids=["sqlite", "postgresql"])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[Sqlite | Postgres]:
    async with request.param() as opened:
        yield opened


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    async with Nursery() as opened:
        yield opened


async def test_a_storm_loses_doubles_and_disorders_nothing(
    server: Sqlite | Postgres, nursery: Nursery
) -> None:
    """Kills, naps longer than the lease, a struck database, clocks ten minutes apart, unkind platforms."""
    trial = Trial(fault=storm, count=3, posts=80, channels=10, skews_s=(0.0, 300.0, -300.0))
    tally = await endure(trial, server, nursery)
    assert tally.posts >= 80
    assert tally.grown >= 10
    assert tally.flawless, tally


@pytest.mark.parametrize(
    ("server", "times"), [(Sqlite, Times()), (Postgres, FORGETFUL)], ids=["sqlite", "forgetful postgresql"], indirect=["server"]
)  # fmt: skip
async def test_a_worker_may_die_at_any_step(
    server: Sqlite | Postgres, nursery: Nursery, times: Times
) -> None:
    """Some of the steps between claim and acknowledgement; the long form tries every one."""
    only = slice(8, None, 90)
    deaths, tally = await die_at_every_step(server, nursery, first=Mishap.LOST_ANSWER, times=times, only=only)
    assert deaths >= 3
    assert tally.flawless, tally


# --- who counts the counters? ---


async def test_without_keys_and_look_ups_the_count_shows_doubles(nursery: Nursery) -> None:
    """So the zeros elsewhere say something."""
    async with Sqlite() as server:
        trial = Trial(fault=kills, count=1, posts=40, channels=10, mishaps=0.3, naive=True)
        tally = await endure(trial, server, nursery)
    assert tally.double > 0
    assert tally.lost == 0


@pytest.fixture
async def outbox() -> AsyncIterator[Outbox]:
    platforms = Platforms(times=Times(), luck=Luck(1, 0.0))
    async with (
        Sqlite() as server,
        platforms,
        Outbox(await server.database(), platforms, answers=False) as opened,
    ):
        yield opened


async def test_what_is_missing_twice_or_out_of_place_is_counted(outbox: Outbox) -> None:
    (channel, _) = channels = outbox.platforms.open(BOTH)
    for _ in range(3):
        await outbox.queue(channels)
    discord = outbox.platforms.discord
    name = await outbox.name()
    for number in (5, 1, 1):  # Discord's three are 1, 3 and 5
        nonce = f"cw{name}-{number}"
        told = f"Outlet {number // 2 + 1:05}"
        discord._store(discord.channels[channel.channel], {"nonce": nonce, "content": told})
    tally = await outbox.tally()
    figures = (tally.posts, tally.lost, tally.double, tally.disordered, tally.unsettled)
    assert figures == (6, 1 + 3, 1, 1, 6)


async def test_what_does_not_show_the_latest_report_is_counted_as_lost(outbox: Outbox) -> None:
    (channel,) = channels = outbox.platforms.open([Platform.DISCORD])
    await outbox.queue(channels)
    discord = outbox.platforms.discord
    nonce = f"cw{await outbox.name()}-1"
    message = discord._store(discord.channels[channel.channel], {"nonce": nonce, "content": "Outlet 00001"})
    assert (await outbox.tally()).lost == 0
    await outbox.grow(max)
    tally = await outbox.tally()
    assert (tally.grown, tally.lost) == (1, 1)
    assert "does not tell of Outlet 00002" in tally.details[-1]
    message["content"] = "Outlet 00001, Outlet 00002"
    assert (await outbox.tally()).lost == 0


def test_a_worker_whose_clock_is_off_tells_the_wrong_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what a store on a file asks, and would ask on a server if it trusted its own machine."""
    for name, module in list(sys.modules.items()):
        if name.startswith("bot.") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", datetime)  # puts it right again afterwards
    shift_clock(300.0)
    off = database._machine_time() - datetime.now(UTC)
    assert timedelta(seconds=299) < off < timedelta(seconds=301)
    assert utc_now() > datetime.now(UTC) + timedelta(seconds=299)


async def test_a_fault_that_never_strikes_is_no_result(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["chaos", "--kills", "0", "--only", "kill -9, ", "--engines", "sqlite"])
    assert await run.main(run.options()) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("SQLite")]
    assert len(rows) == 3
    assert all(line.endswith("not tried") for line in rows)


async def test_steps_are_counted_over_all_tasks() -> None:
    """The factory changes nothing that a task does: results, errors and cancellation pass through."""
    loop, steps = asyncio.get_running_loop(), Steps(0)

    async def two_steps(result: object) -> object:
        await asyncio.sleep(0)
        if isinstance(result, Exception):
            raise result
        return result

    loop.set_task_factory(steps.task)
    steps.counting = True
    results = await asyncio.gather(two_steps(1), two_steps(OSError()), return_exceptions=True)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await asyncio.create_task(asyncio.Event().wait())
    loop.set_task_factory(None)
    assert results[0] == 1
    assert isinstance(results[1], OSError)
    assert steps.taken == 2 + 2 + 2


async def test_the_server_ends_the_transaction_of_a_frozen_worker(postgresql_url: str) -> None:
    """Frozen inside a claim it holds the platform's gate, and no other worker could claim until it wakes."""
    store = open_store(postgresql_url)
    async with store._database.read() as tx:
        limit = await tx.connection.scalar(text("SHOW idle_in_transaction_session_timeout"))
    await store.close()
    assert limit != "0"
