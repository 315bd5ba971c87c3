"""Read feeds.yaml: the feeds that we poll and the subscriptions that the file owns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core.destinations import destination_of
from bot.core.errors import ConfigError
from bot.core.models import Feed, Filter, Subscription
from bot.core.vocabulary import Action, DigestDays, Mode, SourceKind, Stage, Threads, Topic
from bot.feeds import values
from bot.feeds.rules import check_rules
from bot.feeds.schema import check_schema
from bot.feeds.secrets import filled, known_variables, names_in
from bot.feeds.yamlfile import Document, Problem, read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """What a feeds.yaml says, in its order."""

    feeds: tuple[Feed, ...]
    subscriptions: tuple[Subscription, ...] = ()
    """Not stored yet, so each id is 0; `origin` is `file`."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """Every value that a `$ENV{NAME}` stood for: what logs must never show."""
    warnings: tuple[str, ...] = ()
    """A line for each thing that had better be mended."""


def read_catalog(path: Path | str, *, environment: Mapping[str, str] | None = None) -> Catalog:
    """Read and check the file. Raise one ConfigError whose text has a line for each problem.

    `$ENV{NAME}` is filled from `environment`, by default this process's own and the `.env` file.
    """
    variables = known_variables() if environment is None else environment
    document = read_yaml(Path(path))
    check_schema(document)
    check_rules(document, variables)
    if document.problems:
        raise ConfigError("\n".join(_listed(document, document.problems)))
    defaults = document.data.get("defaults") or {}
    return Catalog(
        feeds=tuple(_feed({**defaults, **entry}, defaults, variables) for entry in document.data["feeds"]),
        subscriptions=tuple(_subscription(entry) for entry in document.data.get("subscriptions") or ()),
        secrets=tuple(sorted(set(_secrets(document.data["feeds"], defaults, variables).values()))),
        warnings=_listed(document, document.warnings),
    )


def _listed(document: Document, problems: Iterable[Problem]) -> tuple[str, ...]:
    by_line = sorted(problems, key=lambda problem: problem.line)
    return tuple(f"{document.name}:{problem.line}: {problem.text}" for problem in by_line)


def _feed(entry: Mapping[str, Any], defaults: Mapping[str, Any], variables: Mapping[str, str]) -> Feed:
    headers = {**defaults.get("headers", {}), **entry.get("headers", {})}
    enabled = entry.get("enabled", True)
    # A disabled feed keeps its placeholders: nobody needs to own the token of a feed that is off.
    known = variables if enabled else {}
    options: dict[str, Any] = {}
    if "interval" in entry:
        options["interval_s"] = int(values.seconds_of(entry["interval"]))
    if "timeout" in entry:
        options["timeout_s"] = values.seconds_of(entry["timeout"])
    if "body_limit" in entry:
        options["body_limit_bytes"] = values.bytes_of(entry["body_limit"])
    if "proxy" in entry:
        options["proxy"] = "" if entry["proxy"] == "none" else filled(entry["proxy"], known)
    return Feed(
        slug=entry["slug"],
        name=entry["name"],
        url=filled(entry["url"], known),
        kind=SourceKind(entry["kind"]),
        home=entry.get("home"),
        language=entry.get("language", "en"),
        enabled=enabled,
        headers={name: filled(value, known) for name, value in headers.items()},
        trusted=entry.get("trusted", True),
        article=entry.get("article", False),
        secrets=_secrets([entry], defaults, known),
        **options,
    )


def _secrets(
    entries: Iterable[Mapping[str, Any]], defaults: Mapping[str, Any], variables: Mapping[str, str]
) -> dict[str, str]:
    texts = [entry["url"] for entry in entries]
    for holder in (defaults, *entries):
        texts.append(holder.get("proxy", ""))
        texts.extend(holder.get("headers", {}).values())
    names = sorted({name for text in texts for name in names_in(text)})
    return {name: value for name in names if (value := variables.get(name, "").strip())}


def _subscription(entry: Mapping[str, Any]) -> Subscription:
    wish = Filter(
        topics=frozenset(map(Topic, entry.get("topics", ()))),
        actions=frozenset(map(Action, entry.get("actions", ()))),
        stages=frozenset(map(Stage, entry.get("stages", ()))),
        places=frozenset(entry.get("places", ())),
        vendors=frozenset(entry.get("vendors", ())),
        source_kinds=frozenset(map(SourceKind, entry.get("source_kinds", ()))),
        min_score=float(entry.get("min_score", Filter().min_score)),
    )
    quiet_from, _, quiet_to = entry.get("quiet", "").partition("-")
    return Subscription(
        id=0,
        destination=destination_of(entry["channel"]),
        filter=wish,
        mode=Mode(entry.get("mode", Mode.INSTANT)),
        digest_at=quiet_to or entry.get("digest_at", "08:00"),
        digest_days=DigestDays(entry.get("digest_days", DigestDays.DAILY)),
        quiet_from=quiet_from,
        quiet_to=quiet_to,
        quiet_breakthrough=frozenset(map(Stage, entry.get("quiet_except", ()))),
        threads=Threads(entry.get("thread", Threads.OFF)),
        timezone=entry.get("timezone", "UTC"),
        origin="file",
    )
