"""The commands, their options and the one grammar that chat and shell users type."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from bot.core.command_reader import read_options
from bot.core.command_values import TABLES, Kind, canonical
from bot.core.command_words import plain, shortened
from bot.core.errors import UsageError
from bot.core.vocabulary import DigestDays, Threads


class Who(StrEnum):
    """Who may use a command."""

    EVERYONE = "everyone"
    MANAGER = "manager"
    """Those who may manage the channel."""


EVERYONE, MANAGER = Who.EVERYONE, Who.MANAGER


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """One option of a command. Names and summaries keep within Discord's limits."""

    name: str
    kind: Kind
    summary: str
    required: bool = False
    repeated: bool = False
    """Several values, separated by commas where the platform offers one field only."""
    choices: tuple[str, ...] = ()
    """All values, where the list is closed."""
    autocomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """One command; help, both platforms and the shell are made from these."""

    name: str
    summary: str
    options: tuple[OptionSpec, ...] = ()
    who: Who = Who.EVERYONE
    example: str = ""

    def option(self, name: str) -> OptionSpec | None:
        """The option with this name."""
        return next((option for option in self.options if option.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One command with checked options, in canonical form whoever typed or picked them."""

    command: str
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the option."""
        return self.options.get(name, ())

    def first(self, name: str) -> str | None:
        """The option's value, if it was given."""
        return next(iter(self.all(name)), None)


def _listed(name: str, kind: Kind, summary: str) -> OptionSpec:
    choices = tuple(dict.fromkeys(TABLES[kind].values()))
    return OptionSpec(
        name=name, kind=kind, summary=summary, repeated=True, choices=choices, autocomplete=True
    )


def _text(name: str, kind: Kind, summary: str, *, required: bool = False, pick: bool = False) -> OptionSpec:
    return OptionSpec(name=name, kind=kind, summary=summary, required=required, autocomplete=pick)


_TOPIC = _listed("topic", Kind.TOPIC, "Technologies, such as face_recognition or drones")
_PLACE = OptionSpec(
    name="place",
    kind=Kind.PLACE,
    summary="Cities, states or countries: MN, Portland ME, UK",
    repeated=True,
    autocomplete=True,
)
_ACTION = _listed("action", Kind.ACTION, "What the decision does, such as ban, procure or lawsuit")
_VENDOR = OptionSpec(
    name="vendor",
    kind=Kind.VENDOR,
    summary="Companies, such as Flock Safety",
    repeated=True,
    autocomplete=True,
)

_FOLLOW_OPTIONS = (
    _TOPIC,
    _PLACE,
    _ACTION,
    _listed("stage", Kind.STAGE, "How far it has come, such as hearing, enacted or vetoed"),
    _VENDOR,
    _listed("source", Kind.SOURCE, "Kinds of publisher, such as news or court"),
    _text("min", Kind.SCORE, "Least confidence that a story is relevant, 0 to 1 (default 0.5)"),
    OptionSpec(
        name="mode",
        kind=Kind.MODE,
        summary="Each story at once, or in a digest",
        choices=("instant", "digest"),
    ),
    _text("at", Kind.TIME, "Local time of the digest, such as 08:00"),
    OptionSpec(
        name="days",
        kind=Kind.DAYS,
        summary="Days of the digest: daily, weekdays, or one day of the week",
        choices=tuple(DigestDays),
    ),
    _text("quiet", Kind.SPAN, "Hours in which nothing is posted at once, such as 22:00-07:00"),
    # Python keeps "except" for itself; people may type it.
    _listed("unless", Kind.STAGE, "Stages that are posted even in quiet hours, such as enacted"),
    OptionSpec(
        name="thread",
        kind=Kind.THREAD,
        summary="What is answered in a story's thread: nothing, its next stages, all reports",
        choices=tuple(Threads),
    ),
    _text("timezone", Kind.ZONE, "Time zone, such as America/Chicago", pick=True),
)

_COMMANDS = (
    CommandSpec(
        name="follow",
        summary="Post matching stories in this channel",
        who=MANAGER,
        example="follow face_recognition in MN min 0.7 digest 08:00 America/Chicago",
        options=_FOLLOW_OPTIONS,
    ),
    CommandSpec(
        name="unfollow",
        summary="Stop a follow of this channel",
        who=MANAGER,
        example="unfollow 2",
        options=(_text("follow", Kind.FOLLOW, "Its number in list, or its words", required=True, pick=True),),
    ),
    CommandSpec(name="list", summary="Show what this channel follows", example="list"),
    CommandSpec(
        name="latest",
        summary="Show the newest stories",
        example="latest 3 drones in Illinois",
        options=(_text("count", Kind.COUNT, "How many, 1 to 10 (default 5)"), _TOPIC, _PLACE, _ACTION),
    ),
    CommandSpec(
        name="search",
        summary="Find stories by words",
        example="search flock contract in Illinois",
        options=(
            _text("words", Kind.TEXT, "Words that the story must contain", required=True),
            _TOPIC,
            _PLACE,
            _ACTION,
        ),
    ),
    CommandSpec(
        name="why",
        summary="Explain what became of an article, step by step",
        example="why https://gazette.example/council-vote",
        options=(
            _text(
                "item", Kind.TEXT, "Its address, words of its title, or a story such as S-42", required=True
            ),
        ),
    ),
    CommandSpec(name="status", summary="Show feeds, queue and last poll", example="status"),
    CommandSpec(
        name="help",
        summary="Show the commands",
        example="help follow",
        options=(_text("command", Kind.COMMAND, "One command in detail"),),
    ),
)

REGISTRY: Mapping[str, CommandSpec] = MappingProxyType({spec.name: spec for spec in _COMMANDS})
"""Every command by name, in the order of help."""

_SYNONYMS = {
    "follow": "subscribe sub watch add track",
    "unfollow": "unsubscribe unsub unwatch remove stop delete",
    "list": "ls follows following subscriptions",
    "latest": "recent last news newest",
    "search": "find lookup",
    "why": "explain trace",
    "status": "health",
    "help": "? commands usage",
}
_ALIASES: Mapping[str, str] = {word: name for name, typed in _SYNONYMS.items() for word in typed.split()}


def parse(text: str) -> Invocation:
    """Read typed text; UsageError says in one line what can't be read and what was probably meant."""
    typed = re.sub(r"^/?civicwatch\b\s*", "", plain(text), flags=re.IGNORECASE)
    word, _, rest = typed.partition(" ")
    if not word:
        return Invocation(command="help")
    spec = REGISTRY[command_named(word)]
    return invocation(spec.name, read_options(spec.name, rest.strip(), allowed=_kinds(spec)))


def invocation(command: str, options: Mapping[str, str | Sequence[str]]) -> Invocation:
    """Check options that a person picked or typed; empty ones count as not given."""
    spec = REGISTRY[command_named(command)]
    checked: dict[str, tuple[str, ...]] = {}
    for name, given in options.items():
        option = spec.option(name)
        if option is None:
            raise UsageError(f"'{spec.name}' has no option '{shortened(name)}'; example: {spec.example}")
        values = _values(option, [given] if isinstance(given, str) else given)
        if values:
            checked[name] = values
    for option in spec.options:
        if option.required and option.name not in checked:
            raise UsageError(f"'{spec.name}' needs more: {option.summary.lower()}; example: {spec.example}")
    # A time zone alone says nothing of a digest where it is the quiet hours' zone.
    timed = {"at", "days"} if "quiet" in checked else {"at", "days", "timezone"}
    if spec.option("mode") and timed & checked.keys():
        checked.setdefault("mode", ("digest",))
    return Invocation(command=spec.name, options=MappingProxyType(checked))


def command_named(typed: str) -> str:
    """The command that a word stands for; UsageError with the nearest one if there is none."""
    word = shortened(typed.casefold().lstrip("/"))
    name = _ALIASES.get(word, word)
    if name in REGISTRY:
        return name
    nearest = get_close_matches(word, [*REGISTRY, *_ALIASES], n=1, cutoff=0.6)
    hint = f": did you mean '{_ALIASES.get(nearest[0], nearest[0])}'?" if nearest else "; try 'help'"
    raise UsageError(f"unknown command '{shortened(typed)}'{hint}")


def _kinds(spec: CommandSpec) -> dict[str, Kind]:
    return {option.name: option.kind for option in spec.options}


def _values(option: OptionSpec, given: Sequence[str]) -> tuple[str, ...]:
    """The option's canonical values, each once; closed lists may be typed with commas."""
    typed = [value for value in given if value.strip()]
    if option.repeated and option.kind in TABLES:
        typed = [part for value in typed for part in re.split(r"[,;]", value) if part.strip()]
    values = tuple(dict.fromkeys(_canonical(option.kind, value) for value in typed))
    if len(values) > 1 and not option.repeated:
        raise UsageError(f"'{option.name}' was given twice: {shortened(' and '.join(values))}")
    return values


def _canonical(kind: Kind, typed: str) -> str:
    return (
        command_named(typed.split(maxsplit=1)[0]) if kind is Kind.COMMAND else canonical(kind, plain(typed))
    )
