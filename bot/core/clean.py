"""Take out of an item what its author did not write: outlet and author tails, page furniture, advertising."""

import re
from dataclasses import dataclass, replace

from bot.core.advertising import planted
from bot.core.lexicon.furniture import (
    CIVIC,
    FURNITURE_END,
    FURNITURE_LINE,
    FURNITURE_SENTENCE,
    FURNITURE_SIGNS,
    OUTLET_TAIL,
    TITLE_PREFIX,
    TITLE_SUFFIX,
)
from bot.core.models import Item
from bot.core.text import LINE_LIMIT, plain_line, plain_text, searchable, sentences

CLEAN_LIMIT = 20_000
"""Characters of an item's text that are kept: summaries and facts stand at the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The item as its author wrote it, and what was taken out."""

    item: Item
    removed: tuple[str, ...] = ()


def cleaned(item: Item) -> Cleaned:
    """Clean title and text; nothing that is news is removed."""
    return without_furniture(plain(item))


def plain(item: Item) -> Cleaned:
    """Clean the title, and free the text from markup only: enough to tell what an item is not about."""
    removed: list[str] = []
    title = _clean_title(plain_line(item.title), plain_line(item.outlet), item.url, removed)
    text = plain_text(item.text, limit=CLEAN_LIMIT)
    return Cleaned(item=replace(item, title=title, text=text), removed=tuple(removed))


def without_furniture(half: Cleaned) -> Cleaned:
    """Take page furniture and advertising out of a plain item's text."""
    removed = list(half.removed)
    lines = _without_furniture_lines(half.item.text.split("\n"), removed)
    kept = [line for line in (_clean_line(line, removed) for line in lines) if line]
    text = _without_advertising(kept, half.item.title, removed)
    return Cleaned(item=replace(half.item, text=text), removed=tuple(removed))


# --- title ----------------------------------------------------------------------------------------------

_SEPARATOR = re.compile(r"\s+(?:[-–—|»·•~]|::|//)\s+|\s*\|\s*")
_BYLINE = re.compile(
    r"^[Bb][Yy]:?\s+[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:and\s+)?[A-ZÀ-Þ][\w.'’-]*){0,5}(?:,\s.{1,40})?$"
)
_BYLINE_RUN_IN = re.compile(
    r"(?<=[\w.!?”’\"'])\s+[Bb]y:?\s+[A-ZÀ-Þ][\w.'’-]+\s+[A-ZÀ-Þ][\w.'’-]+(?:\s[A-ZÀ-Þ][\w.'’-]+)?$"
)
_NAME = re.compile(r"^[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]*){1,2}$")
_LEAST_WORDS = 3


def _clean_title(title: str, outlet: str, url: str, removed: list[str]) -> str:
    while match := TITLE_PREFIX.match(title):
        if len(title[match.end() :].split()) < _LEAST_WORDS:
            break
        removed.append(f"title: {match.group().strip()}")
        title = title[match.end() :].lstrip()
    outlet_gone = False
    for _ in range(4):
        head, tail, is_outlet = _without_tail(title, outlet, url, outlet_gone=outlet_gone)
        if not tail:
            break
        removed.append(f"title: {tail.strip()}")
        title, outlet_gone = head, outlet_gone or is_outlet
    return title


def _without_tail(title: str, outlet: str, url: str, *, outlet_gone: bool) -> tuple[str, str, bool]:
    """Split off one tail: (the rest, what was cut, whether that names an outlet)."""
    suffix = TITLE_SUFFIX.search(title)
    if suffix and len(title[: suffix.start()].split()) >= _LEAST_WORDS:
        return title[: suffix.start()].rstrip(), suffix.group(), False
    separators = list(_SEPARATOR.finditer(title))
    if separators:
        last = separators[-1]
        head, tail = title[: last.start()].rstrip(), title[last.end() :].strip()
        if len(head.split()) >= _LEAST_WORDS and tail:
            # "… – Jane Doe – The Gazette": between headline and outlet a bare name is the author's.
            if _BYLINE.match(tail) or (outlet_gone and _NAME.match(tail) and not _OFFICES.search(tail)):
                return head, title[last.start() :], False
            if _is_outlet(tail, outlet, url, certain="|" in last.group()):
                return head, title[last.start() :], True
    byline = _BYLINE_RUN_IN.search(title)
    if byline and _is_person(byline.group(), title[: byline.start()]):
        return title[: byline.start()].rstrip(), byline.group(), False
    return title, "", False


