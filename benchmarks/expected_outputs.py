"""Compare our parse of feeds with what the test suites of other parsers expect of each entry.

    python -m benchmarks.expected_outputs FOLDER [--disagreements title|link|date|id|entries]

FOLDER holds feeds, in any folders, and `expected.tar.gz` with `expected/OWNER__PARSER/…json`: the expected
outputs of gofeed, feed-rs, rss-parser and fastfeedparser, under the feeds' own paths. Text is compared as
plain text, links as absolute addresses, dates as moments. Where neither side has a value nothing is counted.
It exits 1 if a disagreement has none of the reasons that were found by reading them.
"""

import argparse
import json
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from bot.core.errors import ParseError
from bot.core.models import Item
from bot.core.text import plain_line
from bot.core.urls import safe_url
from bot.feeds.addresses import leads_inside
from bot.feeds.drafts import TITLE_LIMIT
from bot.feeds.parse import parse_document

URL = "https://publisher.example/feed.xml"
FIELDS = ("title", "link", "date", "id")
_SUFFIXES = (".xml", ".rss", ".atom", ".json", ".rdf")
_MADE_UP_ID = re.compile(r"[0-9a-f]{24,32}|[0-9a-f-]{36}|")

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One value on which another parser's suite and we differ."""

    field: str
    parser: str
    feed: str
    ours: str
    theirs: str
    reason: str
    """What was judged of it; empty if nobody did."""


# --- what they expect -----------------------------------------------------------------------------------


def _first(row: Mapping[str, Any], *keys: str) -> str:
    for key in keys:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _alternate(links: Sequence[object]) -> str:
    fit = [link for link in links if isinstance(link, dict) and link.get("rel") in (None, "", "alternate")]
    return next((str(link["href"]) for link in fit if link.get("href")), "")


def _gofeed(document: Mapping[str, Any]) -> list[Values]:
    # Its test data come from four layers: the RSS, Atom and JSON parsers, and what is translated from them.
    return [
        {
            "title": _first(entry, "title"),
            "link": _first(entry, "link", "url") or _alternate(entry.get("links") or []),
            "date": _first(
                entry, "publishedParsed", "pubDateParsed", "date_published", "updatedParsed", "date_modified"
            ),
            "id": _first(entry.get("guid") or {}, "value")
            if isinstance(entry.get("guid"), dict)
            else _first(entry, "guid", "id"),
        }
        for entry in document.get("items") or document.get("entries") or []
    ]


def _feed_rs(document: Mapping[str, Any]) -> list[Values]:
    return [
        {
            "title": (entry.get("title") or {}).get("content", ""),
            "link": _alternate(entry.get("links") or []),
            "date": entry.get("published") or entry.get("updated") or "",
            "id": entry.get("id") or "",
        }
        for entry in document.get("entries", [])
    ]


def _rss_parser(document: Mapping[str, Any]) -> list[Values]:
    return [
        {
            "title": _first(entry, "title"),
            "link": _first(entry, "link"),
            "date": _first(entry, "isoDate", "pubDate"),
            "id": _first(entry, "guid", "id"),
        }
        for entry in document.get("feed", {}).get("items", [])
    ]


def _fastfeedparser(document: Mapping[str, Any]) -> list[Values]:
    return [
        {
            "title": _first(entry, "title"),
            "link": _first(entry, "link"),
            "date": _first(entry, "published", "updated"),
            "id": _first(entry, "id"),
        }
        for entry in document.get("entries", [])
    ]


PARSERS: Mapping[str, Callable[[Mapping[str, Any]], list[Values]]] = {
    "mmcdole__gofeed": _gofeed,
    "feed-rs__feed-rs": _feed_rs,
    "rbren__rss-parser": _rss_parser,
    "kagisearch__fastfeedparser": _fastfeedparser,
}


