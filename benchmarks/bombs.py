"""Documents and answers made to hurt whoever fetches them, and a server of them beside ordinary feeds.

Answers are written byte by byte, without an HTTP library that would refuse to send them.
"""

import asyncio
import gzip
import itertools
import zlib
from collections.abc import AsyncIterator, Callable, Iterator

from benchmarks.papers import HOST, document

MB = 1_000_000
PIECE = 65_536
HEAD = "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>"
TAIL = "</channel></rss>"
ITEM = "<item><title>Title {0}</title><link>https://outlet.example/{0}</link><guid>{0}</guid></item>"
Answer = AsyncIterator[bytes]


def _answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/rss+xml", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode() + body


def _packed(total: int, wbits: int, *, times: int = 1) -> bytes:
    """A feed whose text is `total` bytes, packed; `times` packs the packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    parts = [packer.compress(HEAD.encode())]
    parts += [packer.compress(b" " * MB) for _ in range(total // MB)]
    packed = b"".join([*parts, packer.compress(TAIL.encode()), packer.flush()])
    for _ in range(times - 1):
        packed = gzip.compress(packed)
    return packed


def _entities() -> str:
    layers = "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" if n else "<!ENTITY a0 'lollollollol'>" for n in range(9)
    )
    return f"<?xml version='1.0'?><!DOCTYPE rss [{layers}]>{HEAD[21:]}<item><title>&a8;</title></item>{TAIL}"


def _quadratic() -> str:
    return (
        f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a '{'a' * 50_000}'>]>"
        f"{HEAD[21:]}<item><title>{'&a;' * 5_000}</title></item>{TAIL}"
    )


def _attributes() -> str:
    flood = " ".join(f"a{n}='{n}'" for n in range(100_000))
    return f"{HEAD}<item {flood}><title>x</title></item>{TAIL}"


def _spread_attributes() -> str:
    """The same below the number that is thinned out, over and over."""
    flood = " ".join(f"a{n}=''" for n in range(299))
    return f"{HEAD}{f'<item {flood}><title>x</title></item>' * 1_900}{TAIL}"


def _namespaces() -> str:
    flood = "".join(f"<a{n}:x xmlns:a{n}='u{n}'>" for n in range(50_000))
    return f"{HEAD}<item><title>x</title>{flood}</item>{TAIL}"


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "gzip, 194 kB for 200 MB": lambda: _answer(_packed(200 * MB, 31), "Content-Encoding: gzip"),
    "deflate for 200 MB": lambda: _answer(_packed(200 * MB, 15), "Content-Encoding: deflate"),
    "raw deflate for 200 MB": lambda: _answer(_packed(200 * MB, -15), "Content-Encoding: deflate"),
    "gzip in gzip, declared once": lambda: _answer(_packed(200 * MB, 31, times=2), "Content-Encoding: gzip"),
    "gzip in gzip, declared twice": lambda: _answer(
        _packed(200 * MB, 31, times=2), "Content-Encoding: gzip, gzip"
    ),
    "gzip in gzip in gzip": lambda: _answer(_packed(200 * MB, 31, times=3), "Content-Encoding: gzip"),
    "gzip undeclared": lambda: _answer(_packed(200 * MB, 31)),
    "gzip of 100,000 members": lambda: _answer(gzip.compress(b" ") * 100_000, "Content-Encoding: gzip"),
    "gzip on an error page": lambda: _answer(
        _packed(200 * MB, 31), "Content-Encoding: gzip", status="500 Internal Server Error"
    ),
    "br that nobody asked for": lambda: _answer(b"\x1b" * MB, "Content-Encoding: br"),
    "zstd that nobody asked for": lambda: _answer(b"\x28\xb5\x2f\xfd" * 250_000, "Content-Encoding: zstd"),
    "entities in entities": lambda: _answer(_entities().encode()),
    "entity of 50 kB, 5,000 times": lambda: _answer(_quadratic().encode()),
    "100,000 attributes": lambda: _answer(_attributes().encode()),
    "299 attributes, 1,900 times": lambda: _answer(_spread_attributes().encode()),
    "50,000 namespaces in each other": lambda: _answer(_namespaces().encode()),
    "100,000 elements in each other": lambda: _answer(
        f"{HEAD}<item><title>x</title>{'<a>' * 100_000}{'</a>' * 100_000}</item>{TAIL}".encode()
    ),
    "100,000 elements of HTML in each other": lambda: _answer(
        f"{HEAD}<item><description><![CDATA[{'<div>' * 100_000}]]></description></item>{TAIL}".encode()
    ),
    "JSON, 100,000 lists in each other": lambda: _answer(
        b'{"items":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    ),
    "JSON, 4.9 MB of empty entries": lambda: _answer(
        b'{"title":"x","items":[' + b"{}," * 1_600_000 + b"{}]}"
    ),
    "4.9 MB of empty elements": lambda: _answer(f"{HEAD}{'<a/>' * 1_220_000}{TAIL}".encode()),
    "4.9 MB of items": lambda: _answer(
        f"{HEAD}{''.join(ITEM.format(n) for n in range(50_000))}{TAIL}".encode()
    ),
    "a title of 4.9 MB": lambda: _answer(
        f"{HEAD}<item><title>{'x ' * 2_450_000}</title></item>{TAIL}".encode()
    ),
    "4.9 MB of references": lambda: _answer(
        f"{HEAD}<item><title>{'&#97;' * 980_000}</title></item>{TAIL}".encode()
    ),
    "4.9 MB of opening brackets": lambda: _answer(f"{HEAD}{'<' * 4_900_000}".encode()),
    "4.9 MB of unended CDATA": lambda: _answer(f"{HEAD}<item><title>{'<![CDATA[' * 540_000}".encode()),
    "4.9 MB of unended CDATA and &": lambda: _answer(f"{HEAD}&<item><title>{'<![CDATA[' * 540_000}".encode()),
    "4.9 MB of unended comments and &": lambda: _answer(f"{HEAD}&<item><title>{'<!--' * 1_220_000}".encode()),
    "4.9 MB of bare ampersands": lambda: _answer(f"{HEAD}<item><title>{'&' * 4_900_000}".encode()),
    "4.9 MB of attributes' equals signs": lambda: _answer(f"{HEAD}<item {'= ' * 2_440_000}".encode()),
    "4.9 MB of long tags": lambda: _answer(f"{HEAD}{('<a ' + 'b' * 2_500) * 1_950}".encode()),
    "4.9 MB of one long tag": lambda: _answer(f"{HEAD}<a {'b ' * 2_440_000}".encode()),
    "4.9 MB of JSON names": lambda: _answer(
        b'{"items":[{' + b",".join(b'"%d":1' % n for n in range(400_000)) + b"}]}"
    ),
    "4.9 MB of unended comments": lambda: _answer(f"{HEAD}<item><title>{'<!--' * 1_220_000}".encode()),
    "4.9 MB of unended tags": lambda: _answer(f"{HEAD}{'<item a ' * 610_000}".encode()),
}
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\n"
LONG = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 99999999999\r\n\r\n"


async def _items() -> Answer:
    yield LONG + HEAD.encode()
    for start in range(0, 1_000_000, 1_000):
        yield "".join(ITEM.format(n) for n in range(start, start + 1_000)).encode()


def _repeated(head: bytes, piece: bytes, *, pause_s: float = 0.0) -> Callable[[], Answer]:
    async def answer() -> Answer:
        yield head
        while True:
            yield piece
            if pause_s:
                await asyncio.sleep(pause_s)

    return answer


async def _giant_header() -> Answer:
    yield b"HTTP/1.1 200 OK\r\nX-Big: "
    for _ in range(1_600):
        yield b"x" * PIECE


async def _many_headers() -> Answer:
    yield b"HTTP/1.1 200 OK\r\n"
    for start in itertools.count(0, 1_000):
        yield b"".join(b"X-%d: %d\r\n" % (n, n) for n in range(start, start + 1_000))


STREAMS: dict[str, Callable[[], Answer]] = {
    "100 MB of items": _items,
    "a byte every 0.1 s for ever": _repeated(LONG + HEAD.encode(), b" ", pause_s=0.1),
    "headers, a byte every 0.1 s for ever": _repeated(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause_s=0.1),
    "nothing at all, for ever": _repeated(b"", b"", pause_s=1.0),
    "a header of 100 MB": _giant_header,
    "headers for ever": _many_headers,
    "chunks of 64 kB for ever": _repeated(CHUNKED, b"10000\r\n" + b" " * PIECE + b"\r\n"),
    "chunks of one byte for ever": _repeated(CHUNKED, b"1\r\n \r\n" * 10_000),
    "a chunk's extension for ever": _repeated(CHUNKED + b"1;", b"x" * PIECE),
    "a chunk of no length for ever": _repeated(CHUNKED + b"0" * 10, b"0" * PIECE),
    "trailers for ever": _repeated(CHUNKED + b"0\r\n", b"X: y\r\n" * 10_000),
    "interim answers for ever": _repeated(b"", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 1_000),
}
NAMES = (*DOCUMENTS, *STREAMS)
ENDLESS_SLOW = tuple(name for name in STREAMS if "0.1 s" in name or "nothing" in name)
"""They end when the feed's timeout does, whatever that is."""


def serve(port: int, ordinary: int) -> None:  # noqa: C901 - a server's parts in one place
    """Serve /bomb/N and /feed/N until killed; ordinary feeds change a little at each request."""
    papers = [document(number) for number in range(ordinary)]
    changes: Iterator[int] = itertools.count()

    async def answers(path: str) -> Answer:
        kind, _, number = path.strip("/").partition("/")
        if kind == "feed":
            # Never the same twice, so that it is parsed each time; the items stay the same.
            yield _answer(papers[int(number)].replace(b"</title>", b" %d</title>" % next(changes), 1))
            return
        name = NAMES[int(number)]
        if name in DOCUMENTS:
            yield made[name]
            return
        async for piece in STREAMS[name]():
            yield piece

    made: dict[str, bytes] = {}

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            async for piece in answers(request.split()[1].decode()):
                writer.write(piece)
                await writer.drain()
                if reader.at_eof():
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever was to be hurt hung up
        finally:
            writer.close()

    async def forever() -> None:
        for name, build in DOCUMENTS.items():
            made[name] = build()
        server = await asyncio.start_server(speak, HOST, port)
        async with server:
            await server.serve_forever()

    asyncio.run(forever())