_OFFICES = re.compile(
    r"\b(?:Council|Police|City|County|Voters|Senate|House|Mayor|Gov|Governor|Court|Judge|Department"
    r"|Board|Committee|State|Attorney"
    r"|Commission|Federal|Law|Officials|Parliament|Union|Lawmakers|Sen|Rep|Sheriff|Supervisors|Congress"
    r"|Minister|President|ACLU)\b"
)


def _is_person(byline: str, head: str) -> bool:
    # "By" with a capital is a byline only where the headline writes its other words small:
    # "Facial Recognition Banned By New Orleans" is none.
    writes_small = any(word[0].islower() and len(word) > 3 for word in head.split())
    return (
        writes_small
        and len(head.split()) > _LEAST_WORDS
        and byline.lstrip().startswith(("By ", "By: ", "BY "))
        and not _OFFICES.search(byline)
    )


def _is_outlet(tail: str, outlet: str, url: str, *, certain: bool) -> bool:
    words = tail.split()
    if len(words) > 7 or (CIVIC.search(searchable(tail)) and not _same_outlet(tail, outlet)):
        return False
    if _same_outlet(tail, outlet) or _letters(tail) in _letters(url):
        return len(_letters(tail)) >= 3
    return bool(OUTLET_TAIL.search(tail)) or (certain and len(words) <= 5)


def _same_outlet(one: str, other: str) -> bool:
    a, b = _letters(one), _letters(other)
    return len(a) >= 3 and len(b) >= 3 and (a in b or b in a)


def _letters(text: str) -> str:
    return re.sub(r"^the|[^a-z0-9]", "", text.lower())


# --- text -----------------------------------------------------------------------------------------------


def _without_furniture_lines(lines: list[str], removed: list[str]) -> list[str]:
    total = sum(map(len, lines))
    kept: list[str] = []
    read = 0
    for number, line in enumerate(lines):
        bare = line.strip(" :»→*•-–|").lower()
        is_end = FURNITURE_END.fullmatch(bare)
        # In the second half, "Related articles" or "Leave a reply" begins the page's foot.
        if is_end and read * 2 >= total and number:
            removed.extend(rest[:LINE_LIMIT] for rest in lines[number:])
            break
        if is_end or FURNITURE_LINE.fullmatch(bare):
            removed.append(line)
        else:
            kept.append(line)
        read += len(line)
    return kept


def _clean_line(line: str, removed: list[str]) -> str:
    lowered = line.lower()
    if not any(sign in lowered for sign in FURNITURE_SIGNS):
        return line

    def without(match: re.Match[str]) -> str:
        removed.append(match.group().strip()[:LINE_LIMIT])
        return " "

    return " ".join(FURNITURE_SENTENCE.sub(without, line).split())


def _without_advertising(lines: list[str], title: str, removed: list[str]) -> str:
    """Drop the sentences that sell what the item is not about."""
    told = [(number, sentence) for number, line in enumerate(lines) for sentence in sentences(line)]
    for place in reversed(planted([sentence for _, sentence in told], title)):
        number, sentence = told[place]
        line = lines[number]
        removed.append(f"advertising: {sentence.text}")
        lines[number] = f"{line[: sentence.start].rstrip()} {line[sentence.end :].lstrip()}".strip()
    return "\n".join(line for line in lines if line)
