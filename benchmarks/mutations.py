"""Break real feeds in the ways that networks, hands and attackers do; a seed always gives the same bytes."""

import gzip
import re
from collections.abc import Callable, Sequence
from random import Random

SIZE_LIMIT_BYTES = 1_000_000
"""What one mutated feed may grow to; a twentieth of them may reach what a poll accepts."""
SIZE_LIMIT_LARGE_BYTES = 5_000_000

_TAG = re.compile(rb"<[^<>]{1,200}>")
_TEXT = re.compile(rb">[^<>]{1,200}<")
_ENTITIES = (
    b"&nbsp;",
    b"&bogus;",
    b"&#0;",
    b"&#xD800;",
    b"&#x110000;",
    b"&#99999999999999999999;",
    b"&",
    b"&#",
    b"&#x",
    b"&amp;amp;lt;script&amp;gt;",
    b"&lt;script&gt;alert(1)&lt;/script&gt;",
    b"&a;",
    b"&#x202e;",
    b"]]>",
)
_DOCTYPES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    b"<!DOCTYPE x [<!ENTITY a '&a;'>]>",
)
_TOKENS = (
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"</entry>",
    b"</channel>",
    b"<rss>",
    b"<guid>",
    b"<link>",
    b"<title>",
    b"<pubDate>99/99/9999</pubDate>",
    b"<pubDate>03/04/2026 25:99 PM</pubDate>",
    b"@everyone <!channel> <@123>",
    b"<link>javascript:alert(1)</link>",
    b"<link href='data:text/html,x'/>",
    b"<link>http://[::1</link>",
    b"<?xml version='1.0' encoding='utf-7'?>",
    b"<content type='application/octet-stream' mode='base64'>!!!</content>",
    b"xml:base='javascript:x'",
    b"<a:b xmlns:a='http://www.w3.org/2005/Atom'>",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"<georss:polygon>1 2 3</georss:polygon>",
    b"<media:content url='//['/>",
    b"<itunes:duration>9:9:9:9</itunes:duration>",
    b"<cloud port='x'/>",
    b"<ttl>-1e9</ttl>",
)
_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "latin-1",
    "cp1252",
    "shift_jis",
    "koi8-r",
    "utf-7",
)
_DECLARED = (
    b"utf-8",
    b"utf-16",
    b"us-ascii",
    b"iso-2022-jp",
    b"idna",
    b"rot13",
    b"zlib",
    b"x" * 40,
    b"unicode_escape",
)


def mutated(sources: Sequence[bytes], rng: Random) -> bytes:
    """One of the feeds, changed in one to four ways, capped."""
    body = rng.choice(sources)
    limit = SIZE_LIMIT_LARGE_BYTES if rng.random() < 0.05 else SIZE_LIMIT_BYTES
    for _ in range(rng.randint(1, 4)):
        body = rng.choice(MUTATIONS)(body, sources, rng)[:limit]
    return body


def _flipped(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(rng.choice((1, 8, 64)) if body else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _spliced(body: bytes, sources: Sequence[bytes], rng: Random) -> bytes:
    other = rng.choice(sources)
    return body[: rng.randint(0, len(body))] + other[rng.randint(0, len(other)) :]


def _cut(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    return body[: rng.randint(0, len(body))]


def _without_piece(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    start, end = _piece(body, rng)
    return body[:start] + body[end:]


def _repeated(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    start, end = _piece(body, rng)
    times = min(rng.choice((2, 10, 1_000, 50_000)), SIZE_LIMIT_LARGE_BYTES // max(1, end - start))
    return body[:start] + body[start:end] * times + body[end:]


def _piece(body: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randint(0, len(body))
    return start, min(len(body), start + rng.choice((1, 10, 100, 1_000)))


def _tags_swapped(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    tags = list(_TAG.finditer(body))
    if len(tags) < 2:
        return body
    one, other = sorted(rng.sample(tags, 2), key=lambda tag: tag.start())
    return b"".join(
        (body[: one.start()], other[0], body[one.end() : other.start()], one[0], body[other.end() :])
    )


def _tag_repeated(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    # Depth: readers recurse, and some of them never come back.
    tags = list(_TAG.finditer(body))
    if not tags:
        return body
    tag = rng.choice(tags)
    return body[: tag.start()] + tag[0] * rng.choice((10, 1_000, 20_000)) + body[tag.end() :]


def _with_entities(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    if rng.random() < 0.2:
        end = body.find(b"?>") + 2 if body.startswith(b"<?xml") else 0
        body = body[:end] + rng.choice(_DOCTYPES) + body[end:]
    return _inserted(body, rng.choice(_ENTITIES), _TEXT, rng)


def _with_token(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    return _inserted(body, rng.choice(_TOKENS), _TAG, rng)


def _inserted(body: bytes, what: bytes, place: re.Pattern[bytes], rng: Random) -> bytes:
    places = list(place.finditer(body))
    at = rng.choice(places).end() - (place is _TEXT) if places else rng.randint(0, len(body))
    return body[:at] + what * rng.choice((1, 1, 1, 100, 5_000)) + body[at:]


def _recoded(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    if rng.random() < 0.1:
        return gzip.compress(body, compresslevel=1, mtime=0)
    return body.decode("utf-8", errors="replace").encode(rng.choice(_ENCODINGS), errors="replace")


def _redeclared(body: bytes, _sources: Sequence[bytes], rng: Random) -> bytes:
    declaration = b"<?xml version='1.0' encoding='" + rng.choice(_DECLARED) + b"'?>"
    return declaration + re.sub(rb"^\s*<\?xml[^>]*>", b"", body)


MUTATIONS: Sequence[Callable[[bytes, Sequence[bytes], Random], bytes]] = (
    _flipped,
    _spliced,
    _cut,
    _without_piece,
    _repeated,
    _tags_swapped,
    _tag_repeated,
    _with_entities,
    _with_token,
    _recoded,
    _redeclared,
)
