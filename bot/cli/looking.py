"""`why`, `search`, `latest`, `status`: the look-ups of the slash commands, as the operator."""

import re
from typing import Annotated

import typer
from rich.table import Table

from bot.adapters.console import answer_panel
from bot.app import command_service, opened_store
from bot.cli.output import finished, out, print_json
from bot.core.answers import moment
from bot.core.errors import CivicwatchError, UsageError
from bot.core.explanations import FATES, STATES, dated
from bot.core.message import words_for
from bot.core.models import Answer, Caller, Destination
from bot.core.places import label
from bot.core.vocabulary import Platform
from bot.ports import ItemTrace
from bot.settings import Settings, load_settings

OPERATOR = Caller(
    destination=Destination(platform=Platform.CONSOLE, workspace="", channel="main"),
    user="operator",
    may_manage=True,
)
_STORY = re.compile(r"[Ss]-\d{1,18}")
_NO_STORY = "no story of this number is kept; `civicwatch latest` shows the newest"
_NO_ITEM = "no feed gave such an item; try its full address or words of its title"
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def search(
    words: Annotated[
        list[str], typer.Argument(help="Words that the story must contain; filters as in chat.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Find stories by words."""
    _answered("search", words, as_json=as_json)


def latest(
    words: Annotated[list[str] | None, typer.Argument(help="E.g. 3 drones in Illinois.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the newest stories."""
    _answered("latest", words or [], as_json=as_json)


def status(as_json: JsonOption = False) -> None:
    """Show feeds, queue and last poll."""
    _answered("status", [], as_json=as_json)


def _answered(command: str, words: list[str], *, as_json: bool) -> None:
    answer = finished(_answer(load_settings(), " ".join([command, *words])))
    if as_json:
        print_json(answer)
    else:
        out.print(answer_panel(answer))
    if not answer.ok:
        raise SystemExit(1)


async def _answer(settings: Settings, text: str) -> Answer:
    async with opened_store(settings) as store:
        return await command_service(store, {}).answer_text(text, OPERATOR)


def why(
    item: Annotated[str, typer.Argument(help="An address, words of a title, or a story such as S-42.")],
    as_json: JsonOption = False,
) -> None:
    """Explain what became of an item, stage by stage."""
    if not item.strip():
        raise UsageError("give an address, words of a title, or a story such as S-42")
    traces = finished(_traces(load_settings(), item))
    if not traces:
        raise CivicwatchError(f"{item[:200]}: {_NO_STORY if _STORY.fullmatch(item.strip()) else _NO_ITEM}")
    if as_json:
        print_json(traces)
        return
    for trace in traces:
        out.print(trace_table(trace), markup=False)


async def _traces(settings: Settings, item: str) -> list[ItemTrace]:
    async with opened_store(settings) as store:
        return await store.trace(item)


def trace_table(trace: ItemTrace) -> Table:
    """One item's way, a row a stage."""
    table = Table(title=trace.title, title_justify="left", show_header=False)
    table.add_row("fetched", f"from {trace.feed}, {moment(trace.seen_at)}")
    table.add_row("dated", dated(trace.published, trace.dating))
    table.add_row("new", FATES[trace.decision.fate])
    if trace.analysis:
        verdict = trace.analysis.verdict
        facts = [words_for(verdict.action, verdict.stage, verdict.stage_detail), label(verdict.jurisdiction)]
        table.add_row("judged", f"score {verdict.score:.2f}: {'; '.join(verdict.reasons)}")
        table.add_row("says", " · ".join(fact for fact in facts if fact))
        if trace.analysis.removed:
            table.add_row(
                "cleaned",
                f"{len(trace.analysis.removed)} pieces taken out: {trace.analysis.removed[0][:120]}",
            )
    if trace.story_id is not None:
        table.add_row("story", f"S-{trace.story_id}: {'; '.join(trace.decision.reasons)}")
    for row in trace.deliveries:
        table.add_row(
            "delivery", f"{row.destination}: {STATES[row.state]}{f' ({row.error})' if row.error else ''}"
        )
    if trace.story_id is not None and not trace.deliveries:
        table.add_row("delivery", "no subscription took it at once")
    return table
