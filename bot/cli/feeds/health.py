"""`feeds list` and `feeds reload`: what the running bot knows of its feeds."""

import os
import signal

from rich.table import Table

from bot.app import opened_store
from bot.cli import pidfile
from bot.cli.feeds.reading import AsJson
from bot.cli.output import finished, out, print_json
from bot.core.errors import ConfigError
from bot.core.tokens import shown_url
from bot.feeds.catalog import read_catalog
from bot.ports import FeedHealth
from bot.settings import Settings, load_settings


def list_feeds(as_json: AsJson = False) -> None:
    """Show every feed's health: last success, next poll, rhythm, error and advice."""
    rows = finished(_health(load_settings()))
    if as_json:
        print_json(
            [
                {
                    "slug": row.slug,
                    "name": row.name,
                    "url": shown_url(row.url),
                    "state": row.state,
                    "last_ok_at": row.last_ok_at,
                    "last_poll_at": row.last_poll_at,
                    "next_poll_at": row.next_poll_at,
                    "failures": row.failures,
                    "error_kind": row.error_kind,
                    "error": row.error,
                    "advice": row.advice,
                    "items": row.items,
                    "relevant": row.relevant,
                    "relevant_share": row.relevant_share,
                    "usual_gap_s": row.gap_s,
                    "last_item_at": row.last_item_at,
                    "quiet": row.is_quiet,
                    "moved_to": shown_url(row.moved_to) if row.moved_to else None,
                    "pushed_until": row.pushed_until,
                }
                for row in rows
            ]
        )
        return
    if not rows:
        out.print(
            "no feed has been taken up yet: `civicwatch run` takes up those of feeds.yaml", markup=False
        )
        return
    table = Table(
        *("feed", "state", "last success (UTC)", "next poll (UTC)"),
        *("items", "relevant", "usual gap", "last item (UTC)", "trouble"),
    )
    for row in rows:
        table.add_row(
            row.slug,
            f"{row.state}, by hub" if row.pushed_until else row.state,
            _when(row.last_ok_at),
            _when(row.next_poll_at),
            str(row.items),
            _relevant(row),
            _gap(row.gap_s),
            _when(row.last_item_at),
            _trouble(row),
        )
    out.print(table, markup=False)


def _relevant(row: FeedHealth) -> str:
    share = row.relevant_share
    return str(row.relevant) if share is None else f"{row.relevant} ({share:.0%})"


def _gap(gap_s: float | None) -> str:
    if gap_s is None:
        return ""
    return f"{gap_s / 3600:.1f} h" if gap_s < 2 * 86_400 else f"{gap_s / 86_400:.0f} days"


def _trouble(row: FeedHealth) -> str:
    if row.failures:
        return f"{row.failures}x {row.error}" + (f": {row.advice}" if row.advice else "")
    remarks = [row.advice] if row.advice else []
    if row.moved_to:
        remarks.append(f"moved for good to {shown_url(row.moved_to)}: put that into feeds.yaml")
    if row.is_quiet:
        remarks.append("gone quiet: nothing new for much longer than usual")
    return "; ".join(remarks)


def _when(at: object) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


async def _health(settings: Settings) -> list[FeedHealth]:
    async with opened_store(settings) as store:
        return await store.feed_health()


def reload() -> None:
    """Let the running bot read feeds.yaml again (the same as sending it SIGHUP)."""
    settings = load_settings()
    read_catalog(settings.feeds_file)  # a fault is told here, where a person is looking
    number = pidfile.running(settings.pid_file)
    if number is None:
        raise ConfigError(f"{settings.pid_file}: no running bot found here; start it with `civicwatch run`")
    os.kill(number, signal.SIGHUP)
    out.print("told the running bot to read the file again")
