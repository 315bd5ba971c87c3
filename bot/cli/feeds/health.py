"""`feeds list` and `feeds reload`: what the running bot knows of its feeds."""

import os
import signal

from rich.table import Table

from bot.app import opened_store
from bot.cli import pidfile
from bot.cli.feeds.reading import AsJson
from bot.cli.output import finished, out, print_json
from bot.core.errors import ConfigError
from bot.feeds.catalog import read_catalog
from bot.feeds.secrets import shown_url
from bot.ports import FeedHealth
from bot.settings import Settings, load_settings


def list_feeds(as_json: AsJson = False) -> None:
    """Show every feed's health: last success, next poll, error and advice."""
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
                }
                for row in rows
            ]
        )
        return
    table = Table("feed", "state", "last success (UTC)", "next poll (UTC)", "items", "relevant", "trouble")
    for row in rows:
        trouble = f"{row.failures}x {row.error} {row.advice or ''}" if row.failures else ""
        table.add_row(
            row.slug,
            row.state,
            _when(row.last_ok_at),
            _when(row.next_poll_at),
            str(row.items),
            str(row.relevant),
            trouble,
        )
    out.print(table, markup=False)


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
