"""OPML in and out: other readers' files, hostile files, and our own come back whole."""

import xml.etree.ElementTree as ET
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ConfigError
from bot.core.models import Feed
from bot.core.vocabulary import SourceKind
from bot.feeds.opml import (
    DEPTH_LIMIT,
    FILE_LIMIT,
    OUTLINE_LIMIT,
    Outlines,
    is_private,
    read_opml,
    write_opml,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def opml(body: str, head: str = "") -> bytes:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>{head}<opml version='2.0'><body>{body}</body></opml>".encode()
    )


def read(body: str) -> Outlines:
    return read_opml(opml(body))


def feed(slug: str = "bee", **fields) -> Feed:
    fields = {"name": "The Bee", "url": "https://bee.example/feed", "kind": SourceKind.NEWS, **fields}
    return Feed(slug=slug, **fields)


def test_the_form_of_other_readers_is_read():
    outlines = read(
        "<outline text='Court'><outline text='Gavel' title='other' type='rss' xmlUrl='https://gavel.example/f?a=1&amp;b=2'"
        " htmlUrl='https://gavel.example/'/></outline>"
        "<outline text='Local'><outline text='Deeper'><outline title='Bee' xmlUrl='https://bee.example/feed'/></outline></outline>"
        "<outline text='Just words'/>"
    )

    assert [(each.name, each.url, each.kind, each.folder) for each in outlines.feeds] == [
        ("Gavel", "https://gavel.example/f?a=1&b=2", SourceKind.COURT, "Court"),
        ("Bee", "https://bee.example/feed", None, "Deeper"),
    ]
    assert outlines.skipped == []


ODD = [
    # What exporters get wrong, and is clear all the same.
    "<outline text='Bee' xmlurl='https://bee.example/feed'/>",
    "<OUTLINE TEXT='Bee' XMLURL='https://bee.example/feed'></OUTLINE>",
    "<outline text='Bee' type='rss' url='https://bee.example/feed'/>",
    "<outline text='&lt;b&gt;Bee&lt;/b&gt;' xmlUrl=' https://bee.example/feed '/>",
    "<outline text='Bee\u202e\u0007' xmlUrl='https://me:pw@bee.example/feed'/>".replace("\u0007", ""),
]


@pytest.mark.parametrize("body", ODD)
def test_odd_spellings_are_understood(body):
    (outline,) = read(body).feeds

    assert (outline.name, outline.url) == ("Bee", "https://bee.example/feed")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "feed.xml",
        "https://",
        "https://bee.example/$ENV{CIVICWATCH_DISCORD_TOKEN}",
        "$ENV{HOME}",
    ],
)
def test_what_is_no_web_address_is_left_out_with_a_line(address):
    outlines = read(f"<outline text='Odd' xmlUrl='{address}'/>")

    assert outlines.feeds == []
    assert outlines.skipped == ["Odd: its address is no web address"]


def test_values_of_ours_that_are_wrong_are_dropped():
    (outline,) = read(
        "<outline text='x' xmlUrl='https://x.example/' civicwatch:kind='nws' civicwatch:home='us/zz'"
        " civicwatch:language='&#10;en' civicwatch:trusted='maybe'/>"
    ).feeds

    assert (outline.kind, outline.home, outline.language, outline.trusted) == (None, None, None, True)


BOMBS = [
    # A billion laughs, a file of this machine, a parameter entity from elsewhere.
    ("<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>", "<outline text='&b;'/>"),
    ("<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>", "<outline text='&f;'/>"),
    ("<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://evil.example/p'> %p;]>", ""),
]


@pytest.mark.parametrize(("head", "body"), BOMBS)
def test_entities_are_refused(head, body):
    with pytest.raises(ConfigError, match="entities"):
        read_opml(opml(body, head))


