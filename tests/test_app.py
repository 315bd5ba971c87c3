"""The whole application, wired as `run` wires it."""

import asyncio
import io
import os
import signal
import socket
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from adapters.slack_double import APP_TOKEN, BOT_TOKEN, TEAM, SlackDouble
from aiohttp import web
from doubles.discord_gateway import FakeGateway
from doubles.discord_rest import GUILD, MAY_ANSWER, TOKEN, FakeChannel, FakeDiscord
from hub import hub_at_work
from rich.console import Console
from services.pipeline import Told

from bot.adapters.discord.adapter import DiscordAdapter
from bot.app import Role, opened_app, opened_store
from bot.core.errors import ConfigError
from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState, Platform
from bot.core.websub import Publication
from bot.demo.server import DemoServer
from bot.demo.show import subscriptions
from bot.feeds.catalog import Catalog
from bot.services.deliver import Courier
from bot.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
FEEDS = """
feeds:
  - slug: ledger
    name: The Lake Ledger
    url: https://ledger.example/rss
    kind: news
    home: us/mn
"""


def write_feeds(text: str) -> None:
    Path("feeds.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    write_feeds(FEEDS)
    return load_settings(database_url=sqlite_url, allow_hosts="127.0.0.1", parse_workers=1)


async def test_it_polls_and_posts_until_it_is_stopped(settings: Settings) -> None:
    """Ticks, real HTTP, the parse processes, the database and the console, and a clean end."""
    paper, stop = io.StringIO(), asyncio.Event()
    async with DemoServer(datetime.now(UTC)) as server:
        catalog = Catalog(feeds=server.feeds(), subscriptions=subscriptions())
        async with opened_app(settings, catalog=catalog, console=Console(file=paper, width=120)) as app:
            await app.poller.poll_now()
            server.advance()
            await app.poller.poll_now()
            work = asyncio.create_task(app.run(Role.ALL, stop=stop))
            async with asyncio.timeout(30):
                while "Minneapolis" not in paper.getvalue():  # noqa: ASYNC110 - the tick decides when
                    await asyncio.sleep(0)
            stop.set()
            await asyncio.wait_for(work, 30)


async def test_a_changed_feeds_file_is_applied_and_a_broken_one_changes_nothing(settings: Settings) -> None:
    async with opened_app(settings) as app:
        write_feeds(FEEDS + FEEDS.partition("feeds:")[2].replace("ledger", "herald"))
        await app.reload()
        assert set(app.feeds()) == {"ledger", "herald"}
        write_feeds("feeds: [")
        await app.reload()
        assert set(app.feeds()) == {"ledger", "herald"}
        assert {row.slug for row in await app.store.feed_health()} == {"ledger", "herald"}


@pytest.mark.parametrize("role", [Role.DELIVER, Role.GATEWAY, Role.WEB])
@pytest.mark.parametrize("feeds_file", ["feeds: []\n", None], ids=["another file", "no file"])
async def test_who_does_not_poll_leaves_feeds_and_follows_alone(
    settings: Settings, role: Role, feeds_file: str | None
) -> None:
    """Several machines on one database: only those that poll need, and follow, feeds.yaml."""
    follows = subscriptions()
    async with opened_app(settings, catalog=Catalog(feeds=(), subscriptions=follows)) as app:
        pass
    write_feeds(feeds_file or "")
    if feeds_file is None:
        settings = settings.model_copy(update={"feeds_file": Path("none.yaml")})
    async with opened_app(settings, role=role) as app:
        stop = asyncio.Event()
        stop.set()
        await app.run(role, stop=stop)
        assert len(await app.store.subscriptions()) == len(follows)


async def test_a_slack_token_that_is_refused_is_one_clear_line(settings: Settings) -> None:
    async with SlackDouble() as slack:
        wrong = load_settings(
            **settings.model_dump() | {"slack_bot_token": "xoxb-wrong-token", "slack_api_url": slack.api_url}
        )
        with pytest.raises(ConfigError, match="CIVICWATCH_SLACK_BOT_TOKEN") as caught:
            async with opened_app(wrong):
                raise AssertionError
    assert "xoxb-wrong-token" not in str(caught.value)


async def test_a_discord_token_that_is_refused_is_one_clear_line(settings: Settings) -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.not-the-right-one-at-all-0123456789"
    async with FakeDiscord(clock=lambda: 0.0) as discord:
        wrong = load_settings(
            **settings.model_dump() | {"discord_token": token, "discord_api_url": discord.url}
        )
        with pytest.raises(ConfigError, match="CIVICWATCH_DISCORD_TOKEN") as caught:
            async with opened_app(wrong):
                raise AssertionError
    assert token not in str(caught.value)


async def test_a_new_token_and_a_restart_let_everything_go_out(settings: Settings) -> None:
    """The token is reset while the bot runs: five servers, one notice, and no channel to resume by hand."""
    bad = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.not-the-right-one-at-all-0123456789"
    guilds = [
        Destination(platform=Platform.DISCORD, workspace=str(number), channel=str(5 * 10**17 + number))
        for number in range(1, 6)
    ]
    async with FakeDiscord(clock=lambda: 0.0) as discord:
        for where in guilds:
            discord.channels[where.channel] = FakeChannel(id=where.channel, permissions=MAY_ANSWER)
        good = load_settings(
            **settings.model_dump() | {"discord_token": TOKEN, "discord_api_url": discord.url}
        )
        told = Told()
        async with opened_app(settings) as app:
            for where in guilds:
                await app.store.notify(where, title="Hello", text="there", once_key="hello")
            revoked = DiscordAdapter(bad, discord.url)
            courier = Courier(
                store=app.store, adapters={Platform.DISCORD: revoked}, tell_operator=told, spread=lambda: 0.0
            )
            for _ in range(2):
                await courier.deliver_due()
            await revoked.close()
            assert len(told.notices) == 1
            assert "CIVICWATCH_DISCORD_TOKEN" in told.notices[0][1]
            assert await app.store.paused_channels() == []
        async with opened_app(good) as app:
            await app.courier.deliver_due()
        assert [len(discord.visible(where.channel)) for where in guilds] == [1] * 5


async def test_a_notice_reaches_the_operators_channel_once(settings: Settings) -> None:
    async with SlackDouble() as slack:
        told = load_settings(
            **settings.model_dump()
            | {
                "slack_bot_token": BOT_TOKEN,
                "slack_api_url": slack.api_url,
                "operator_channel": f"slack:{TEAM}/C0NEWS",
            }
        )
        async with opened_app(told) as app:
            for _ in range(2):
                await app.tell_operator(title="ledger: failing", text="no answer", once_key="failing:ledger")
                await app.courier.deliver_due()
        assert len(slack.posts()) == 1


async def test_an_unreadable_operator_channel_stops_the_start(settings: Settings) -> None:
    wrong = load_settings(**settings.model_dump() | {"operator_channel": "#general"})
    with pytest.raises(ConfigError, match=r"CIVICWATCH_OPERATOR_CHANNEL.*slack:TEAM_ID/CHANNEL_ID"):
        async with opened_app(wrong):
            raise AssertionError


class SlowDiscord(FakeGateway):
    """Posts at once and says so after a while."""

    async def _answered(self, request: web.Request) -> web.StreamResponse:
        answer = await super()._answered(request)
        if request.method == "POST" and request.path.endswith("/messages"):
            await asyncio.sleep(3.0)
        return answer


async def test_sigterm_ends_the_program_in_time_and_leaves_nothing_in_doubt(
    settings: Settings, sqlite_url: str, tmp_path: Path
) -> None:
    """The real one, in a process of its own, with both platforms connected and posts under way."""
    write_feeds("feeds: []\n")
    async with (
        SlowDiscord(clock=lambda: 0.0) as discord,
        SlackDouble() as slack,
        opened_store(settings) as store,
    ):
        discord_channels = [str(5 * 10**17 + number) for number in range(30)]
        for number in discord_channels:
            discord.channels[number] = FakeChannel(id=number, permissions=MAY_ANSWER)
            where = Destination(platform=Platform.DISCORD, workspace=GUILD, channel=number)
            await store.notify(where, title="Hello", text="there", once_key="hello")
        for number in range(10):
            where = Destination(platform=Platform.SLACK, workspace=TEAM, channel="C0NEWS")
            await store.notify(where, title="Hello", text="there", once_key=f"hello {number}")
        environment = {
            "CIVICWATCH_DATABASE_URL": sqlite_url,
            "CIVICWATCH_DISCORD_TOKEN": TOKEN,
            "CIVICWATCH_DISCORD_API_URL": discord.url,
            "CIVICWATCH_SLACK_BOT_TOKEN": BOT_TOKEN,
            "CIVICWATCH_SLACK_APP_TOKEN": APP_TOKEN,
            "CIVICWATCH_SLACK_API_URL": slack.api_url,
            "CIVICWATCH_PARSE_WORKERS": "1",
            "PYTHONPATH": str(ROOT),
        }
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=tmp_path, env={**os.environ, **environment},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with asyncio.timeout(60):
            await discord.ready.wait()
            while len(discord.posts()) < 3 or not slack.posts():  # noqa: ASYNC110 - another process decides when
                await asyncio.sleep(0.02)
        begun = time.monotonic()
        program.send_signal(signal.SIGTERM)
        _, told = await program.communicate()
        took_s = time.monotonic() - begun
        rows = await store.deliveries(limit=100)
        assert (program.returncode, b"Traceback" in told) == (0, False), told.decode()
        assert took_s < 10.0
        assert {row.state for row in rows} <= {DeliveryState.SENT, DeliveryState.PENDING}
        stand = sum(len(discord.visible(number)) for number in discord_channels) + len(slack.posts())
        assert [row.state for row in rows].count(DeliveryState.SENT) == stand


async def test_a_start_warns_of_what_no_token_serves(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything was accepted, and nothing would ever arrive."""
    settings = settings.model_copy(update={"operator_channel": f"slack:{TEAM}/C0NEWS"})
    stop = asyncio.Event()
    stop.set()
    async with opened_app(settings, role=Role.GATEWAY) as app:
        await app.run(Role.GATEWAY, stop=stop)
        assert "takes no commands" in capsys.readouterr().out
        await app.run(Role.DELIVER, stop=stop)
        told = capsys.readouterr().out
    assert "without a token get nothing" in told
    assert "slack" in told


async def test_without_tokens_only_the_console_is_served(settings: Settings) -> None:
    async with opened_app(settings) as app:
        assert set(app.adapters) == {Platform.CONSOLE}
        await app.adapters[Platform.CONSOLE].check(
            Destination(platform=Platform.CONSOLE, workspace="", channel="main")
        )


async def test_a_public_address_makes_it_listen_and_subscribe_and_a_taken_port_is_told(
    settings: Settings, sqlite_url: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        public = load_settings(
            database_url=sqlite_url, public_url="https://bot.example", listen_port=port, parse_workers=1
        )
        async with opened_app(public) as app:
            with pytest.raises(
                ConfigError, match=f"can't listen on 127.0.0.1:{port}.*CIVICWATCH_LISTEN_PORT"
            ):
                await app.run(Role.WEB, stop=asyncio.Event())
    async with opened_app(public) as app, hub_at_work() as hub:
        await app.store.note_hub(
            1, Publication(hub=hub.url, topic="https://ledger.example/rss"), token="t" * 43, secret="s"
        )
        stop = asyncio.Event()
        web, polling = (asyncio.create_task(app.run(role, stop=stop)) for role in (Role.WEB, Role.POLL))
        form = {
            "hub.mode": "subscribe",
            "hub.topic": "https://ledger.example/rss",
            "hub.lease_seconds": "600",
        }
        async with asyncio.timeout(30):
            while not (due := await app.store.hub_subscription("t" * 43)) or not due.failures:  # noqa: ASYNC110
                await asyncio.sleep(0)
        # The hub is on this machine, which the guard forbids: it was not asked. As if it had been:
        assert hub.asked == []
        await app.store.record_asked(1, retry_s=60, site="", failed=False)
        hub.asked.append(
            {**form, "hub.callback": f"http://127.0.0.1:{port}/websub/{'t' * 43}", "hub.secret": "s"}
        )
        assert await hub.verify() == (200, "some-random-words")
        stop.set()
        await asyncio.wait_for(asyncio.gather(web, polling), 30)
