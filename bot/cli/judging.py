"""`analyze`: items in, what we make of them out."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.output import out, print_json_line
from bot.core.errors import ConfigError
from bot.core.message import words_for
from bot.core.models import Analysis, Dating, Item
from bot.core.places import label
from bot.core.stream import Stream, StreamAssignment
from bot.core.urls import safe_url
from bot.core.vocabulary import DateBasis
from bot.feeds.dates import RAW_LIMIT, read_date


def analyze(
    items: Annotated[str, typer.Argument(help="A file of JSON lines, or - for standard input.")] = "-",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines.")] = False,
    home: Annotated[str | None, typer.Option(help="Place path of the items' outlet, e.g. us/mn.")] = None,
) -> None:
    """Judge news items: what was decided, by whom, where, and which of them tell one story.

    Each line in: {id, title, summary, url, outlet, published}. The same ids come out, in order.
    """
    stream, bad = Stream(), 0
    for number, line in enumerate(_lines(items), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_constant=_no_constant)
            if not isinstance(row, dict) or "id" not in row:
                raise ValueError("an object with an id is wanted")
        except (ValueError, RecursionError) as exc:
            sys.stderr.write(f"civicwatch: {items}:{number}: not an item: {exc}; the line is left out\n")
            bad += 1
            continue
        item = item_of(row)
        analysis, assignment = stream.add(item, home=home)
        if as_json:
            print_json_line(analysis_json(row["id"], analysis, assignment))
        else:
            _print_analysis(analysis, assignment)
    if bad:
        raise SystemExit(1)


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8-sig", errors="replace") as file:
            yield from file
    except OSError as exc:
        raise ConfigError(
            f"{name}: {exc.strerror or exc}: name a file of JSON lines, or - for standard input"
        ) from exc


def item_of(row: dict[str, Any]) -> Item:
    """An item as `analyze` takes it; whatever is missing or of another type is empty."""

    def text(key: str) -> str:
        value = row.get(key)
        return value if isinstance(value, str) else ""

    raw = text("published").strip()
    reading = read_date(raw, now=_ANY_TIME)
    basis = (reading.fault or DateBasis.PUBLISHED) if raw else DateBasis.NONE
    return Item(
        feed="",
        guid=str(row["id"]),
        url=safe_url(text("url")),
        title=text("title"),
        text=text("summary"),
        outlet=text("outlet"),
        published=reading.moment,
        dating=Dating(basis=basis, raw=raw[:RAW_LIMIT], is_day=reading.is_day),
    )


# Whoever hands us an item may mean next year's: its date is read, not doubted.
_ANY_TIME = datetime(9990, 1, 1, tzinfo=UTC)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def analysis_json(identity: object, analysis: Analysis, assignment: StreamAssignment) -> dict[str, object]:
    """The documented JSON of one judged item."""
    verdict = analysis.verdict
    first: dict[str, str] = {}
    for evidence in verdict.evidence:
        first.setdefault(evidence.field, evidence.text)
    return {
        "id": identity,
        "published": {
            "at": analysis.item.published,
            "raw": analysis.item.dating.raw,
            "basis": analysis.item.dating.basis,
            "is_day": analysis.item.dating.is_day,
        },
        "relevant": verdict.relevant,
        "score": round(verdict.score, 4),
        "topics": list(verdict.topics),
        "action": verdict.action,
        "stage": verdict.stage,
        "stage_detail": verdict.stage_detail,
        "unsure": verdict.unsure,
        "direction": verdict.direction,
        "jurisdiction": {
            "level": verdict.jurisdiction.level,
            "name": verdict.jurisdiction.name,
            # Two letters stand for a state of the United States only; elsewhere they serve filters.
            "state": verdict.jurisdiction.state if verdict.jurisdiction.country == "US" else None,
            "country": verdict.jurisdiction.country,
            "ocd_id": verdict.jurisdiction.ocd_id,
            "basis": verdict.jurisdiction.basis,
        },
        "vendors": list(verdict.vendors),
        "agencies": list(verdict.agencies),
        "bill": verdict.bill,
        "vote": verdict.vote,
        "dates": [{"kind": date.kind, "date": date.date, "text": date.text} for date in verdict.dates],
        "summary": " ".join(analysis.summary.sentences),
        "summary_sentences": list(analysis.summary.sentences),
        "story": assignment.story,
        "follows": assignment.follows,
        "repost": assignment.repost,
        "evidence": first,
        "spans": [
            {
                "field": span.field,
                "value": span.value,
                "in": span.source,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "rule": span.rule,
            }
            for span in verdict.evidence
        ],
        "title": analysis.item.title,
        "removed": list(analysis.removed),
        "reasons": [*verdict.reasons, *assignment.reasons],
    }


def _print_analysis(analysis: Analysis, assignment: StreamAssignment) -> None:
    verdict = analysis.verdict
    mark = f"{verdict.score:.2f} {'relevant' if verdict.relevant else 'not relevant'}"
    out.print(f"[{mark}] {analysis.item.title}", markup=False, style="bold" if verdict.relevant else "dim")
    if not verdict.relevant:
        return
    facts = [
        words_for(verdict.action, verdict.stage, verdict.stage_detail),
        label(verdict.jurisdiction),
        verdict.bill,
        verdict.vote and f"vote {verdict.vote}",
        ", ".join(verdict.agencies),
        ", ".join(verdict.vendors),
    ]
    out.print("    " + " · ".join(fact for fact in facts if fact), markup=False)
    for sentence in analysis.summary.sentences:
        out.print(f"    {sentence}", markup=False)
    out.print(f"    story {assignment.story}: {'; '.join(assignment.reasons)}", markup=False, style="dim")
