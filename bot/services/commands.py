"""Answer chat commands on every platform: who may, what it does, what can be picked."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import available_timezones

import structlog

from bot.core import answers
from bot.core.command_values import TABLES, Kind
from bot.core.command_words import shortened, word_key
from bot.core.commands import MANAGER, REGISTRY, Invocation, command_named, parse
from bot.core.errors import ChannelGoneError, CivicwatchError, DeliveryError, UsageError
from bot.core.follows import follow_words, subscription_of
from bot.core.models import Answer, Caller, Subscription
from bot.core.places import label, suggest
from bot.core.vocabulary import Platform
from bot.ports import Store
from bot.services.lookup import Lookup
from bot.services.subscriptions import Check, Subscriptions

log = structlog.get_logger(__name__)

CHOICES = 25
"""As many as Discord's menu shows."""
LABEL_LIMIT = 100
"""Characters that Discord's menu shows, and takes as a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to pick: what is shown, and what is sent."""

    label: str
    value: str


Command = Callable[[Invocation, Caller], Awaitable[Answer]]


@dataclass(slots=True)
class CommandService:
    """Answers invocations from the store. `checks` holds each platform's `ChannelAdapter.check`."""

    store: Store
    checks: Mapping[Platform, Check] = field(default_factory=dict)
    vendors: Collection[str] = ()
    subscriptions: Subscriptions = field(init=False)
    lookup: Lookup = field(init=False)

    def __post_init__(self) -> None:
        self.subscriptions = Subscriptions(self.store)
        self.lookup = Lookup(self.store, self.subscriptions, self.vendors)

    async def answer_text(self, text: str, caller: Caller) -> Answer:
        """Read typed text and answer it; unreadable text is answered with the mend."""
        try:
            asked = parse(text)
        except UsageError as error:
            return answers.refused(str(error))
        return await self.answer(asked, caller)

    async def answer(self, asked: Invocation, caller: Caller) -> Answer:
        """Carry out one command. Whatever goes wrong becomes an answer in one clear line."""
        spec = REGISTRY[asked.command]
        if spec.who is MANAGER and not caller.may_manage:
            return answers.refused(
                f"only those who may manage this channel can use {spec.name}",
                _MAY_MANAGE[caller.destination.platform],
            )
        try:
            return await self._commands()[asked.command](asked, caller)
        except UsageError as error:
            return answers.refused(str(error), f"Example: {answers.CHAT} {spec.example}")
        except CivicwatchError as error:
            log.warning("command failed", command=asked.command, error=str(error))
            return answers.refused(
                "that did not work just now", "Nothing was changed; please try again in a minute."
            )

    def _commands(self) -> Mapping[str, Command]:
        return {
            "follow": self._follow,
            "unfollow": self._unfollow,
            "list": self._list,
            "latest": self.lookup.latest,
            "search": self.lookup.search,
            "why": self.lookup.why,
            "status": self._status,
            "help": self._help,
        }

    async def _follow(self, asked: Invocation, caller: Caller) -> Answer:
        wanted = subscription_of(asked, caller.destination, vendors=self.vendors, created_by=caller.user)
        try:
            added = await self.subscriptions.add(wanted, check=self._check(caller))
        except ChannelGoneError as error:
            return answers.refused(f"I can't post in this channel: {error}", error.advice, _NOT_SAVED)
        except DeliveryError:
            return answers.refused("whether I may post in this channel can't be told just now", _NOT_SAVED)
        if added.existed:
            return answers.followed_already(added.subscription)
        made = added.subscription
        log.info("follow added", subscription=made.id, destination=str(made.destination), user=caller.user)
        sample = await self.lookup.sample(wanted.filter, caller)
        return answers.followed(made, overlapping=added.overlapping, sample=sample)

    async def _unfollow(self, asked: Invocation, caller: Caller) -> Answer:
        typed = (asked.first("follow") or "").lstrip("#").strip()
        if typed.isascii() and typed.isdigit():
            gone = await self.subscriptions.remove(caller.destination, int(typed[:18]))
        else:
            words = parse(f"follow {typed}")
            same = subscription_of(words, caller.destination, vendors=self.vendors, created_by=caller.user)
            gone = await self.subscriptions.remove_same(same)
        log.info("follow removed", subscription=gone.id, destination=str(gone.destination), user=caller.user)
        return answers.unfollowed(gone)

    async def _list(self, _: Invocation, caller: Caller) -> Answer:
        here = await self.subscriptions.of_channel(caller.destination)
        return answers.listed(here, elsewhere=await self.subscriptions.elsewhere(caller.destination))

    async def _status(self, _: Invocation, caller: Caller) -> Answer:
        return await self.lookup.status(caller, check=self._check(caller))

    async def _help(self, asked: Invocation, _: Caller) -> Answer:
        name = asked.first("command")
        return answers.help_for(REGISTRY[name]) if name else answers.help_all()

    def _check(self, caller: Caller) -> Check | None:
        return self.checks.get(caller.destination.platform)

    async def choices(self, command: str, option: str, typed: str, caller: Caller) -> list[Choice]:
        """What can be picked while typing. Only a channel's own follows are asked of the store."""
        try:
            spec = REGISTRY[command_named(command)].option(option)
        except UsageError:
            spec = None
        if spec is None:
            return []
        if spec.kind is Kind.FOLLOW:
            return _bounded(_numbered(await self.subscriptions.of_channel(caller.destination), typed))
        # A place has commas of its own.
        separator = ";" if spec.kind is Kind.PLACE else ","
        before, last = _last_value(typed, separator) if spec.repeated else ("", typed)
        return _bounded(
            [
                Choice(label=before + label, value=before + value)
                for label, value in self._pick(spec.kind, last)
            ]
        )

    def _pick(self, kind: Kind, typed: str) -> list[tuple[str, str]]:
        """Label and value of everything of the kind that fits the typed beginning."""
        if kind is Kind.PLACE:
            return [(label(place), place.path) for place in suggest(typed, CHOICES)]
        if kind in TABLES:
            return [(value.replace("_", " "), value) for value in _fitting(typed, TABLES[kind])]
        if kind is Kind.VENDOR:
            return [(name, name) for name in _containing(typed, sorted(self.vendors))]
        if kind is Kind.ZONE:
            return [(zone, zone) for zone in _containing(typed, _ZONES)]
        if kind is Kind.COMMAND:
            return [(name, name) for name in _containing(typed, REGISTRY)]
        return []


