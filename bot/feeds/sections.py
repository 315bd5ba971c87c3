"""Where the entries of feeds.yaml stand as lines of text, and the text with one more or one less."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import yaml

from bot.core.errors import ConfigError
from bot.feeds.newfeed import NewFeed

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML 1.1 takes for the end of a line, as its line numbers count them.
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_PLAIN = re.compile(r"https?://[!-~]+|\w(?:[\w .,()/+&'\u2019-]*[\w.)])?")
_BY_HAND = "edit the file by hand, or write `feeds:` as a list of blocks, see docs/feeds.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One feed: the line where its own comment begins, its first line, the line after its last."""

    top: int
    start: int
    end: int
    slug: str
    kind: str
    trusted: bool
    heads_group: bool = False


@dataclass(frozen=True, slots=True)
class _Section:
    """The `feeds:` list: its lines, and how it is written."""

    lines: list[str]
    entries: list[_Entry]
    indent: str
    newline: str
    key_line: int
    defaults: dict[str, str]


def with_entries(text: str, feeds: Sequence[NewFeed]) -> str:
    """The text with each feed in the group of its kind, by slug where that group is sorted."""
    section = _section(text)
    if not section.entries:
        return _with_first(section, feeds)
    lines, added = section.lines, defaultdict[tuple[int, bool], list[NewFeed]](list)
    for feed in feeds:
        added[_place(section.entries, feed)].append(feed)
    _end_line(lines, section)
    # From the bottom up, so that the lines above keep their numbers.
    for line, before in sorted(added, reverse=True):
        blocks = [_block(feed, section) for feed in sorted(added[line, before], key=lambda feed: feed.slug)]
        gap = [section.newline] if _is_spaced(section) else []
        lines[line:line] = [
            text for block in blocks for text in ((*block, *gap) if before else (*gap, *block))
        ]
    return "".join(lines)


def without_entry(text: str, slug: str) -> str:
    """The text without the feed and the comment lines directly above it."""
    section = _section(text)
    entry = next((entry for entry in section.entries if entry.slug == slug), None)
    if entry is None:
        raise ConfigError(f"{slug}: no feed has this slug; `civicwatch feeds check` and the file name them")
    lines = section.lines
    end = entry.end
    # One of the two gaps around it goes along.
    while end < len(lines) and not lines[end].strip() and entry.top and not lines[entry.top - 1].strip():
        end += 1
    before, after = lines[: entry.top], lines[end:]
    while not after and before and not before[-1].strip():
        before.pop()
    if len(section.entries) == 1:
        key = before[section.key_line]
        before[section.key_line] = re.sub(r"^(\s*['\"]?feeds['\"]?\s*:)", r"\1 []", key, count=1)
    return "".join((*before, *after))


def _with_first(section: _Section, feeds: Sequence[NewFeed]) -> str:
    lines = section.lines
    _end_line(lines, section)
    key = re.sub(r"\[\s*\]", "", lines[section.key_line], count=1)
    lines[section.key_line] = re.sub(r":[ \t]+(?=[\r\n])", ":", key)
    blocks = [_block(feed, section) for feed in feeds]
    at = section.key_line + 1
    lines[at:at] = [text for block in blocks for text in (section.newline, *block)][1:]
    return "".join(lines)


def _end_line(lines: list[str], section: _Section) -> None:
    """End the last line, which an editor may have left open."""
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += section.newline


# --- where ----------------------------------------------------------------------------------------------


def _place(entries: Sequence[_Entry], feed: NewFeed) -> tuple[int, bool]:
    """The line at which the new entry belongs, and whether it stands before what is there."""
    group = max(_groups(entries), key=lambda group: sum(_likeness(entry, feed) for entry in group))
    if not any(entry.kind == feed.kind for entry in group):
        return entries[-1].end, False
    slugs = [entry.slug for entry in group]
    if slugs != sorted(slugs):
        return group[-1].end, False
    smaller = [entry for entry in group if entry.slug < feed.slug]
    return (smaller[-1].end, False) if smaller else (group[0].top, True)


def _likeness(entry: _Entry, feed: NewFeed) -> float:
    # Searches of the press are news too, but stand apart: they are not trusted.
    return (entry.kind == feed.kind) * (1.0 if entry.trusted == feed.trusted else 0.1)


