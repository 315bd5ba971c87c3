"""Mend the bytes of a document before the parser sees them: packing, encoding, references, junk in front."""

import codecs
import re
import zlib
from array import array
from collections.abc import Callable
from datetime import datetime
from functools import partial
from html.entities import html5

from bot.core.errors import ParseError
from bot.feeds.dates import is_oldest_first
from bot.feeds.notes import Notes

UTF_8 = "application/xml; charset=utf-8"
"""The content type of what is proved to be UTF-8."""
UNPACKED_LIMIT = 20_000_000
"""Bytes; a body is capped on its way in, but a gzip file inside it is not."""
SEARCH_BYTES = 65_536
HEAD_LIMIT = 16_000
"""Bytes before the first element: a declaration, comments, a list of entities."""
ATTRIBUTE_LIMIT = 300
WORD_LIMIT = 5_000
"""In one tag, long descriptions within its attributes included."""
AMPERSAND_LIMIT = 100_000
"""That should have been `&amp;`, which is five times as long."""
ATTRIBUTES_LIMIT = 100_000
"""In one document; each costs a reader some microseconds."""
OBJECTS_LIMIT = 150_000
"""Of JSON, each of which takes memory."""
NAMESPACE_LIMIT = 5_000
"""Declarations: each that stands in another one is looked through for every name."""
ELEMENT_LIMIT = 40_000
"""Twenty for each of the most entries that are read."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in (0x09, 0x0A, 0x0D))
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# What XML knows already is passed over here: escaped HTML holds thousands of it.
# An opening without its end is taken to the end of the document: looking for each one's would take forever.
_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    rb"|&(?!(?:amp|apos|gt|lt|quot|#[0-9]+|#[xX][0-9a-fA-F]+);)"
    rb"(?:([a-zA-Z][a-zA-Z0-9]{1,31});|(#(?:[0-9]+|[xX][0-9a-fA-F]+)))?",
    re.DOTALL,
)
# What is within character data and comments is no markup.
_MARKUP = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|</?|=\s*['\"]|\bxmlns\b", re.DOTALL)
NOT_A_FEED = "no feed has that much: check the address"
_LONG_TAG = re.compile(rb"(<[A-Za-z][\w.:-]{0,60})\s[^<>]{2000,}(?:>|(?=<)|\Z)")
# The parser would take the attribute for the address, and the address for nothing.
_LINK_URI = re.compile(rb"<link\s+uri=(?:\"[^\"<>]*\"|'[^'<>]*')\s*>")
_RSS_PREFIX = re.compile(rb"<(/?)rss:")
_ATTRIBUTE = re.compile(rb"=\s*['\"]")
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")
_DATE = re.compile(
    rb"<(?:\w{1,20}:)?(?:pubDate|published|issued|created|date|updated)(?:\s[^<>]{0,200})?>"
    rb"\s*(?:<!\[CDATA\[)?([^<\]]{1,100})"
)
_CLOSERS = {"rss": b"</channel></rss>", "feed": b"</feed>", "rdf": b"</rdf:RDF>"}
_ROOT = re.compile(rb"<\?xml[\s>][^>]{0,400}>|<(?:rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml[^>]{0,400}>")
_ELEMENT = re.compile(rb"<\w")
_SPACES = re.compile(rb"\s{2,}")
_DECLARED = re.compile(rb"^<\?xml[^>]{0,200}?encoding\s*=\s*['\"]([\w.:-]{1,40})", re.IGNORECASE)


def mended(body: bytes, content_type: str, notes: Notes) -> tuple[bytes, str]:
    """The document in the best shape for a parser, and the content type that now fits it."""
    body = _unpacked(body, notes)
    body, is_utf8 = _as_utf8(body, notes)
    if is_utf8:
        # The bytes prove it, whatever the header or the declaration says.
        content_type = UTF_8
    # ISO-2022 encodings shift their character sets with control characters.
    if b"\x1b" not in body:
        body = _without_controls(body, notes)
    if is_utf8:
        body = _numbered_entities(body)
    body = _without_attribute_floods(_legal_references(body, notes), notes)
    body = _LINK_URI.sub(b"<link>", body) if b"<link uri" in body else body
    if b"<rss:channel" in body[:SEARCH_BYTES] and b"xmlns:rss" not in body[:SEARCH_BYTES]:
        notes.add("elements with a prefix that is not declared, taken without it")
        body = _RSS_PREFIX.sub(rb"<\1", body)
    return _with_short_head(_without_junk(body, notes), notes), content_type


def _unpacked(body: bytes, notes: Notes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, UNPACKED_LIMIT)
    except zlib.error as exc:
        raise ParseError(
            "gzip data that cannot be unpacked", kind="broken", advice="ask the publisher"
        ) from exc
    if unpacker.unconsumed_tail:
        raise ParseError(
            f"gzip data of more than {UNPACKED_LIMIT:,} bytes",
            kind="too_large",
            advice="no feed is that long: check the address",
        )
    notes.add("the body was gzip data without saying so")
    return unpacked


def _as_utf8(body: bytes, notes: Notes) -> tuple[bytes, bool]:
    if body.startswith(codecs.BOM_UTF8):
        body = body[3:]
    elif wide := _wide(body):
        return wide, True
    if b"\x1b" in body:
        return body, False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _patched(body, notes)
    return body, True


def _wide(body: bytes) -> bytes | None:
    """UTF-16 and UTF-32 as UTF-8; None for all else, such as a false declaration."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            text = body.decode(encoding, errors="replace").lstrip("\ufeff")
            return text.encode("utf-8", errors="replace")
    return None


