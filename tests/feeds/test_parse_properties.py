"""Laws that hold for every document, however damaged: an answer or a ParseError, bounded and harmless."""

import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import ParseError
from bot.feeds.parse import parse_document
from bot.feeds.report import parsed_json
from bot.ports import ParsedFeed

DATA = Path(__file__).parent.parent / "data" / "feeds"
DOCUMENTS = [path.read_bytes() for path in sorted(DATA.iterdir()) if not path.name.endswith(".golden.json")]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

PIECES = [
    b"<item>", b"</item>", b"<entry>", b"<title>", b"</title>", b"<link>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"&#xD800;",
    b"&#0;", b"&nbsp;", b"&", b"<", b">", b'"', b"\x00", b"\xff\xfe", b"<script>", b"javascript:alert(1)", b"<?xml ?>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"xml:base='javascript:'", b"<a href=//x>", b"\xed\xa0\x80", b"@everyone", b"{", b"[",
]  # fmt: skip


def judge(body: bytes) -> None:
    """Parse and hold the result against the promises."""
    try:
        found = parse_document(body, feed_slug="f", url="https://council.example/feed", now=NOW)
    except ParseError as exc:
        whole = (exc.kind, exc.advice, "\n" not in str(exc))
    else:
        whole = ()
        judge_items(found)
    assert all(whole)


def judge_items(found: ParsedFeed) -> None:
    """Hold what came out of a document against the promises."""
    assert len(found.items) <= 2_000
    json.dumps(parsed_json(found), ensure_ascii=False).encode()  # no lone surrogate anywhere
    for item in found.items:
        assert item.feed == "f"
        assert item.guid
        assert item.url == "" or item.url.startswith(("http://", "https://"))
        assert len(item.title) <= 1_000
        assert len(item.text) <= 20_000
        for text in (item.title, item.text, item.author, item.outlet):
            assert not re.search(r"</?(?:script|a|img|iframe)\b", text, re.IGNORECASE)
        assert not any(character in item.title for character in "\x00\x08\x1b\n\u202e")
        for moment in (item.published, item.updated):
            assert moment is None or datetime(1990, 1, 1, tzinfo=UTC) <= moment <= NOW + timedelta(days=2)


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(body):
    judge(body)


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=40), st.booleans())
def test_any_heap_of_markup_is_answered(pieces, in_feed):
    heap = b"".join(pieces)
    judge(b"<rss version='2.0'><channel><item>" + heap + b"</item></channel></rss>" if in_feed else heap)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(DOCUMENTS), st.randoms(use_true_random=False), st.integers(1, 12))
def test_a_damaged_feed_is_answered(document, chance, wounds):
    judge(mutated(document, chance, wounds))


def mutated(document: bytes, chance: random.Random, wounds: int) -> bytes:
    """The document with bytes flipped, cut out, doubled, or pieces of markup dropped in."""
    body = bytearray(document)
    for _ in range(wounds):
        at, end = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del body[at : min(end, at + 60)]
            case 2:
                body[at:at] = body[at : min(end, at + 60)]
            case _:
                body[at:at] = chance.choice(PIECES)
    return bytes(body)


@pytest.mark.parametrize("document", DOCUMENTS[:6])
def test_a_feed_cut_anywhere_is_answered(document):
    for end in range(0, len(document), 97):
        judge(document[:end])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "url", "title", "content_html", "authors", "name", "date_published", "items"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_answered(data):
    judge(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [data, {"id": data, "title": data, "authors": data, "url": data}],
            }
        ).encode()
    )
