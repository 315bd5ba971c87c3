"""Small builders of Block Kit, each keeping Slack's limits (https://docs.slack.dev/reference/block-kit/blocks)."""

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from bot.adapters.slack.escape import literal, mrkdwn, safe_link

Block = dict[str, object]
Piece = dict[str, object]
"""One element of rich text."""

BLOCK_LIMIT = 50
TOTAL_LIMIT = 11_500
"""Over all blocks, as JSON: `msg_blocks_too_long` came near 13,200 characters (slackapi/bolt-js#2509)."""
HEADER_LIMIT = 150
CONTEXT_LIMIT = 400
MARKUP_LIMIT = 1200
"""Of one context element; Slack takes 3,000, but all lines together must keep `TOTAL_LIMIT`."""


def header(text: str) -> Block:
    """A large plain line."""
    return {"type": "header", "text": _plain(text, HEADER_LIMIT)}


def context(text: str, limit: int = CONTEXT_LIMIT) -> Block:
    """A small grey line of plain text."""
    return {"type": "context", "elements": [_plain(text, limit)]}


def markup_context(label: str, parts: Sequence[str], limit: int = MARKUP_LIMIT) -> Block:
    """A small grey line of ready-made mrkdwn parts; whole parts are left out when they do not fit."""
    line = f"*{mrkdwn(label, 80)}*"
    for number, part in enumerate(parts):
        longer = f"{line}{', ' if number else ' '}{part}"
        if len(longer) > limit:
            break
        line = longer
    # verbatim: Slack links no bare address and no #name or @name that the text happens to contain.
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": line, "verbatim": True}]}


def rich(*paragraphs: Iterable[Piece]) -> Block:
    """Paragraphs of rich text, in which Slack parses nothing."""
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        pieces += ([words("\n")] if pieces else []) + list(paragraph)
    return {"type": "rich_text", "elements": [_section(pieces)]}


def bullets(title: Sequence[Piece], rows: Sequence[Sequence[Piece]]) -> Block:
    """A line with a list below it, as one block."""
    items = {"type": "rich_text_list", "style": "bullet", "elements": [_section(row) for row in rows]}
    return {"type": "rich_text", "elements": [_section(title), items]}


def words(text: str, *, bold: bool = False, italic: bool = False) -> Piece:
    """A piece of literal text; make it `literal` first if it came from outside."""
    style = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def link(text: str, url: str, limit: int, *, bold: bool = False) -> Piece:
    """A linked piece, or only its text where the address is not safe."""
    label, target = literal(text, limit), safe_link(url)
    if not target:
        return words(label or "—", bold=bold)
    piece: Piece = {"type": "link", "url": target, "text": label or target}
    return piece | ({"style": {"bold": True}} if bold else {})


def emoji(name: str) -> Piece:
    """A standard emoji by its Slack name."""
    return {"type": "emoji", "name": name}


def fitting(most: int, blocks_of: Callable[[int], tuple[Block, ...]]) -> tuple[Block, ...]:
    """The blocks with as many of `most` entries as keep Slack's count and our total."""
    shown = bisect_left(range(1, most + 1), True, key=lambda count: not fits(blocks_of(count)))
    return blocks_of(shown)


def fits(blocks: Sequence[Block]) -> bool:
    """Whether Slack takes so many blocks of such a size."""
    size = sum(len(json.dumps(block, ensure_ascii=False)) for block in blocks)
    return len(blocks) <= BLOCK_LIMIT and size <= TOTAL_LIMIT


def _section(pieces: Sequence[Piece]) -> Piece:
    return {"type": "rich_text_section", "elements": list(pieces)}


def _plain(text: str, limit: int) -> dict[str, object]:
    return {"type": "plain_text", "text": literal(text, limit) or "—", "emoji": False}
