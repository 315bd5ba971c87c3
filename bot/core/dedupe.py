"""Tell whether two items are one: the same entry by identity, or a copy of one text by resemblance."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from rapidfuzz import fuzz

from bot.core.models import Item
from bot.core.urls import canonical_url, host_of
from bot.core.vocabulary import DateBasis

TITLE_WORDS_AT_LEAST = 4
"""Shorter titles ("Agenda", "Press release") come back every week and identify nothing."""
COMPARED_CHARS = 2_000
"""How much of each text is compared: copies agree from the start, and cost stays bounded."""
LEAD_CHARS = 240
COPY_AT_LEAST = 0.9
"""From here on two texts are one text. Two reporters on one vote stay below 0.6."""

_WORD = re.compile(r"\w+")
_TAIL = re.compile(r"\s+[-–—|•:]\s+([^-–—|•]{2,60})$")
_SHINGLE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What makes an entry the one that we saw before, strongest first; empty parts identify nothing."""

    guid_hash: str
    url_key: str
    title_key: str
    day: str
    """Of publication; empty where it is unknown, or an update's, which would change with the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departed:
    """An item that a feed gave before and whose guid its document no longer holds."""

    id: int
    title: str
    url_key: str
    title_key: str
    day: str
    present_at: datetime
    """When the document was last noted to hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Whether one item is a copy of another, and why we think so."""

    repost: bool
    reasons: tuple[str, ...] = ()


def identity_of(item: Item) -> Identity:
    """Give the keys by which an item is known again when a publisher changes its guid or its address."""
    return _identity(item.guid, item.url, item.title, day_of(item.published, item.dating.basis))


def day_of(published: datetime | None, basis: DateBasis) -> str:
    """The day by which an entry is told from another of the same title; empty if none is sure to stay."""
    return f"{published:%Y-%m-%d}" if published is not None and basis is not DateBasis.UPDATED else ""


# A poll asks twice for each new item: whether it is new, and by what to know it again.
@lru_cache(maxsize=2_048)
def _identity(guid: str, url: str, title: str, day: str) -> Identity:
    page = canonical_url(url)
    return Identity(
        guid_hash=sha256(guid.encode("utf-8", errors="surrogatepass")).hexdigest(),
        # A feed whose entries all link to the front page has one address and many items.
        url_key="" if page.count("/") == 3 and page.endswith("/") else page,
        title_key=_title_key(title, host_of(url), day),
        day=day,
    )


def _title_key(title: str, host: str, day: str) -> str:
    words = plain_words(title)
    if len(words) < TITLE_WORDS_AT_LEAST or not host:
        return ""
    # The day keeps "City Council regular meeting, agenda posted" of this week apart from last week's.
    return f"{' '.join(words)[:200]}|{host}|{day}"


def strangers(entries: Sequence[Item], known: Collection[str]) -> list[Item]:
    """The entries of one document whose guid's hash is not known, each once, in order.

    Two guids are two entries, unless they read the same word for word, at one address, on one day.
    """
    told = [(identity_of(item), item) for item in entries]
    new = [(identity, item) for identity, item in told if identity.guid_hash not in known]
    if not new:
        return []
    guids: set[str] = set()
    twins = {_shown(identity, item) for identity, item in told if identity.guid_hash in known}
    found = []
    for identity, item in new:
        if identity.guid_hash not in guids and (shown := _shown(identity, item)) not in twins:
            guids.add(identity.guid_hash)
            twins.add(shown)
            found.append(item)
    return found


def _shown(identity: Identity, item: Item) -> tuple[str, ...]:
    # Dockets and minutes have one page for all entries, whose links differ behind the "#".
    fragment = item.url.partition("#")[2]
    return (identity.url_key or item.url, fragment, identity.day, item.title, item.text)


def renamed(new: Sequence[Item], departed: Iterable[Departed]) -> dict[int, Item]:
    """Which strangers are items under new guids: the same page and title, or host, title and day.

    Where both tell their day it must be the same: next week's agenda stands at last week's address. Each item
    comes back once at most, so that a second entry of its kind is a new one.
    """
    by_name: dict[tuple[str, ...], list[Departed]] = defaultdict(list)
    for item in departed:
        page = ("page", item.url_key, plain_title(item.title))
        if item.url_key:
            by_name[page].append(item)
            by_name[*page, item.day].append(item)
        if item.title_key:
            by_name["title", item.title_key].append(item)
    back: dict[int, Item] = {}
    for entry in new:
        identity = identity_of(entry)
        page = ("page", identity.url_key, plain_title(entry.title))
        pages = [(*page, identity.day), (*page, "")] if identity.day else [page]
        for name in (*pages, ("title", identity.title_key)):
            left = by_name.get(name, [])
            while left and left[-1].id in back:
                left.pop()
            if left:
                back[left[-1].id] = entry
                break
    return back


def plain_words(text: str, *, limit: int = COMPARED_CHARS) -> list[str]:
    """Give the words of a text without case, accents' spelling variants and punctuation."""
    text = unicodedata.normalize("NFKC", text[:limit]).casefold().replace("’", "").replace("'", "")
    return _WORD.findall(text)


def plain_title(title: str) -> str:
    """Give a title's words as one line, without the outlet's name after a dash."""
    return " ".join(plain_words(_TAIL.sub("", title[:500])))


def words_shared(a: list[str], b: list[str]) -> float:
    """How much of the shorter of two texts stands in the longer, 0 to 1: copies and truncations near 1."""
    if not a or not b:
        return 0.0
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < 2 * _SHINGLE:
        return fuzz.ratio(" ".join(shorter), " ".join(longer)) / 100
    line, other = " ".join(shorter), " ".join(longer)
    wanted, found = _shingles(line), _shingles(other)
    contained = len(wanted & found) / len(wanted)
    # A copy with single words exchanged breaks many shingles; letters in order survive that.
    in_order: float = fuzz.ratio(line, other[: len(line)]) / 100
    return max(contained, in_order)


# Kept for the items of a day: each is compared with several stories, and each story with several items.
@lru_cache(maxsize=256)
def _shingles(line: str) -> frozenset[tuple[str, ...]]:
    words = line.split(" ")
    return frozenset(zip(*(words[first:] for first in range(_SHINGLE)), strict=False))


def lead_of(text: str) -> str:
    """The start of a text as plain words: what copies share, and all that a story keeps of it."""
    return " ".join(plain_words(text, limit=2 * LEAD_CHARS))[:LEAD_CHARS]


def copied(*, title: str, lead: str, earlier_title: str, earlier_lead: str) -> Likeness:
    """Whether one text copies another: nearly the same opening, or its headline run into a longer one.

    Titles and leads are plain (`plain_title`, `lead_of`): what a story's profile keeps.
    """
    same_lead = (
        words_shared(lead.split(), earlier_lead.split()) if min(len(lead), len(earlier_lead)) >= 60 else 0.0
    )
    if same_lead >= COPY_AT_LEAST:
        return Likeness(repost=True, reasons=(f"its text is {same_lead:.0%} that of another source",))
    holds_title = _holds(title, earlier_title)
    if holds_title and (same_lead >= 0.6 or not lead or not earlier_lead):
        return Likeness(repost=True, reasons=("its headline is that of another source",))
    return Likeness(repost=False)


def _holds(title: str, earlier: str) -> bool:
    """Whether the words of one title stand in the other, in order: author and outlet may be run into it."""
    shorter, longer = sorted((title, earlier), key=len)
    if len(shorter.split()) < 6:
        return False
    return shorter in longer or fuzz.partial_ratio(shorter, longer) >= 95
