"""`civicwatch deliveries`: what was sent, what waits, what a person must settle."""

from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table

from bot.app import opened_store
from bot.cli.output import finished, out, print_json
from bot.core.destinations import destination_of
from bot.core.errors import CivicwatchError
from bot.core.models import Destination
from bot.core.vocabulary import DeliveryState
from bot.ports import DeliveryRow
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
    states = [DeliveryState.DOUBT, DeliveryState.HELD] if in_doubt else list(state or ())
    rows = finished(_rows(load_settings(), states, limit))
    if as_json:
        print_json(rows)
        return
    table = Table("id", "state", "channel", "what", "tries", "remarks")
    for row in rows:
        what = f"S-{row.story_id} {row.title}" if row.story_id else f"{row.kind}: {row.title}"
        table.add_row(str(row.id), row.state, str(row.destination), what, str(row.attempts), row.error or "")
    out.print(table, markup=False)


async def _rows(settings: Settings, states: list[DeliveryState], limit: int) -> list[DeliveryRow]:
    async with opened_store(settings) as store:
        return await store.deliveries(states=states, limit=limit)


@app.command()
def redeliver(
    delivery: Annotated[int, typer.Argument(min=1, max=2**63 - 1, help="Its id from `deliveries list`.")],
) -> None:
    """Put a dead, held or expired delivery back in its channel's lane."""
    if not finished(_redeliver(load_settings(), delivery)):
        raise CivicwatchError(
            f"{delivery}: no dead, held or expired delivery has this id; see `civicwatch deliveries list`"
        )
    out.print(f"delivery {delivery} is pending again")


async def _redeliver(settings: Settings, delivery: int) -> bool:
    async with opened_store(settings) as store:
        return await store.redeliver(delivery)


@app.command()
def resume(channel: Annotated[str, typer.Argument(help="The paused channel, e.g. slack:T01/C02.")]) -> None:
    """Post to a channel again after its trouble was mended: what waited for up to three days is posted."""
    destination = destination_of(channel)
    if not finished(_resume(load_settings(), channel)):
        raise CivicwatchError(f"{destination}: this channel is not paused")
    out.print(f"{destination} takes posts again")


async def _resume(settings: Settings, channel: str) -> bool:
    async with opened_store(settings) as store:
        return await store.resume_channel(destination_of(channel))


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
    finished(_set_in_doubt(load_settings(), destination, None if wanted is InDoubt.DEFAULT else str(wanted)))
    out.print(f"{destination}: in doubt, {wanted}", markup=False)


async def _set_in_doubt(settings: Settings, destination: Destination, wanted: str | None) -> None:
    async with opened_store(settings) as store:
        await store.set_in_doubt(destination, wanted)
