"""`civicwatch feeds list`: how each feed fares, in words and as JSON."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from store_values import a_feed

from bot.cli.root import main
from bot.core.feed_memory import FeedMemory
from bot.ports import FinishedPoll, PollOutcome
from bot.store import open_store


async def _polled(url: str) -> None:
    store = open_store(url)
    await store.open()
    await store.sync_feeds([a_feed("quiet"), a_feed("moved"), a_feed("gone")])
    now = await store.now()
    memories = {
        "quiet": FeedMemory(last_item_at=now - timedelta(days=30), quiet_after_s=259_200.0),
        "moved": FeedMemory(last_item_at=now, moved_to="https://new.example/rss?token=sesame-open-123456"),
    }
    leases = await store.claim_feeds(limit=3, lease_s=60)
    gone = PollOutcome(status=410, ms=1.0, error_kind="gone", error="HTTP 410", advice="remove it")
    await store.finish_polls(
        [
            FinishedPoll(
                lease=lease,
                outcome=PollOutcome(
                    status=200,
                    ms=1.0,
                    bytes_read=900,
                    gap_s=7_200.0,
                    memory=memories[lease.slug],
                    advice="2,500 entries, the newest 2,000 read",
                )
                if lease.slug in memories
                else gone,
            )
            for lease in leases
        ]
    )
    await store.close()


@pytest.fixture
def _database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CIVICWATCH_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "400")
    asyncio.run(_polled(sqlite_url))


@pytest.mark.usefixtures("_database")
def test_silence_and_moves_are_shown_without_what_is_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["civicwatch", "feeds", "list", "--json"])
    with pytest.raises(SystemExit):
        sys.exit(main())
    said = capsys.readouterr().out
    rows = {row["slug"]: row for row in json.loads(said)}
    assert (rows["quiet"]["quiet"], rows["moved"]["quiet"]) == (True, False)
    assert rows["moved"]["moved_to"].startswith("https://new.example/rss")
    assert rows["quiet"]["usual_gap_s"] == 7_200.0
    assert "sesame" not in said


@pytest.mark.usefixtures("_database")
def test_the_table_says_what_is_odd(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["civicwatch", "feeds", "list"])
    with pytest.raises(SystemExit):
        sys.exit(main())
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "2.0 h" in said
    assert "1x HTTP 410: remove it" in said
    assert "gone" in said
    assert "moved" in said
    assert "2,500 entries, the newest 2,000 read; gone quiet" in said
    assert "sesame" not in said


def test_before_the_first_run_there_is_a_hint_instead_of_an_empty_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CIVICWATCH_DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    monkeypatch.setattr(sys, "argv", ["civicwatch", "feeds", "list"])
    with pytest.raises(SystemExit):
        sys.exit(main())
    assert "civicwatch run" in capsys.readouterr().out