REFUSED = [
    (b"", "list.opml:1: not well-formed XML"),
    (b"<opml><body>\n<outline text='a & b'/></body></opml>", "list.opml:2: not well-formed XML"),
    (b"<opml><body>", "not well-formed XML"),
    (b"\x00\xff\xfe", "not well-formed XML"),
    (b"<?xml version='1.0' encoding='klingon'?><opml/>", "list.opml"),
    ("<?xml version='1.0' encoding='shift_jis'?><opml text='あ'/>".encode("shift_jis"), "UTF-8"),
    (b"<rss version='2.0'/>", "no OPML but <rss>"),
    (b"<html><body>Log in</body></html>", "no OPML but <html>"),
    (opml("<outline>" * (DEPTH_LIMIT + 1) + "</outline>" * (DEPTH_LIMIT + 1)), "nested deeper"),
    (opml("<outline text='x' xmlUrl='https://x.example/'/>" * (OUTLINE_LIMIT + 1)), "more than 5,000 feeds"),
    (b" " * (FILE_LIMIT + 1), "larger than 5,000,000 bytes"),
]


@pytest.mark.parametrize(("body", "told"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_list_is_one_line_with_its_mend(body, told):
    with pytest.raises(ConfigError) as caught:
        read_opml(body, name="list.opml")

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.integers(0, 10_000), st.binary(max_size=8))
def test_a_damaged_file_is_a_list_or_an_error_of_ours(at, noise):
    body = bytearray(opml("<outline text='Bee'><outline text='x' xmlUrl='https://x.example/'/></outline>"))
    body[at % len(body) : at % len(body) + 3] = noise
    with suppress(ConfigError):
        assert len(read_opml(bytes(body)).feeds) <= 1


def test_other_encodings_are_read():
    body = "<?xml version='1.0' encoding='ISO-8859-1'?><opml><body><outline text='Zürich' xmlUrl='https://z.example/'/></body></opml>"

    assert read_opml(body.encode("latin-1")).feeds[0].name == "Zürich"


def test_our_own_file_comes_back_whole():
    feeds = [
        feed(home="us/mn", language="de", trusted=False),
        feed("gavel", name='"Gavel" & <Sons>', kind=SourceKind.COURT, url="https://gavel.example/f?a=1&b=2"),
    ]
    outlines = read_opml(write_opml(feeds, created=NOW).encode("utf-8"))

    back = [
        (each.slug, each.url, each.name, each.kind, each.home, each.language or "en", each.trusted)
        for each in outlines.feeds
    ]
    assert back == [
        ("bee", feeds[0].url, "The Bee", SourceKind.NEWS, "us/mn", "de", False),
        ("gavel", feeds[1].url, '"Gavel" &', SourceKind.COURT, None, "en", True),  # markup is no name
    ]


def test_what_we_write_is_what_the_specification_asks_for():
    root = ET.fromstring(write_opml([feed()], created=NOW).encode("utf-8"))
    (outline,) = root.findall("body/outline/outline")

    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/dateCreated") == "Mon, 23 Nov 2026 12:00:00 +0000"
    assert (outline.get("type"), outline.get("text"), outline.get("xmlUrl")) == (
        "rss",
        "The Bee",
        "https://bee.example/feed",
    )


@given(name=st.text(max_size=50), url=st.text(max_size=50))
def test_whatever_a_feed_is_called_the_file_is_well_formed(name, url):
    text = write_opml([feed(name=name, url=f"https://x.example/{url}")], created=NOW)

    assert len(ET.fromstring(text.encode("utf-8")).findall("body/outline/outline")) == 1


PRIVATE = [
    # (address, secrets that the catalogue filled in, private?)
    ("https://bee.example/feed", ("hunter2",), False),
    ("https://bee.example/feed?list=hunter2", ("hunter2",), True),
    ("https://bee.example/feed?key=abc", (), True),
    ("https://bee.example/$ENV{BEE}/feed", (), True),  # switched off, so not filled in
    ("https://me:pw@bee.example/feed", (), True),
    ("https://bee.example/feed#top", (), False),
]


@pytest.mark.parametrize(("url", "secrets", "private"), PRIVATE)
def test_secrets_are_not_handed_on(url, secrets, private):
    assert is_private(feed(url=url), secrets) is private
