"""`civicwatch subscriptions`: which channels want which stories, as the operator."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table

from bot.app import opened_store
from bot.cli.output import finished, out, print_json
from bot.core.answers import counted
from bot.core.commands import parse
from bot.core.destinations import destination_of
from bot.core.errors import CivicwatchError, ConfigError
from bot.core.follows import follow_words, subscription_of
from bot.core.models import Destination, Story, Subscription
from bot.core.routing import matches
from bot.core.vendors import vendor_names
from bot.core.vocabulary import Threads
from bot.services.subscriptions import Added, Subscriptions
from bot.settings import Settings, load_settings

app = typer.Typer(help="Which channels want which stories.", no_args_is_help=True, rich_markup_mode=None)
TEST_WINDOW = timedelta(days=30)
TEST_LIMIT = 1000


@app.command("list")
def list_subscriptions(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List every channel's subscriptions."""
    rows = finished(_all(load_settings()))
    if as_json:
        print_json([_row(row) for row in rows])
        return
    table = Table("id", "channel", "follows", "mode", "from", "state")
    for row in rows:
        table.add_row(
            str(row.id),
            str(row.destination),
            follow_words(row),
            row.mode,
            row.origin,
            "paused" if row.paused else "",
        )
    out.print(table, markup=False)


def _row(row: Subscription) -> dict[str, object]:
    return {
        "id": row.id,
        "channel": str(row.destination),
        "follows": follow_words(row),
        "mode": row.mode,
        "origin": row.origin,
        "created_by": row.created_by,
        "paused": row.paused,
    }


async def _all(settings: Settings) -> list[Subscription]:
    async with opened_store(settings) as store:
        return await store.subscriptions()


@app.command()
def add(
    channel: Annotated[str, typer.Argument(help="E.g. slack:T01/C02, discord:SERVER/CHANNEL, console:main.")],
    wish: Annotated[
        list[str] | None, typer.Argument(help="As in chat: face_recognition in MN min 0.7")
    ] = None,
) -> None:
    """Subscribe a channel, in the words of the chat command `follow`."""
    words = " ".join(wish or [])
    wanted = subscription_of(
        parse(f"follow {words}"),
        destination_of(channel),
        vendors=vendor_names(),
        created_by="operator",
        origin="cli",
    )
    added = finished(_add(load_settings(), wanted))
    verb = "follows already" if added.existed else "now follows"
    out.print(f"{channel} {verb} {follow_words(added.subscription)} (#{added.subscription.id})", markup=False)
    for other in added.overlapping:
        out.print(
            f"  overlaps with #{other.id} {follow_words(other)}: each story still comes once", markup=False
        )


async def _add(settings: Settings, wanted: Subscription) -> Added:
    async with opened_store(settings) as store:
        return await Subscriptions(store).add(wanted)


@app.command()
def remove(number: Annotated[int, typer.Argument(help="Its id from `subscriptions list`.")]) -> None:
    """Remove a subscription."""
    removed = finished(_remove(load_settings(), number))
    out.print(f"{removed.destination} no longer follows {follow_words(removed)}", markup=False)


async def _remove(settings: Settings, number: int) -> Subscription:
    async with opened_store(settings) as store:
        row = await _found(await store.subscriptions(), number)
        return await Subscriptions(store).remove(row.destination, number)


async def _found(rows: list[Subscription], number: int) -> Subscription:
    for row in rows:
        if row.id == number:
            return row
    raise ConfigError(f"#{number}: no subscription has this id; see `civicwatch subscriptions list`")


@app.command()
def test(number: Annotated[int, typer.Argument(help="Its id from `subscriptions list`.")]) -> None:
    """Show what a subscription would have sent in the last 30 days."""
    wanted, stories = finished(_matching(load_settings(), number))
    out.print(f"{wanted.destination} {follow_words(wanted)}: {len(stories)} stories in 30 days", markup=False)
    for story in stories:
        out.print(f"  S-{story.id} {story.first_seen:%Y-%m-%d} {story.sources[0].title}", markup=False)


async def _matching(settings: Settings, number: int) -> tuple[Subscription, list[Story]]:
    async with opened_store(settings) as store:
        wanted = await _found(await store.subscriptions(), number)
        since = await store.now() - TEST_WINDOW
        stories = await store.latest(wanted=wanted.filter, limit=TEST_LIMIT)
        return wanted, [
            story for story in stories if story.first_seen >= since and matches(wanted.filter, story).wanted
        ]


@app.command("thread")
def set_threads(
    channel: Annotated[str, typer.Argument(help="E.g. slack:T01/C02.")],
    wanted: Annotated[Threads, typer.Argument(help="What is answered in its stories' threads.")],
) -> None:
    """Say for all follows of a channel what is answered in threads; those in feeds.yaml say it there."""
    destination = destination_of(channel)
    if not (changed := finished(_set_threads(load_settings(), destination, wanted))):
        raise CivicwatchError(f"{destination}: no follow here posts at once, apart from what feeds.yaml says")
    out.print(f"{destination}: thread {wanted}, {counted(changed, 'follow')}", markup=False)


async def _set_threads(settings: Settings, destination: Destination, wanted: Threads) -> int:
    async with opened_store(settings) as store:
        return await store.set_threads(destination, wanted)
