"""What a site's robots.txt lets us read (RFC 9309).

The standard library's reader keeps every line of it and takes seconds for a long one; it also knows neither
`*` nor that the longest rule wins.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Self
from urllib.parse import unquote, urlsplit

TEXT_LIMIT_BYTES = 500 * 1024
"""2.5: so much must be read, and no more needs to be."""
LINE_LIMIT = 20_000
RULE_LIMIT = 1_000
"""Rules for us, of which no honest site has a tenth; they are kept for as long as the site is remembered."""

RULE_LIMIT_CHARS = 250
"""One that is longer is a joke, or meant to keep us busy."""

_LINE = re.compile(r"^[ \t]*(user-agent|allow|disallow)[ \t]*:([^#\n]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us: a pattern each, and whether it allows."""

    rules: tuple[tuple[str, bool], ...] = ()
    """The one that counts first: the longest, and of two alike the one that allows (2.2.2)."""

    @classmethod
    def read(cls, body: bytes, *, name: str) -> Self:
        """The rules that a file has for the crawler of this name, else those for all."""
        text = body[:TEXT_LIMIT_BYTES].decode("utf-8-sig", "replace").replace("\r", "\n")
        if len(body) > TEXT_LIMIT_BYTES:
            text = text.rpartition("\n")[0]  # half a rule may forbid more than the whole one
        groups: dict[str, list[tuple[str, bool]]] = {name.lower(): [], "*": []}
        named: set[str] = set()
        told: set[str] = set()
        ends = False
        for line in islice(_LINE.finditer(text), LINE_LIMIT):
            field, value = line[1].lower(), line[2].strip()
            if field == "user-agent":
                # Rules end the list of whom they are for; all else that may stand between does not (2.1).
                told = set() if ends else told
                ends = False
                told |= {value.partition("/")[0].strip().lower()} & groups.keys()
                named |= told
                continue
            ends = True
            for agent in told if 0 < len(value) <= RULE_LIMIT_CHARS else ():
                if len(groups[agent]) < RULE_LIMIT:
                    groups[agent].append((value, field == "allow"))
        rules = groups[name.lower() if name.lower() in named else "*"]
        return cls(tuple(sorted(rules, key=lambda rule: (-len(rule[0]), not rule[1]))))

    def allows(self, url: str) -> bool:
        """Whether the address may be read; what no rule matches may."""
        parts = urlsplit(url)
        path = unquote(f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/")
        return next((allows for pattern, allows in self.rules if _matches(pattern, path)), True)


NOTHING_ALLOWED = Robots((("/", False),))


def _matches(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says; `*` is anything, `$` at the end is the end."""
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(unquote(first)):
        return False
    position = len(unquote(first))
    is_whole = pattern.endswith("$")
    if is_whole and not others:
        return position == len(path)
    last = unquote(others.pop()) if is_whole else ""
    for piece in map(unquote, others):
        position = path.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return len(path) - len(last) >= position and path.endswith(last)