_NOT_SAVED = "Nothing was saved: give the permission, then use follow again."
_MAY_MANAGE = {
    Platform.DISCORD: "Ask somebody with the permission Manage Channels.",
    Platform.SLACK: "Ask a workspace admin, or one of the people whom the operator named.",
    Platform.CONSOLE: "Use the operator's account.",
}
_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


def _numbered(follows: Sequence[Subscription], typed: str) -> list[Choice]:
    wanted = typed.lstrip("#").casefold()
    shown = [Choice(label=f"#{each.id} {follow_words(each)}", value=str(each.id)) for each in follows]
    return [choice for choice in shown if wanted in choice.label.casefold()]


def _last_value(typed: str, separator: str) -> tuple[str, str]:
    """`alpr, dro`: what stands already, and the beginning to complete."""
    before, found, last = typed.rpartition(separator)
    return (f"{before.strip()}{separator} ", last.strip()) if found else ("", typed.strip())


def _fitting(typed: str, table: Mapping[str, str]) -> list[str]:
    """Values one of whose names begins with the typed words, then those that contain them."""
    key = word_key(typed)
    begins = [value for phrase, value in table.items() if phrase.startswith(key)]
    return list(dict.fromkeys([*begins, *(value for phrase, value in table.items() if key in phrase)]))


def _containing(typed: str, names: Iterable[str]) -> list[str]:
    wanted = typed.casefold().replace(" ", "_")
    shown = [name for name in names if wanted in name.casefold().replace(" ", "_")]
    return sorted(shown, key=lambda name: not name.casefold().replace(" ", "_").startswith(wanted))


def _bounded(choices: Iterable[Choice]) -> list[Choice]:
    """As many as a menu shows, each short enough; a value that would have to be cut is left out."""
    return [
        Choice(label=shortened(choice.label, LABEL_LIMIT), value=choice.value)
        for choice in choices
        if len(choice.value) <= LABEL_LIMIT
    ][:CHOICES]
