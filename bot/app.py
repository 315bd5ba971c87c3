"""The composition root: builds every object, starts and stops them in order. Wiring only."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import uuid4

import structlog
from rich.console import Console

from bot.adapters.console import ConsoleAdapter
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.gateway import DiscordGateway
from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.socket import SlackSocket
from bot.chooser import ModelChooser
from bot.core.destinations import destination_of
from bot.core.errors import CivicwatchError, ConfigError, UsageError
from bot.core.models import Destination, Feed
from bot.core.places import suggest
from bot.core.vendors import vendor_names
from bot.core.vocabulary import Platform
from bot.feeds.articles import WebArticles
from bot.feeds.catalog import Catalog, read_catalog
from bot.feeds.fetch import HttpFetcher
from bot.feeds.pool import ParsePool
from bot.logs import configure_logs
from bot.ports import ChannelAdapter, SentenceChooser, Store
from bot.scheduler import Ticker
from bot.services.commands import CommandService
from bot.services.deliver import Courier
from bot.services.duty import Duty
from bot.services.hubs import HubCallbacks, HubNotes, Subscriber
from bot.services.intake import IntakeRules
from bot.services.poll import Poller, PollReport
from bot.services.subscriptions import Subscriptions
from bot.settings import Settings
from bot.store import open_store
from bot.store.copying import copy_to
from bot.web.server import listening

log = structlog.get_logger(__name__)

POLL_TICK_S = 5.0
SWEEP_TICK_S = 30.0
HUB_TICK_S = 15.0
PRUNE_TICK_S = 6 * 3600.0
DRAIN_S = 10.0


class Role(StrEnum):
    """Which part of the work a process takes; several processes share one PostgreSQL."""

    ALL = "all"
    POLL = "poll"
    DELIVER = "deliver"
    GATEWAY = "gateway"
    WEB = "web"

    @property
    def polls(self) -> bool:
        """Whether it reads the feeds, and so makes the database follow feeds.yaml."""
        return self in (Role.ALL, Role.POLL)


def channel_adapters(settings: Settings, console: Console | None = None) -> dict[Platform, ChannelAdapter]:
    """The adapters whose credentials are set; the console is always there."""
    adapters: dict[Platform, ChannelAdapter] = {Platform.CONSOLE: ConsoleAdapter(console)}
    if settings.discord_token:
        token = settings.discord_token.get_secret_value()
        adapters[Platform.DISCORD] = DiscordAdapter(token, api_url=settings.discord_api_url)
    if settings.slack_bot_token:
        token = settings.slack_bot_token.get_secret_value()
        adapters[Platform.SLACK] = SlackAdapter(token, api_url=settings.slack_api_url)
    return adapters


def polled_feeds(catalog: Catalog) -> dict[str, Feed]:
    """The feeds that are switched on, by slug."""
    return {feed.slug: feed for feed in catalog.feeds if feed.enabled}


def sentence_chooser(settings: Settings) -> SentenceChooser | None:
    """The language model, if one is set."""
    if not settings.model_url:
        return None
    return ModelChooser(
        settings.model_url,
        model=settings.model_name,
        key=settings.model_key.get_secret_value() if settings.model_key else "",
        facts=settings.model_facts,
        daily_calls=settings.model_daily_calls,
    )


@dataclass(slots=True)
class App:
    """Everything that works on one database, joined. `opened_app` makes it."""

    settings: Settings
    catalog: Catalog
    store: Store
    adapters: Mapping[Platform, ChannelAdapter]
    spread: bool = False
    """Whether new feeds are polled one after the other: a bot that stays has the time."""
    owner: str = field(default_factory=lambda: uuid4().hex)
    """Whose the jobs are that one process at a time may hold."""
    poller: Poller = field(init=False)
    courier: Courier = field(init=False)
    fetcher: HttpFetcher = field(init=False)
    chooser: SentenceChooser | None = field(init=False)
    parser: ParsePool = field(init=False)
    _feeds: Mapping[str, Feed] = field(init=False)

    def __post_init__(self) -> None:
        settings = self.settings
        self._feeds = polled_feeds(self.catalog)
        self.fetcher = HttpFetcher(
            user_agent=settings.user_agent,
            allow_hosts=settings.allow_hosts,
            concurrency=settings.poll_concurrency,
            proxy=settings.proxy_url,
        )
        self.chooser = sentence_chooser(settings)
        self.parser = ParsePool(
            workers=settings.parse_workers,
            timeout_s=settings.parse_timeout_s,
            memory_mb=settings.parse_memory_mb,
        )
        self.poller = Poller(
            store=self.store,
            fetcher=self.fetcher,
            parser=self.parser,
            judges=self.parser,
            feeds=self.feeds,
            rules=IntakeRules(
                max_age=timedelta(hours=settings.max_item_age_h), hourly_cap=settings.hourly_cap
            ),
            tell_operator=self.tell_operator,
            chooser=self.chooser,
            articles=WebArticles(
                self.fetcher, self.parser, user_agent=settings.user_agent, clock=time.monotonic
            ),
            hubs=HubNotes(self.store, settings.own_lanes) if settings.public_url else None,
            concurrency=settings.poll_concurrency,
            unpaced=settings.own_lanes,
        )
        self.courier = Courier(
            store=self.store,
            adapters=self.adapters,
            tell_operator=self.tell_operator,
            in_doubt=settings.in_doubt,
        )

    def feeds(self) -> Mapping[str, Feed]:
        """The feeds that are polled, by slug."""
        return self._feeds

    async def tell_operator(self, *, title: str, text: str, once_key: str) -> None:
        """A notice to the operator: always in the log, and in the operator's channel if one is set."""
        log.warning("operator notice", title=title, text=text)
        if self.settings.operator_channel:
            destination = operators_channel(self.settings.operator_channel)
            await self.store.notify(destination, title=title, text=text, once_key=once_key)

    async def apply_catalog(self, catalog: Catalog) -> None:
        """Make the database follow the catalogue's feeds and subscriptions, then poll by it."""
        await self.store.sync_feeds([feed for feed in catalog.feeds if feed.enabled], spread=self.spread)
        await Subscriptions(self.store).replace_file_entries(catalog.subscriptions)
        self.catalog, self._feeds = catalog, polled_feeds(catalog)

    async def reload(self) -> None:
        """Read feeds.yaml again; a broken file changes nothing."""
        try:
            catalog = read_catalog(self.settings.feeds_file)
            start_logs(self.settings, catalog)
            await self.apply_catalog(catalog)
        except CivicwatchError as exc:
            log.error("feeds file not applied", error=str(exc))  # noqa: TRY400 - the text says it all
            return
        log.info("feeds file applied", feeds=len(self.feeds()), subscriptions=len(self.catalog.subscriptions))

    async def run_once(
        self, *, now: bool = False, progress: Callable[[PollReport], None] | None = None
    ) -> list[PollReport]:
        """Poll what is due (`now`: everything), deliver what is due; return what the polls brought."""
        poll = self.poller.poll_now if now else self.poller.poll_due
        reports = await poll(progress=progress)
        await self.sweep()
        await self.courier.deliver_all()
        # What went wrong is told in this run.
        await self.courier.tell()
        await self.courier.deliver_all()
        return reports

    async def run(self, role: Role, *, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then let what is in flight end."""
        ticker = Ticker(stop=stop)
        jobs: list[Duty] = []
        await self._warn_of_what_nobody_serves(role)
        if role.polls:
            ticker.every(POLL_TICK_S, self.poller.keep_polling, name="poll")
            if self.settings.public_url:
                subscriber = Subscriber(self.store, self.fetcher, self.settings.public_url)
                duty = self._duty("job:websub", lease_s=3 * HUB_TICK_S)
                ticker.every(HUB_TICK_S, partial(duty.alone, subscriber.work), name="websub")
                jobs.append(duty)
        if role in (Role.ALL, Role.DELIVER):
            for name, seconds, job in (
                ("sweep", SWEEP_TICK_S, self.sweep),
                ("prune", PRUNE_TICK_S, self.store.prune),
            ):
                duty = self._duty(f"job:{name}", lease_s=1.5 * seconds)
                ticker.every(seconds, partial(duty.alone, job), name=name)
                jobs.append(duty)
        carrying = role in (Role.ALL, Role.DELIVER)
        async with (
            self._surfaces(stop) if role in (Role.ALL, Role.GATEWAY) else nullcontext(),
            self._hubs_heard() if role in (Role.ALL, Role.WEB) else nullcontext(),
        ):
            # What is here now stays. Without this the collector looks through all of it again and again, and
            # each time a command waits for a tenth of a second.
            gc.collect()
            ticker.start()
            gc.freeze()
            courier = asyncio.create_task(self.courier.work(stop)) if carrying else None
            if courier is not None:
                courier.add_done_callback(lambda _: stop.set())
            log.info("running", role=str(role), feeds=len(self.feeds()), platforms=sorted(self.adapters))
            await stop.wait()
            log.info("stopping")
            self.poller.stop()
            await ticker.drain(DRAIN_S)
            for duty in jobs:
                await duty.give_up()
            if courier is not None:
                await courier
            if ticker.moved is not None:
                raise ticker.moved

    @asynccontextmanager
    async def _surfaces(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """The connections by which commands arrive; one that fails for good stops the bot and says why.

        Of all processes on one database one holds each connection, or people would be answered twice.
        """
        settings, service = self.settings, command_service(self.store, self.adapters)
        suggest("a")  # loads the gazetteer before the first autocomplete waits for it
        works: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {}
        if settings.slack_bot_token and settings.slack_app_token:
            works["gateway:slack"] = partial(_hold_slack, settings, service)
        if settings.discord_token:
            works["gateway:discord"] = partial(_hold_discord, settings, service)
        duties = [asyncio.create_task(self._duty(name).hold(work, stop=stop)) for name, work in works.items()]
        for duty in duties:
            duty.add_done_callback(lambda _: stop.set())
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*duties, return_exceptions=True)
        for duty in duties:
            duty.result()

    @asynccontextmanager
    async def _hubs_heard(self) -> AsyncIterator[None]:
        """The web server, if the internet can reach it."""
        if not self.settings.public_url:
            yield
            return
        host, port = self.settings.listen_host, self.settings.listen_port
        async with listening(HubCallbacks(self.store), host=host, port=port):
            yield

    async def _warn_of_what_nobody_serves(self, role: Role) -> None:
        """Say what was asked for on a platform that has no token: it would wait without a word."""
        if role is Role.GATEWAY and set(self.adapters) == {Platform.CONSOLE}:
            log.warning("no token is set: this process takes no commands")
        wanted = {each.destination.platform for each in await self.store.subscriptions()}
        if self.settings.operator_channel:
            wanted.add(operators_channel(self.settings.operator_channel).platform)
        if role in (Role.ALL, Role.DELIVER):
            for platform in sorted(wanted - set(self.adapters)):
                log.warning("channels of a platform without a token get nothing", platform=str(platform))

    def _duty(self, name: str, *, lease_s: float = 30.0) -> Duty:
        return Duty(self.store, name, self.owner, lease_s=lease_s)

    async def sweep(self) -> None:
        """Free what crashed workers held, expire what is late, make digests, tell what people must know."""
        await self.store.expire()
        await self.store.fold_backlog(hourly_cap=self.settings.hourly_cap)
        await self.store.fold_digests(now=await self.store.now())
        await self.courier.tell()


async def _hold_slack(settings: Settings, service: CommandService) -> None:
    """Take Slack's commands until cancelled."""
    assert settings.slack_bot_token and settings.slack_app_token  # noqa: S101, PT018 - the caller looked
    socket = SlackSocket(
        settings.slack_app_token.get_secret_value(),
        settings.slack_bot_token.get_secret_value(),
        api_url=settings.slack_api_url,
        service=service,
        managers=settings.slack_managers,
    )
    try:
        await socket.start()
        await asyncio.Event().wait()
    finally:
        await socket.close()


async def _hold_discord(settings: Settings, service: CommandService) -> None:
    """Take Discord's commands until cancelled."""
    assert settings.discord_token  # noqa: S101 - the caller looked
    token = settings.discord_token.get_secret_value()
    gateway = DiscordGateway(token, service, api_url=settings.discord_api_url)
    running = asyncio.create_task(gateway.run())
    try:
        # Shielded: it hangs up in good order when it is closed.
        await asyncio.shield(running)
    finally:
        await gateway.close()
        await asyncio.wait({running})


def command_service(store: Store, adapters: Mapping[Platform, ChannelAdapter]) -> CommandService:
    """The commands of every surface: Discord, Slack and the shell."""
    return CommandService(
        store,
        checks={platform: adapter.check for platform, adapter in adapters.items()},
        vendors=vendor_names(),
    )


def start_logs(settings: Settings, catalog: Catalog) -> None:
    """Log at the wanted level, with every secret of the settings and the catalogue hidden."""
    configure_logs(level=settings.log_level, secrets=(*settings.secrets, *catalog.secrets))


@asynccontextmanager
async def opened_store(settings: Settings, *, must_exist: bool = False) -> AsyncIterator[Store]:
    """The database, connected and migrated; for commands that need nothing else.

    `must_exist`: StoreError instead of a new file, for commands about what is in it.
    """
    store = open_store(settings.database_url.get_secret_value(), must_exist=must_exist)
    try:
        await store.open()
        yield store
    finally:
        await store.close()


async def copy_database(settings: Settings, url: str) -> dict[str, int]:
    """Move the installation to the database at `url`; returns the rows of each table."""
    return await copy_to(settings.database_url.get_secret_value(), url)


def operators_channel(text: str) -> Destination:
    """Where notices to the operator go. Raise ConfigError that names the setting."""
    try:
        return destination_of(text)
    except UsageError as exc:
        raise ConfigError(f"CIVICWATCH_OPERATOR_CHANNEL: {exc}") from exc


def catalog_for(role: Role, settings: Settings) -> Catalog:
    """The feeds file. Those who do not poll do without; if it is there they know which secrets to hide."""
    if not role.polls and not settings.feeds_file.exists():
        return Catalog(feeds=())
    return read_catalog(settings.feeds_file)


@asynccontextmanager
async def opened_app(
    settings: Settings,
    *,
    catalog: Catalog | None = None,
    console: Console | None = None,
    spread: bool = False,
    role: Role = Role.ALL,
) -> AsyncIterator[App]:
    """Everything started in order, and stopped in the reverse order whatever happens."""
    catalog = catalog or catalog_for(role, settings)
    if settings.operator_channel:
        operators_channel(settings.operator_channel)
    async with opened_store(settings) as store:
        await store.check_working()
        app = App(
            settings=settings,
            catalog=catalog,
            store=store,
            adapters=channel_adapters(settings, console),
            spread=spread,
        )
        try:
            for platform, adapter in app.adapters.items():
                if await adapter.start():
                    await store.reopen(platform)
            # What another process's file says is no reason to remove follows and call their posts off.
            if role.polls:
                await app.apply_catalog(catalog)
            yield app
        finally:
            await app.fetcher.close()
            if app.chooser:
                await app.chooser.close()
            await app.parser.close()
            for adapter in app.adapters.values():
                await adapter.close()
