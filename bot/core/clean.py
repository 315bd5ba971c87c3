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
    ORIGIN,
    OUTLET_TAIL,
    TITLE_PREFIX,
    TITLE_SUFFIX,
)
from bot.core.models import Item
from bot.core.text import LINE_LIMIT, plain_line, plain_text, sentences

CLEAN_LIMIT = 20_000
"""Characters of an item's text that are kept: summaries and facts stand at the top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The item as its author wrote it, and what was taken out."""

    item: Item
    removed: tuple[str, ...] = ()
    origin: str = ""
    """The outlet that wrote it, where the item names another than its own: a repost."""


def cleaned(item: Item) -> Cleaned:
    """Clean title and text; nothing that is news is removed."""
    removed: list[str] = []
    title, origin = _clean_title(plain_line(item.title), plain_line(item.outlet), item.url, removed)
    text = plain_text(item.text, limit=CLEAN_LIMIT)
    origin = _origin(text) or origin
    text = _clean_text(text, title, removed)
    if _same_outlet(origin, item.outlet):
        origin = ""
    return Cleaned(item=replace(item, title=title, text=text), removed=tuple(removed), origin=origin)


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


def _clean_title(title: str, outlet: str, url: str, removed: list[str]) -> tuple[str, str]:
    origin = ""
    while match := TITLE_PREFIX.match(title):
        if len(title[match.end() :].split()) < _LEAST_WORDS:
            break
        removed.append(f"title: {match.group().strip()}")
        title = title[match.end() :].lstrip()
    for _ in range(4):
        head, tail, name = _without_tail(title, outlet, url, outlet_gone=bool(origin))
        if not tail:
            break
        removed.append(f"title: {tail.strip()}")
        title, origin = head, name or origin
    return title, origin


def _without_tail(title: str, outlet: str, url: str, *, outlet_gone: bool) -> tuple[str, str, str]:
    """Split off one tail: (the rest, what was cut, the outlet that it names)."""
    suffix = TITLE_SUFFIX.search(title)
    if suffix and len(title[: suffix.start()].split()) >= _LEAST_WORDS:
        return title[: suffix.start()].rstrip(), suffix.group(), ""
    separators = list(_SEPARATOR.finditer(title))
    if separators:
        last = separators[-1]
        head, tail = title[: last.start()].rstrip(), title[last.end() :].strip()
        if len(head.split()) >= _LEAST_WORDS and tail:
            # "… – Jane Doe – The Gazette": between headline and outlet a bare name is the author's.
            if _BYLINE.match(tail) or (outlet_gone and _NAME.match(tail) and not _OFFICES.search(tail)):
                return head, title[last.start() :], ""
            if _is_outlet(tail, outlet, url, certain="|" in last.group()):
                return head, title[last.start() :], tail
    byline = _BYLINE_RUN_IN.search(title)
    if byline and _is_person(byline.group(), title[: byline.start()]):
        return title[: byline.start()].rstrip(), byline.group(), ""
    return title, "", ""


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
    if len(words) > 7 or (CIVIC.search(tail) and not _same_outlet(tail, outlet)):
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


def _origin(text: str) -> str:
    match = ORIGIN.search(text[:400]) or ORIGIN.search(text[-600:])
    return " ".join(match["outlet"].split()).strip(" .") if match else ""


def _clean_text(text: str, title: str, removed: list[str]) -> str:
    lines = _without_furniture_lines(text.split("\n"), removed)
    kept = [line for line in (_clean_line(line, removed) for line in lines) if line]
    return _without_advertising(kept, title, removed)


def _without_furniture_lines(lines: list[str], removed: list[str]) -> list[str]:
    total = sum(map(len, lines))
    kept: list[str] = []
    read = 0
    for number, line in enumerate(lines):
        bare = line.strip(" :»→*•-–|").lower()
        # In the second half, "Related articles" or "Leave a reply" begins the page's foot.
        if FURNITURE_END.fullmatch(bare) and read * 2 >= total and number:
            removed.extend(rest[:LINE_LIMIT] for rest in lines[number:])
            break
        if FURNITURE_LINE.fullmatch(bare) or FURNITURE_END.fullmatch(bare):
            removed.append(line)
        else:
            kept.append(line)
        read += len(line)
    return kept


def _clean_line(line: str, removed: list[str]) -> str:
    lowered = line.lower()
    if not any(sign in lowered for sign in FURNITURE_SIGNS):
        return line
    removed.extend(match.group().strip()[:LINE_LIMIT] for match in FURNITURE_SENTENCE.finditer(line))
    return " ".join(FURNITURE_SENTENCE.sub(" ", line).split())


def _without_advertising(lines: list[str], title: str, removed: list[str]) -> str:
    """Drop the sentences that sell what the item is not about."""
    told = [(number, sentence) for number, line in enumerate(lines) for sentence in sentences(line)]
    planted_ones = {id(sentence) for sentence in planted([sentence for _, sentence in told], title)}
    for number, sentence in reversed(told):
        if id(sentence) in planted_ones:
            line = lines[number]
            removed.append(f"advertising: {sentence.text}")
            lines[number] = f"{line[: sentence.start].rstrip()} {line[sentence.end :].lstrip()}".strip()
    return "\n".join(line for line in lines if line)