def _patched(body: bytes, notes: Notes) -> tuple[bytes, bool]:
    """UTF-8 with a few bad bytes stays UTF-8: read as Windows-1252, every accent in it would break."""
    text = body.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for _ in re.finditer("[\u0080-\ufffc]", text))
    declared = _DECLARED.match(body)
    if bad > good or (declared and declared[1].lower() not in (b"utf-8", b"utf8")):
        return body, False
    notes.add("bytes that are not UTF-8, replaced", times=bad)
    return text.encode("utf-8"), True


def _without_controls(body: bytes, notes: Notes) -> bytes:
    clean = body.translate(None, _CONTROLS)
    if len(clean) < len(body):
        notes.add("control characters, removed", times=len(body) - len(clean))
    return clean


def _legal_references(body: bytes, notes: Notes) -> bytes:
    """`&#xD800;` and `&#x110000;` name no character; one of them would cost the whole document."""

    def legal(match: re.Match[bytes]) -> bytes | None:
        digits, base = (match[1], 16) if match[1] else (match[2], 10)
        code = int(digits, base) if len(digits.lstrip(b"0")) <= 8 else 0x110000
        if code in (0x09, 0x0A, 0x0D) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD:
            return None
        if 0x10000 <= code <= 0x10FFFF:
            return None
        notes.add("character references that name no character, replaced")
        return b"" if code < 0x20 else b"&#xFFFD;"

    return _replaced(_REFERENCE, legal, body)


def _numbered_entities(body: bytes) -> bytes:
    """Make `&nbsp;` and bare ampersands what XML knows, so that the strict reader can stay strict.

    The lenient one turns "Q&A today" into "Q&A; today".
    """
    if b"<!ENTITY" in body[:SEARCH_BYTES] or b"&" not in body or is_json(body):
        return body

    bare = 0

    def known(match: re.Match[bytes]) -> bytes | None:
        nonlocal bare
        if match[0].startswith(b"<"):
            return None  # character data is taken as it stands
        if match[2]:
            return b"&" + match[2] + b";"
        name = (match[1] or b"").decode("ascii")
        characters = html5.get(f"{name};")
        if name and characters:
            return "".join(f"&#{ord(character)};" for character in characters).encode("ascii")
        bare += 1
        if bare > AMPERSAND_LIMIT:
            raise ParseError(
                "more bare ampersands than a feed can have", kind="too_complex", advice=NOT_A_FEED
            )
        return b"&amp;" + match[0][1:]

    return _replaced(_AMPERSAND, known, body)


def _replaced(
    pattern: re.Pattern[bytes], change: Callable[[re.Match[bytes]], bytes | None], body: bytes
) -> bytes:
    """As `pattern.sub`, None leaving a match as it is: sub keeps a piece of memory for each match."""
    changed, done = bytearray(), 0
    for match in pattern.finditer(body):
        if (new := change(match)) is not None:
            changed += body[done : match.start()]
            changed += new
            done = match.end()
    return bytes(changed + body[done:]) if done else body


