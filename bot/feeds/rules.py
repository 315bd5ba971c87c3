"""What a catalogue must keep that a schema cannot say: no doubles, real places, sane limits."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.core.cadence import LONGEST_INTERVAL_S
from bot.core.destinations import destination_of
from bot.core.errors import UsageError
from bot.core.tokens import holds_token, is_secret_header, shown_url
from bot.core.urls import fault_in_proxy
from bot.feeds import secrets, values
from bot.feeds.yamlfile import Document, KeyPath

_BOUNDS = {
    "interval": (values.seconds_of, 60, LONGEST_INTERVAL_S, "between 1m and 7d"),
    "timeout": (values.seconds_of, 1, 300, "between 1s and 5m"),
    "body_limit": (values.bytes_of, 1_000, 100_000_000, "between 1kB and 100MB"),
}
# They belong to the connection or to the fetcher; a wrong one would break every poll.
_OUR_HEADERS = frozenset(
    (
        "accept-encoding", "connection", "content-length", "host", "if-modified-since", "if-none-match",
        "transfer-encoding", "upgrade",
    )
)  # fmt: skip

_LITERAL = "what looks like a token stands in the file: write $ENV{NAME} and set NAME in .env"


def check_rules(document: Document, environment: Mapping[str, str]) -> None:
    """Report every broken rule to the document. Values of a wrong type are the schema's concern."""
    _check_limits(document, ("defaults",), _mapping(document.data, "defaults"))
    _check_headers(document, ("defaults",), _mapping(document.data, "defaults"), environment)
    _check_proxy(document, ("defaults",), _mapping(document.data, "defaults"), environment)
    for path, feed in _entries(document, "feeds"):
        _check_limits(document, path, feed)
        _check_feed(document, path, feed, environment)
    for path, subscription in _entries(document, "subscriptions"):
        _check_subscription(document, path, subscription)
    _refuse_doubles(document, "slug", str)
    _refuse_doubles(document, "url", lambda url: url.strip().rstrip("/"))


def _mapping(data: object, key: str) -> dict[str, Any]:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else {}


def _entries(document: Document, section: str) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    entries = document.data.get(section) if isinstance(document.data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield (section, index), entry


def _check_limits(document: Document, path: KeyPath, entry: Mapping[str, Any]) -> None:
    for name, (read, least, most, words) in _BOUNDS.items():
        value = entry.get(name)
        if value is None or not isinstance(value, str | int):
            continue
        try:
            amount = read(value)
        except ValueError:
            continue
        if not least <= amount <= most:
            document.report((*path, name), f"'{value}' is out of bounds: choose a value {words}")


def _check_feed(
    document: Document, path: KeyPath, feed: Mapping[str, Any], environment: Mapping[str, str]
) -> None:
    enabled = feed.get("enabled", _mapping(document.data, "defaults").get("enabled", True))
    # A disabled feed may wait for its token; an address is checked only once it is whole.
    known = environment if enabled else None
    url = feed.get("url")
    if (
        isinstance(url, str)
        and _check_placeholders(document, (*path, "url"), url, known)
        and known is not None
    ):
        _tell(document, (*path, "url"), values.fault_in_url(secrets.filled(url, known)))
    if isinstance(url, str) and holds_token(secrets.bare(url)):
        document.warn((*path, "url"), _LITERAL)
    home = feed.get("home")
    if isinstance(home, str):
        _tell(document, (*path, "home"), values.fault_in_place(home))
    _check_headers(document, path, feed, known)
    _check_proxy(document, path, feed, known)


def _check_proxy(
    document: Document, path: KeyPath, entry: Mapping[str, Any], environment: Mapping[str, str] | None
) -> None:
    proxy, here = entry.get("proxy"), (*path, "proxy")
    if not isinstance(proxy, str) or proxy == "none":
        return
    if not _check_placeholders(document, here, proxy, environment) or environment is None:
        return
    whole = secrets.filled(proxy, environment)
    _tell(document, here, fault_in_proxy(whole))
    if values.password_in(whole) and values.password_in(proxy) == values.password_in(whole):
        document.report(here, "a password stands in the file: write $ENV{NAME} and set NAME in .env")


def _check_headers(
    document: Document, path: KeyPath, entry: Mapping[str, Any], environment: Mapping[str, str] | None
) -> None:
    for name, value in _mapping(entry, "headers").items():
        here = (*path, "headers", name)
        if name.lower() in _OUR_HEADERS:
            document.report(here, "this header is set by Civicwatch itself: remove it")
        if not isinstance(value, str):
            continue
        if not secrets.names_in(value) and is_secret_header(name, value):
            document.warn(here, _LITERAL)
        if not _check_placeholders(document, here, value, environment) or environment is None:
            continue
        if set("\r\n\0") & set(secrets.filled(value, environment)):
            document.report(
                here, "a line break stands in this value: a header is one line, so mend its variable"
            )


def _check_placeholders(
    document: Document, path: KeyPath, text: str, environment: Mapping[str, str] | None
) -> bool:
    for name in secrets.names_in(text):
        if not secrets.is_name(name):
            document.report(path, f"$ENV{{{name[:40]}}} is no variable: use letters, digits and underscores")
        elif environment is not None and not environment.get(name, "").strip():
            document.report(
                path, f"the environment variable {name} is not set: set it or say `enabled: false`"
            )
        else:
            continue
        return False
    return True


def _check_subscription(document: Document, path: KeyPath, entry: Mapping[str, Any]) -> None:
    channel, zone, places = entry.get("channel"), entry.get("timezone"), entry.get("places")
    if isinstance(channel, str):
        try:
            destination_of(channel)
        except UsageError as exc:
            document.report((*path, "channel"), str(exc))
    if isinstance(zone, str):
        _tell(document, (*path, "timezone"), values.fault_in_timezone(zone))
    if entry.get("mode") == "digest" and entry.get("thread") in ("stages", "all"):
        document.report((*path, "thread"), "a digest has no threads: remove this line, or `mode: digest`")
    for index, place in enumerate(places if isinstance(places, list) else []):
        if isinstance(place, str):
            _tell(document, (*path, "places", index), values.fault_in_place(place))


def _tell(document: Document, path: KeyPath, fault: str) -> None:
    if fault:
        document.report(path, fault)


def _refuse_doubles(document: Document, name: str, normal: Callable[[str], str]) -> None:
    first: dict[str, KeyPath] = {}
    for path, feed in _entries(document, "feeds"):
        value = feed.get(name)
        if not isinstance(value, str):
            continue
        earlier = first.setdefault(normal(value), path)
        if earlier != path:
            line = document.line((*earlier, name))
            shown = shown_url(value) if name == "url" else value
            document.report((*path, name), f"'{shown}' is used already on line {line}: remove or change one")
