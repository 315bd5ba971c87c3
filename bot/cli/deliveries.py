"""`civicwatch deliveries`: what was sent, what waits, what a person must settle."""

from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from bot.app import opened_store
from bot.cli.output import finished, out, print_json
from bot.core.answers import moment
from bot.core.destinations import destination_of
from bot.core.errors import CivicwatchError, UsageError
from bot.core.models import Destination
from bot.core.redelivery import LOST, RECENT, Redelivered, Redelivery
from bot.core.vocabulary import DeliveryState
from bot.ports import DeliveryRow, PausedChannel, Store
from bot.settings import Settings, load_settings

app = typer.Typer(
    help="What was sent, what waits, what a person must settle.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_deliveries(
    state: Annotated[
        list[DeliveryState] | None, typer.Option(help="Only these states; may be repeated.")
    ] = None,
    in_doubt: Annotated[
        bool, typer.Option("--in-doubt", help="Those whose fate the platform could not tell.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at the most.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List deliveries, newest first."""
    if in_doubt and state:
        raise UsageError("--in-doubt names the states itself: leave --state out")
    states = [DeliveryState.DOUBT, DeliveryState.HELD] if in_doubt else list(state or ())
    rows = finished(_rows(load_settings(), states, limit))
    if as_json:
        print_json(rows)
        return
    table = Table("id", "state", "since", "channel", "what", "tries", "remarks")
    for row in rows:
        what = f"S-{row.story_id} {row.title}" if row.story_id else f"{row.kind}: {row.title}"
        since, remarks = moment(row.sent_at or row.created_at), row.error or ""
        if row.paused and row.paused != row.error:
            remarks = f"{remarks} paused: {row.paused}".strip()
        table.add_row(str(row.id), row.state, since, str(row.destination), what, str(row.attempts), remarks)
    out.print(table, markup=False)


def _opened(settings: Settings) -> AbstractAsyncContextManager[Store]:
    """A file that was named and is not there has a mistyped name; where none was, nothing has run yet."""
    return opened_store(settings, must_exist="database_url" in settings.model_fields_set)


async def _rows(settings: Settings, states: list[DeliveryState], limit: int) -> list[DeliveryRow]:
    async with _opened(settings) as store:
        return await store.deliveries(states=states, limit=limit)


class Stopped(StrEnum):
    """States in which a delivery has come to rest unseen."""

    DEAD = DeliveryState.DEAD
    EXPIRED = DeliveryState.EXPIRED
    HELD = DeliveryState.HELD
    CANCELLED = DeliveryState.CANCELLED


@app.command()
def redeliver(
    deliveries: Annotated[
        list[int] | None,
        typer.Argument(min=1, max=2**63 - 1, help="Ids from `deliveries list`.", show_default=False),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(help="All of this channel, e.g. slack:T01/C02; may be repeated.", show_default=False),
    ] = None,
    state: Annotated[
        list[Stopped] | None,
        typer.Option(
            help="All in this state; may be repeated. With --channel alone: dead and expired.",
            show_default=False,
        ),
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--all", help="Those with the --state in every channel.")
    ] = False,
    days: Annotated[
        int, typer.Option(min=1, max=3650, help="Of many, only those queued in so many days.")
    ] = RECENT.days,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would become of them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Put dead, held, expired or cancelled deliveries back in their channels' lanes."""
    wanted = _wanted(deliveries, channel, state, everywhere=everywhere, days=days)
    done = finished(_redeliver(load_settings(), wanted, dry_run=dry_run))
    if as_json:
        print_json({"dry_run": dry_run, **asdict(done)})
    else:
        for line in _told(done, days=days, dry_run=dry_run):
            out.print(line, markup=False)
    if done.unknown:
        raise CivicwatchError(
            f"{', '.join(map(str, done.unknown))}: no dead, held, expired or cancelled delivery has this id; "
            "see `civicwatch deliveries list`"
        )


def _wanted(
    ids: list[int] | None,
    named: list[str] | None,
    states: list[Stopped] | None,
    *,
    everywhere: bool,
    days: int,
) -> Redelivery:
    """What was typed; raise UsageError where nothing limits it: all that ever stopped is never meant."""
    if ids:
        if named or states or everywhere:
            raise UsageError("give ids, or --channel and --state, not both")
        return Redelivery(ids=tuple(ids))
    if not named and not (states and everywhere):
        raise UsageError("name ids, --channel slack:T01/C02, or --state dead --all for every channel")
    if named and everywhere:
        raise UsageError("--all means every channel: leave --channel out")
    return Redelivery(
        channels=tuple(destination_of(each) for each in named or ()),
        states=tuple(DeliveryState(each) for each in states) if states else LOST,
        within=timedelta(days=days),
    )


def _told(done: Redelivered, *, days: int, dry_run: bool) -> list[str]:
    """One line for each figure that is not zero."""
    enough = "CIVICWATCH_HOURLY_CAP posts are pending in the channel"
    lines = [
        ("put back", done.back),
        ("- of these looked up before they are posted, since they may stand", done.looked_up),
        ("- of these in channels that take nothing now (`civicwatch deliveries paused`)", done.paused),
        (f"for the next digest, since {enough}, or by its quiet hours", done.digest),
        (f"left for later, since {enough}", done.left),
        (f"left, since they were queued more than {days} days ago (--days)", done.older),
        ("left, since a digest has told them meanwhile", done.told),
    ]
    told = [f"{words}: {number}" for words, number in lines if number]
    if not told and not done.unknown:
        told = ["no delivery is like this"]
    return ["dry run, nothing is changed", *told] if dry_run else told


async def _redeliver(settings: Settings, wanted: Redelivery, *, dry_run: bool) -> Redelivered:
    async with _opened(settings) as store:
        return await store.redeliver(wanted, hourly_cap=settings.hourly_cap, dry_run=dry_run)


@app.command()
def stands(
    delivery: Annotated[int, typer.Argument(min=1, max=2**63 - 1, help="Its id from `deliveries list`.")],
    message: Annotated[
        str | None,
        typer.Option(
            help="Its number on Discord or ts on Slack: with it, it is edited as the story goes on.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say that a held, dead or expired delivery's message stands in its channel: it is not posted again."""
    if not finished(_stands(load_settings(), delivery, message)):
        raise CivicwatchError(
            f"{delivery}: no held, dead or expired delivery has this id; see `civicwatch deliveries list`"
        )
    out.print(f"delivery {delivery} counts as sent")


async def _stands(settings: Settings, delivery: int, message: str | None) -> bool:
    async with _opened(settings) as store:
        return await store.stands(delivery, remote_id=message)


@app.command()
def paused(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the channels that take no posts, and why."""
    found = finished(_paused(load_settings()))
    if as_json:
        print_json(found)
        return
    table = Table("channel", "waiting", "why")
    for each in found:
        table.add_row(str(each.destination), str(each.waiting), each.reason)
    out.print(table, markup=False)


async def _paused(settings: Settings) -> list[PausedChannel]:
    async with _opened(settings) as store:
        return await store.paused_channels()


@app.command()
def resume(
    channel: Annotated[
        str | None, typer.Argument(help="The paused channel, e.g. slack:T01/C02.", show_default=False)
    ] = None,
    everywhere: Annotated[
        bool, typer.Option("--all", help="All channels that `deliveries paused` lists.")
    ] = False,
) -> None:
    """Post to a channel again after its trouble was mended: what is not too old by then goes out."""
    if (channel is None) != everywhere:
        raise UsageError("name one channel, such as slack:T01/C02, or --all")
    wanted = None if channel is None else destination_of(channel)
    resumed = finished(_resume(load_settings(), wanted))
    if wanted is not None and not resumed:
        raise CivicwatchError(f"{wanted}: this channel is not paused")
    for destination in resumed:
        out.print(f"{destination} takes posts again", markup=False)
    if not resumed:
        out.print("no channel is paused")


async def _resume(settings: Settings, wanted: Destination | None) -> list[Destination]:
    """`None`: all of them."""
    async with _opened(settings) as store:
        named = [each.destination for each in await store.paused_channels()] if wanted is None else [wanted]
        return [each for each in named if await store.resume_channel(each) or wanted is None]


class InDoubt(StrEnum):
    """What becomes of a post whose fate the platform can't tell."""

    RESEND = "resend"
    HOLD = "hold"
    DEFAULT = "default"
    """As CIVICWATCH_IN_DOUBT says."""


@app.command("in-doubt")
def in_doubt(
    channel: Annotated[str, typer.Argument(help="E.g. slack:T01/C02.")],
    wanted: Annotated[
        InDoubt, typer.Argument(help="What to do there; default: as CIVICWATCH_IN_DOUBT says.")
    ],
) -> None:
    """Say for one channel what becomes of a post whose fate the platform can't tell."""
    destination = destination_of(channel)
    answer = None if wanted is InDoubt.DEFAULT else str(wanted)
    if not finished(_set_in_doubt(load_settings(), destination, answer)):
        raise CivicwatchError(f"{destination}: nothing was ever to be posted there; follow something first")
    out.print(f"{destination}: in doubt, {wanted}", markup=False)


async def _set_in_doubt(settings: Settings, destination: Destination, wanted: str | None) -> bool:
    async with _opened(settings) as store:
        return await store.set_in_doubt(destination, wanted)