def _groups(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    groups: list[list[_Entry]] = []
    for entry in entries:
        if entry.heads_group or not groups:
            groups.append([])
        groups[-1].append(entry)
    return groups


def _is_spaced(section: _Section) -> bool:
    pairs = list(pairwise(section.entries))
    return not pairs or any(later.top > earlier.end for earlier, later in pairs)


# --- reading --------------------------------------------------------------------------------------------


def _section(text: str) -> _Section:
    root = yaml.compose(text, Loader=_Loader)
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"feeds: no list of feeds: {_BY_HAND}")
    key, node = _feeds(root)
    lines = [match.group() for match in _LINE.finditer(text) if match.group()]
    newline = "\r\n" if "\r\n" in text else "\n"
    line, defaults = key.start_mark.line, _defaults(root)
    if node.flow_style:
        if node.value:
            raise ConfigError(f"feeds: the list is written in brackets: {_BY_HAND}")
        if node.end_mark.line != key.start_mark.line:
            raise ConfigError(f"feeds: the empty list stands on another line: {_BY_HAND}")
        return _Section(lines, [], "  ", newline, line, defaults)
    indent = " " * node.start_mark.column
    return _Section(lines, list(_entries(node, lines, line + 1)), indent, newline, line, defaults)


def _defaults(root: yaml.MappingNode) -> dict[str, str]:
    for key, value in root.value:
        if key.value == "defaults" and isinstance(value, yaml.MappingNode):
            return {field.value: text.value for field, text in value.value if isinstance(text.value, str)}
    return {}


def _feeds(root: yaml.MappingNode) -> tuple[yaml.Node, yaml.SequenceNode]:
    for key, value in root.value:
        if key.value == "feeds" and isinstance(value, yaml.SequenceNode):
            return key, value
    raise ConfigError(f"feeds: no list of feeds: {_BY_HAND}")


def _entries(node: yaml.SequenceNode, lines: Sequence[str], earlier_end: int) -> Iterator[_Entry]:
    starts = [child.start_mark.line for child in node.value]
    limits = [*starts[1:], _end_of(node, lines)]
    for child, start, limit in zip(node.value, starts, limits, strict=True):
        end = limit
        while end > start + 1 and _is_filler(lines[end - 1]):
            end -= 1
        top = start
        while top > earlier_end and lines[top - 1].lstrip().startswith("#"):
            top -= 1
        fields = {key.value: value.value for key, value in child.value}
        entry = _Entry(
            top=top,
            start=start,
            end=end,
            slug=str(fields.get("slug", "")),
            kind=str(fields.get("kind", "")),
            trusted=str(fields.get("trusted", "true")).lower() != "false",
        )
        # A comment that stands alone between the entries is a heading.
        heading = any(lines[line].lstrip().startswith("#") for line in range(earlier_end, top))
        yield replace(entry, heads_group=heading)
        earlier_end = end


def _end_of(node: yaml.SequenceNode, lines: Sequence[str]) -> int:
    end: int = node.end_mark.line
    # The list ends where the next thing begins; at the end of the file that is no line of its own.
    return len(lines) if node.end_mark.column and end == len(lines) - 1 else min(end, len(lines))


def _is_filler(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


# --- writing --------------------------------------------------------------------------------------------


def _block(feed: NewFeed, section: _Section) -> list[str]:
    pairs = [f"{name}: {_scalar(value)}" for name, value in feed.fields(section.defaults).items()]
    first, *rest = pairs
    deeper = f"{section.indent}  "
    return [
        f"{section.indent}- {first}{section.newline}",
        *(f"{deeper}{pair}{section.newline}" for pair in rest),
    ]


def _scalar(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if _is_plain(value) else _quoted(value)


def _is_plain(text: str) -> bool:
    """Whether every YAML reader takes the text, unquoted, for exactly this text."""
    return _PLAIN.fullmatch(text) is not None and _resolves(text)


def _resolves(text: str) -> bool:
    try:
        return bool(yaml.safe_load(f"- {text}\n") == [text])
    except yaml.YAMLError:
        return False


def _quoted(text: str) -> str:
    quoted = json.dumps(
        "".join(sign for sign in text if not "\ud800" <= sign <= "\udfff"), ensure_ascii=False
    )
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in quoted)


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"