def expectations(folder: Path) -> Iterator[tuple[str, Path, Mapping[str, Any]]]:
    """Parser, feed and expected output, for every expected output whose feed is in the folder."""
    feeds = {
        str(path.relative_to(folder).relative_to(path.relative_to(folder).parts[0])): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and len(path.relative_to(folder).parts) > 1
    }
    with tarfile.open(folder / "expected.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            name = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            if file is None or name.parts[0] not in PARSERS:
                continue
            feed = next((feeds[path] for path in _feed_paths(name) if path in feeds), None)
            if feed is not None:
                # One of them holds bytes of Windows-1252.
                yield name.parts[0], feed, json.loads(file.read().decode("utf-8", errors="replace"))


def _feed_paths(expected: PurePosixPath) -> Iterator[str]:
    stem = re.sub(r"(\.serde|_expected)$", "", expected.stem)
    folder = str(expected.parent).replace("/test/output", "/test/input")
    for suffix in _SUFFIXES:
        path = f"{folder}/{stem}{suffix}"
        if path != str(expected):
            yield path


# --- comparing ------------------------------------------------------------------------------------------


def our_values(item: Item) -> Values:
    """An item as the other parsers' fields."""
    return {
        "title": item.title,
        "link": item.url,
        "date": _moment(item.published.isoformat()) if item.published else "",
        "id": item.guid,
    }


def in_our_form(values: Values) -> Values:
    """Their values as plain text, absolute address and moment."""
    return {
        "title": plain_line(values["title"], limit=TITLE_LIMIT),
        "link": safe_url(values["link"], URL) or values["link"],
        "date": _moment(values["date"]),
        "id": " ".join(values["id"].split()),
    }


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def reason_of(field: str, item: Item, theirs: str, body: bytes) -> str:
    """What was judged of such a difference; empty if it has to be looked at."""
    judges = {"title": _title_reason, "link": _link_reason, "date": _date_reason, "id": _id_reason}
    return judges[field](item, theirs, body)


def _title_reason(item: Item, theirs: str, _body: bytes) -> str:
    if "\ufffd" in theirs:
        return "they lost the accents: they take every document for UTF-8"
    if "<" in item.title and plain_line(item.title) == theirs:
        return "escaped markup within XHTML is text, and stays"
    return "an enclosure's title, where the entry has none" if item.title and not theirs else ""


def _link_reason(item: Item, theirs: str, body: bytes) -> str:
    if not item.url:
        return "leads into a private network: refused" if leads_inside(theirs) else ""
    if not theirs:
        is_guid = item.url in (safe_url(item.guid, URL), item.guid)
        return "the id is the page's address, and no link is given" if is_guid else ""
    if "/~r/" in theirs:
        return "the publisher's own address instead of FeedBurner's redirect"
    ours_at, theirs_at = (body.find(url.rstrip("/").encode()) for url in (item.url, theirs))
    return "of several links we take the first, they the last" if 0 <= ours_at < theirs_at else ""


def _date_reason(item: Item, theirs: str, _body: bytes) -> str:
    is_read = item.published is not None and item.dating.raw != ""
    if not is_read:
        return ""
    if not theirs:
        return "a malformed date that we can read and they cannot"
    return "months in another language, which they cannot read" if theirs == item.dating.raw else ""


def _id_reason(item: Item, theirs: str, _body: bytes) -> str:
    if theirs.startswith("<"):
        return "markup within a guid: left out by feedparser, so the text identifies the entry"
    return "an id is kept as it is written, they resolve it" if theirs.endswith(item.guid) else ""


def compared(parser: str, feed: Path, expected: Sequence[Values]) -> tuple[Counter[str], list[Disagreement]]:
    """How often each field agrees in one feed, and where it does not."""
    name = f"{parser}: {feed.name}"
    body = feed.read_bytes()
    try:
        items = parse_document(body, url=URL).items
    except ParseError as exc:
        if not expected:
            return Counter(entries=1), []
        return Counter(), [
            Disagreement("entries", parser, name, f"refused: {exc.kind}", str(len(expected)), "")
        ]
    if len(items) != len(expected):
        return Counter(), [Disagreement("entries", parser, name, str(len(items)), str(len(expected)), "")]
    agreed, differ = Counter[str](entries=1), []
    for item, values in zip(items, expected, strict=True):
        ours, theirs = our_values(item), in_our_form(values)
        for field in FIELDS:
            if field == "id" and _MADE_UP_ID.fullmatch(theirs["id"]):
                continue  # a digest of their own, where the feed gives none
            if ours[field] == theirs[field]:
                agreed[field] += bool(ours[field])
            else:
                reason = reason_of(field, item, theirs[field], body)
                differ.append(Disagreement(field, parser, name, ours[field], theirs[field], reason))
    return agreed, differ


def main() -> int:
    """Compare, print the table and, if asked, the disagreements."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--disagreements", choices=("entries", *FIELDS), metavar="FIELD")
    options = arguments.parse_args()
    agreed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    differ: list[Disagreement] = []
    feeds = Counter[str]()
    for parser, feed, document in expectations(options.folder):
        feeds[parser] += 1
        same, others = compared(parser, feed, PARSERS[parser](document))
        agreed[parser] += same
        differ += others
    print_table(feeds, agreed, differ)
    for each in differ:
        if each.field == options.disagreements:
            print(f"{each.feed}\n  ours   {each.ours[:160]!r}\n  theirs {each.theirs[:160]!r}")
            print(f"  {each.reason or 'NOT JUDGED'}")
    return 1 if any(not each.reason for each in differ) else 0


def print_table(
    feeds: Counter[str], agreed: Mapping[str, Counter[str]], differ: Sequence[Disagreement]
) -> None:
    """Agreement per parser and field as a table of Markdown, and what was judged of the rest."""
    fields = ("entries", *FIELDS)
    print(f"| parser | feeds | {' | '.join(fields)} |\n|---|---|{'---|' * len(fields)}")
    for parser, count in feeds.items():
        cells = []
        for field in fields:
            same = agreed[parser][field]
            whole = same + sum(each.parser == parser and each.field == field for each in differ)
            cells.append(f"{same:,} of {whole:,}" + (f" ({same / whole:.1%})" if whole else ""))
        print(f"| {parser.partition('__')[2]} | {count} | {' | '.join(cells)} |")
    print()
    reasons = Counter((each.field, each.reason or "NOT JUDGED") for each in differ)
    for (field, reason), count in sorted(
        reasons.items(), key=lambda pair: (fields.index(pair[0][0]), -pair[1])
    ):
        print(f"{count:5} {field:8} {reason}")


if __name__ == "__main__":
    sys.exit(main())
