"""Single values of feeds.yaml: durations, sizes, places, time zones, addresses."""

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.tokens import shown_url

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_BYTES = {"kb": 1_000, "mb": 1_000_000}
_QUANTITY = re.compile(r"([0-9.]+)\s*([a-zA-Z]+)")

_US_STATES = frozenset(
    (
        "al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl", "ga", "hi", "id", "il", "in", "ia", "ks",
        "ky", "la", "me", "md", "ma", "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm", "ny", "nc",
        "nd", "oh", "ok", "or", "pa", "ri", "sc", "sd", "tn", "tx", "ut", "vt", "va", "wa", "wv", "wi", "wy",
        "as", "gu", "mp", "pr", "vi",
    )
)  # fmt: skip
_NO_COUNTRIES = frozenset(
    (
        "ak", "ct", "dc", "fl", "hi", "ia", "ks", "mi", "nd", "nh", "nj", "nv", "ny", "oh", "ok", "or", "ri",
        "tx", "ut", "wa", "wi", "wv", "wy",
    )
)  # fmt: skip
"""States whose letters mean nothing else; `mn` may be Mongolia, `ca` is Canada."""


def seconds_of(value: str | float) -> float:
    """Read `90`, `45s`, `15m`, `2h`, `1d`."""
    return _quantity(value, _SECONDS)


def bytes_of(value: str | float) -> int:
    """Read `500000`, `800kB`, `5MB`."""
    return int(_quantity(value, _BYTES))


def _quantity(value: str | float, units: dict[str, int]) -> float:
    match = _QUANTITY.fullmatch(str(value))
    return float(match[1]) * units[match[2].lower()] if match else float(value)


def fault_in_place(path: str) -> str:
    """What is wrong with a well-formed place path; empty if nothing is."""
    country, *rest = path.split("/")
    if country == "uk":
        return "the country code of the United Kingdom is gb: write " + "/".join(("gb", *rest))
    if country == "us" and rest and rest[0] not in _US_STATES | {"?"}:
        return f"'{rest[0]}' is no state: write its two letters, us/mn, or us/?/name if it is unknown"
    if country in _NO_COUNTRIES:
        return f"'{country}' is no country: write us/{path} for the state"
    return ""


def fault_in_timezone(name: str) -> str:
    """What is wrong with a time zone's name; empty if nothing is."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"'{name}' is no time zone: write one such as America/Chicago, Europe/Berlin or UTC"
    return ""


def password_in(url: str) -> str:
    """The password in an address; empty if there is none."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def fault_in_url(url: str) -> str:
    """What is wrong with a feed's address; empty if nothing is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return f"'{shown_url(url)}' is no valid address: check host and port"
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        return f"'{shown_url(url)}' is no web address: start it with https://, then the host"
    if any(sign in url for sign in "<>{}\\^`"):
        return f"'{shown_url(url)}' is a form with blanks to fill in: put the real values in"
    return ""
