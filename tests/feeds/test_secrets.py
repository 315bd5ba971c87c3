"""What of a URL people may see."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import FetchError
from bot.core.models import Validators
from bot.core.tokens import shown_url
from bot.feeds.catalog import read_catalog
from bot.feeds.fetch import HttpFetcher
from bot.store import SqlStore


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/feed", "https://example.org/feed"),
        ("https://example.org:8443/a/b.xml?x=1", "https://example.org:8443/a/b.xml?x=1"),
        ("https://me:pa55@example.org/feed", "https://***@example.org/feed"),
        ("https://token@example.org/feed", "https://***@example.org/feed"),
        ("https://example.org/feed?key=abc&lang=en", "https://example.org/feed?key=***&lang=en"),
        ("https://example.org/feed?api_key=abc", "https://example.org/feed?api_key=***"),
        ("https://example.org/feed?access-token=abc", "https://example.org/feed?access-token=***"),
        ("https://example.org/feed?auth=abc", "https://example.org/feed?auth=***"),
        ("https://example.org/feed?keyword=police", "https://example.org/feed?keyword=police"),
        # a LegiScan monitor list: the account's token is a piece of the path
        (
            "https://legiscan.com/gaits/feed/0123456789abcdef0123456789abcdef.rss",
            "https://legiscan.com/gaits/feed/***.rss",
        ),
        # a member's feed of a newsletter
        (
            "https://example.org/private/1b4e28ba-2fa1-11d2-883f-0016d3cca427/rss",
            "https://example.org/private/***/rss",
        ),
        ("https://example.org/feed?u=dGhpc0lzQVNlY3JldDEyMw", "https://example.org/feed?u=***"),
        # a Legistar list: public, and needed to tell lists apart
        (
            "https://x.legistar.com/Feed.ashx?M=C&ID=1&GUID=EEE85B7C-1A1C-4A56-873E-355A0A0DE5C3",
            "https://x.legistar.com/Feed.ashx?M=C&ID=1&GUID=EEE85B7C-1A1C-4A56-873E-355A0A0DE5C3",
        ),
        # words, however long, are no tokens
        (
            "https://example.org/world/facial-recognition-in-policing-across-america/rss",
            "https://example.org/world/facial-recognition-in-policing-across-america/rss",
        ),
        ("https://example.org/feed#secret", "https://example.org/feed"),
        ("http://[::1", "***"),
    ],
)
def test_a_url_shows_without_its_secrets(url, shown):
    assert shown_url(url) == shown


@given(st.from_regex(r"[A-Za-z0-9._~-]{1,40}", fullmatch=True))
def test_a_password_never_shows(password):
    assert f":{password}@" not in shown_url(f"https://user:{password}@example.org/feed")


@given(st.text())
def test_any_text_can_be_shown(text):
    assert isinstance(shown_url(text), str)


async def test_no_failure_and_no_list_shows_what_a_placeholder_stood_for(
    tmp_path: Path, sqlite_store: SqlStore
) -> None:
    """Wherever the token stands in the address: in a path or in a parameter of any name."""
    path = tmp_path / "feeds.yaml"
    rows = "".join(
        f"  - {{slug: {slug}, name: N, kind: news, url: 'http://127.0.0.1:9/{where}'}}\n"
        for slug, where in (("path", "$ENV{TOK}/x.xml"), ("query", "x.xml?feed=$ENV{TOK}"))
    )
    path.write_text(f"feeds:\n{rows}", encoding="utf-8")
    catalog = read_catalog(path, environment={"TOK": "zzTOPSECRETzz9"})
    fetcher = HttpFetcher(user_agent="test", allow_hosts=["127.0.0.1"])
    for feed in catalog.feeds:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(feed, Validators())
        assert "zzTOPSECRETzz9" not in f"{caught.value} {caught.value.advice}"
    await fetcher.close()
    await sqlite_store.sync_feeds(catalog.feeds)
    assert all("zzTOPSECRETzz9" not in row.url for row in await sqlite_store.feed_health())
