"""Make outside text harmless in Slack: no mention, no markup, no control characters.

Governed by https://docs.slack.dev/messaging/formatting-message-text: only `&`, `<` and `>` have an escape;
`*_~` and the backtick have none, so text that is parsed as mrkdwn carries look-alikes instead.
"""

import re
import unicodedata
from itertools import accumulate

from bot.core.text import truncated

URL_LIMIT = 1000
"""Slack takes 3,000 characters; a longer address than this is no article's, and eats the message's total."""

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOK_ALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
_DROPPED = {"Cc", "Cf", "Cs"}
_JOINERS = "\u200c\u200d"
"""Format characters that Persian words and compound emoji need."""
_CONTROL = re.compile(r"<(?=[!@#])")
_BROADCAST = re.compile(r"[@＠](?=channel|here|everyone)", re.IGNORECASE)
_IN_URL = str.maketrans({"|": "%7C", "<": "%3C", ">": "%3E", '"': "%22", "`": "%60", "*": "%2A", "~": "%7E"})


def literal(text: str, limit: int) -> str:
    """One line for a place where Slack parses nothing (plain_text, rich_text), at most `limit` characters.

    Mention syntax is broken up even there: copies, exports and bridges parse what Slack itself would not.
    """
    # Cut first, generously: what is dropped below must not make a long text expensive.
    visible = (char if _kept(char) else " " if char.isspace() else "" for char in text[: 4 * limit])
    line = " ".join("".join(visible).split())
    line = _BROADCAST.sub("@\u2060", _CONTROL.sub("‹", line))
    return truncated(line, limit)


def mrkdwn(text: str, limit: int) -> str:
    """One line for a place where Slack parses markup; `limit` counts the escaped characters."""
    line = literal(text, limit).translate(_LOOK_ALIKES)
    if line.startswith(">"):  # a leading `&gt;` is a quotation
        line = "›" + line[1:]
    return _escaped_within(line, limit)


def safe_link(url: str) -> str:
    """The address without a character that could end a link; empty if it is not http(s) or too long."""
    if not url.lower().startswith(("http://", "https://")) or len(url) > URL_LIMIT:
        return ""
    if any(char.isspace() or not _kept(char) for char in url):
        return ""
    return _BROADCAST.sub("%40", url.translate(_IN_URL))


def bare_link(url: str) -> str:
    """`<url>`, which is a link even where Slack links no bare addresses; empty if it is not safe."""
    target = safe_link(url)
    return f"<{target.replace('&', '&amp;')}>" if target else ""


def mrkdwn_link(text: str, url: str, limit: int) -> str:
    """`<url|text>`, or the bare text where the address is not safe."""
    target, label = safe_link(url), mrkdwn(text, limit)
    return f"<{target.replace('&', '&amp;')}|{label}>" if target and label else label


def _kept(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in _DROPPED


def _escaped_within(line: str, limit: int) -> str:
    """Cut by escaped length, so that no entity is cut in two."""
    escaped = line.translate(_ENTITIES)
    if len(escaped) <= limit:
        return escaped
    room = limit - 1
    sizes = accumulate(len(char.translate(_ENTITIES)) for char in line)
    fitting = sum(1 for size in sizes if size <= room)
    return line[:fitting].rstrip().translate(_ENTITIES) + "…"
