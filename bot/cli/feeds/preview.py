"""What a person sees of a feed before it is written: its newest entries, and what it would have told."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from bot.cli.output import out
from bot.core.classify import analyse
from bot.core.message import words_for
from bot.core.models import Analysis, Item
from bot.core.places import label
from bot.core.tokens import shown_url
from bot.feeds.finder import Found
from bot.feeds.newfeed import NewFeed

NEWEST = 5
RELEVANT = 10
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def print_preview(found: Found, entry: NewFeed) -> None:
    """The feed, its newest entries, those that would have been told, and the entry to be written."""
    items = newest_first(found.parsed.items)
    _line(found.parsed.title or "untitled feed", style="bold")
    _line(f"{shown_url(found.url)}")
    if found.page:
        _line(f"found on {shown_url(found.page)}")
    if found.moved_from:
        _line(f"moved there for good from {shown_url(found.moved_from)}")
    for other in found.others:
        _line(f"also there: {other.title}: {shown_url(other.url)}")
    _line(f"\n{len(items)} entries{', the newest:' if items else ', so nothing can be said of them'}")
    for item in items[:NEWEST]:
        _line(f"  {_day(item)}  {item.title}")
    _print_relevant(relevant_of(items, entry), len(items))
    for warning in found.parsed.warnings:
        _line(f"warning: {warning}")
    _line("\nThe entry:")
    for name, value in entry.fields({}).items():
        _line(f"  {name}: {value if isinstance(value, str) else str(value).lower()}")


def _print_relevant(relevant: Sequence[Analysis], total: int) -> None:
    if not relevant:
        _line(f"\nNone of the {total} would have been told: it says nothing on surveillance at the moment.")
        return
    _line(f"\n{len(relevant)} of the {total} would have been told:")
    for analysis in relevant[:RELEVANT]:
        verdict = analysis.verdict
        words = words_for(verdict.action, verdict.stage, verdict.stage_detail)
        facts = " · ".join(part for part in (words, label(verdict.jurisdiction)) if part)
        _line(f"  {_day(analysis.item)}  {analysis.item.title}")
        _line(f"              {facts} ({verdict.score:.2f})")
    if len(relevant) > RELEVANT:
        _line(f"  and {len(relevant) - RELEVANT} more")


def preview_json(found: Found, entry: NewFeed) -> dict[str, object]:
    """The same for machines."""
    items = newest_first(found.parsed.items)
    return {
        "feed": {**asdict(entry), "url": shown_url(entry.url)},
        "title": found.parsed.title,
        "page": shown_url(found.page) if found.page else None,
        "entries": len(items),
        "newest": [_item_json(item) for item in items[:NEWEST]],
        "relevant": [
            _item_json(analysis.item)
            | {
                "score": round(analysis.verdict.score, 4),
                "action": analysis.verdict.action,
                "stage": analysis.verdict.stage,
                "place": label(analysis.verdict.jurisdiction),
            }
            for analysis in relevant_of(items, entry)
        ],
        "others": [{"title": other.title, "url": shown_url(other.url)} for other in found.others],
        "warnings": list(found.parsed.warnings),
    }


def _item_json(item: Item) -> dict[str, object]:
    return {"title": item.title, "url": item.url, "published": item.published}


def newest_first(items: Sequence[Item]) -> list[Item]:
    """The entries by date; those without keep their place at the end."""
    return sorted(items, key=lambda item: item.published or _LONG_AGO, reverse=True)


def relevant_of(items: Sequence[Item], entry: NewFeed) -> list[Analysis]:
    """The entries that the bot would have taken up, judged as a poll judges them."""
    judged = (analyse(item, home=entry.home, kind=entry.kind) for item in items)
    return [analysis for analysis in judged if analysis.verdict.relevant]


def _day(item: Item) -> str:
    return f"{item.published:%Y-%m-%d}" if item.published else "undated   "


def _line(text: str, style: str = "") -> None:
    out.print(text, markup=False, style=style)