def _without_attribute_floods(body: bytes, notes: Notes) -> bytes:
    """Python's XML reader takes time by the square of an element's attributes: 50,000 of them, an hour."""

    def bare(match: re.Match[bytes]) -> bytes:
        tag = match[0]
        # The lenient reader takes words without a value for attributes, and a tag without an end for a tag.
        is_whole = tag.endswith(b">") and len(tag.split(None, WORD_LIMIT)) <= WORD_LIMIT
        if is_whole and len(_ATTRIBUTE.findall(tag)) <= ATTRIBUTE_LIMIT:
            return tag
        notes.add(f"element with more than {ATTRIBUTE_LIMIT} attributes, all left out")
        return match[1] + (b"/>" if tag.endswith(b"/>") else b">")

    return _LONG_TAG.sub(bare, body)


def _without_junk(body: bytes, notes: Notes) -> bytes:
    """Blank lines and error messages of the server stand in front of some documents."""
    body = body.lstrip()
    head = body[:SEARCH_BYTES]
    if head.startswith((b"<?xml", b"<!", b"{", b"[")) or head[:5].lower() == b"<html":
        return body
    match = _ROOT.search(head)
    if not match or match.start() == 0:
        return body
    notes.add("text in front of the document, skipped")
    return body[match.start() :]


def _with_short_head(body: bytes, notes: Notes) -> bytes:
    """Looking for declarations before the first element, the parser takes time by the square of that."""
    element = _ELEMENT.search(body)
    # Text in front of an element says that this is no feed, and must go on saying so.
    if element is None or element.start() <= HEAD_LIMIT // 8 or not body.startswith(b"<"):
        return body
    head = _SPACES.sub(b"\n", body[: element.start()])
    if len(head) > HEAD_LIMIT:
        notes.add("declarations longer than any feed needs, left out")
        declaration = _DECLARATION.match(head)
        head = declaration[0] if declaration else b""
    return head + body[element.start() :]


def without_surplus(body: bytes, *, root: str, limit: int, now: datetime, notes: Notes) -> bytes:
    """Cut an XML document down to `limit` entries, so that archives of thousands stay readable.

    It is cut too where it exceeds what a reader can be asked to take, if need be within its first entry. What
    goes is the end, or the start if the entries' dates tell that the document grows at its end. Raise
    ParseError if it is too much before any entry.
    """
    starts = array("Q", (match.start() for match in _ENTRY.finditer(body)))
    if len(starts) <= limit and _end_of_markup(body) is None:
        return body
    if is_oldest_first(starts, partial(_dates_after, body), now=now):
        count = min(limit, len(starts))
        while count:
            newest = body[: starts[0]] + body[starts[-count] :]
            if _end_of_markup(newest) is None:
                notes.cut(len(starts), count, is_newest_last=True)
                return newest
            count //= 2
    if len(starts) > limit:
        notes.cut(len(starts), limit, is_newest_last=False)
        body = body[: starts[limit]] + _CLOSERS.get(root, b"")
    end = _end_of_markup(body)
    if end is None:
        return body
    if not starts or end < starts[0]:
        raise ParseError("more markup than a feed can have", kind="too_complex", advice=NOT_A_FEED)
    notes.lose("more markup than a feed can have, the rest left out")
    whole = max((start for start in starts[1:] if start <= end), default=end)
    return body[:whole] + _CLOSERS.get(root, b"")


def _dates_after(body: bytes, start: int) -> list[str]:
    found = _DATE.search(body, start, start + SEARCH_BYTES)
    return [found[1].decode("utf-8", errors="replace")] if found else []


def _end_of_markup(body: bytes) -> int | None:
    """Where the first tag, attribute or namespace that is one too many stands; None if there is none."""
    if (
        body.count(b"<") <= ELEMENT_LIMIT
        and body.count(b"=") <= ATTRIBUTES_LIMIT
        and body.count(b"xmlns") <= NAMESPACE_LIMIT
    ):
        return None
    left = {b"<": ELEMENT_LIMIT, b"</": ELEMENT_LIMIT, b"=": ATTRIBUTES_LIMIT, b"xmlns": NAMESPACE_LIMIT}
    for piece in _MARKUP.finditer(body):
        found = piece[0]
        if found.startswith(b"<!"):
            continue
        kind = found if found in left else found[:1]
        left[kind] -= 1
        if left[kind] < 0:
            return piece.start()
    return None


def refuse_json_floods(body: bytes) -> None:
    """Raise ParseError for JSON of more objects than any feed has: each takes memory."""
    if body.count(b"{") + body.count(b"[") > OBJECTS_LIMIT:
        raise ParseError("more objects than a feed can have", kind="too_complex", advice=NOT_A_FEED)


def is_json(body: bytes) -> bool:
    """Whether the document can only be JSON."""
    return body.lstrip()[:1] in (b"{", b"[")
