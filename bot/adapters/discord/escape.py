"""Make outside text harmless and countable in Discord's markup.

https://support.discord.com/hc/en-us/articles/210298617 describes the markup,
https://discord.com/developers/docs/reference#message-formatting the `<…>` forms.
"""

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

from bot.core.urls import safe_url

ELLIPSIS = "…"
ZERO_WIDTH_SPACE = "\u200b"

# Letters and marks that show as nothing: they hide words from filters and leave empty-looking fields.
_BLANK_LETTERS = dict.fromkeys(map(ord, "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"), " ")
# Fullwidth, small and boxed forms that a reader takes for the ASCII sign.
_LOOKALIKES = str.maketrans({"＠": "@", "﹫": "@", "＜": "<", "﹤": "<", "＃": "#", "﹟": "#"})
_EMOJI_STYLE = "\ufe0f"
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
# Three marks serve every living orthography; hundreds of them paint over the neighbouring messages.
_MARKS = re.compile(rf"({_MARK}{{3}}){_MARK}+")
_ANGLE = re.compile(r"<(?=\S)")
_EVERYONE = re.compile(r"@(?=\s*(?:everyone|here))", re.IGNORECASE)
_MARKUP = re.compile(r"[\\*_~|`\[\]]")
_LINE_START = re.compile(r"^(\s*)(?:(>|#|-|\+)|(\d+)([.)]))", re.MULTILINE)
_SCHEME = re.compile(r":(?=//)")
# What RFC 3986 allows unquoted, less what ends or styles a link in markdown.
_URL_SAFE = "%:/?#[]@!$&+,;=~"
_INVITE = re.compile(r"(discord(?:app)?|dsc)\.(?=gg|com/invite|me|io)", re.IGNORECASE)


def length(text: str) -> int:
    """Count in UTF-16 units, as Discord's client does; never fewer than the code points its API counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def visible(text: str, *, lines: bool = False) -> str:
    """Text without what can't be seen: controls, direction marks, zero widths; blanks become spaces.

    `lines` keeps line breaks; otherwise everything becomes one line.
    """
    kept = []
    for character in text.translate(_LOOKALIKES).translate(_BLANK_LETTERS):
        if character == "\n" and lines:
            kept.append(character)
        elif (category := unicodedata.category(character)) in {"Cc", "Zl", "Zp", "Zs"}:
            kept.append(" ")
        # Cf holds bidi controls, joiners, tags and soft hyphens; Cs lone surrogates, which no encoder takes.
        elif category not in {"Cf", "Cs", "Cn"} and not ("\ufe00" <= character <= "\ufe0e"):
            kept.append(character)
    joined = _MARKS.sub(r"\1", "".join(kept))
    return "\n".join(" ".join(line.split()) for line in joined.split("\n")).strip()


def unpinged(text: str) -> str:
    """Visible text that no `<…>` form and no @everyone survives in; for places without markup."""
    return _EVERYONE.sub("@" + ZERO_WIDTH_SPACE, _ANGLE.sub("<" + ZERO_WIDTH_SPACE, text))


def escaped(text: str) -> str:
    """Visible text as markup that shows exactly that text: no style, link, mention, invitation or preview."""
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(_escape_line_start, text)
    text = _SCHEME.sub(r"\\:", text)
    text = _INVITE.sub(r"\1\\.", text)
    return unpinged(text)


def _escape_line_start(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def fitted(text: str, limit: int, *, markup: bool = True, lines: bool = False) -> str:
    """Outside text made harmless, cut at a word so that the result counts at most `limit`."""
    # Escaping never shortens: what lies far beyond the limit need not be looked at, and may be huge.
    plain = visible(text[: 4 * limit + 64], lines=lines)
    write = escaped if markup else unpinged
    whole = write(plain)
    if length(whole) <= limit and len(text) <= 4 * limit + 64:
        return whole
    low, high = 0, len(plain)
    while low < high:
        middle = (low + high + 1) // 2
        if length(write(plain[:middle])) + 1 <= limit:
            low = middle
        else:
            high = middle - 1
    return write(_at_word(plain, low)) + ELLIPSIS if limit > 0 else ""


def _at_word(plain: str, end: int) -> str:
    """The text up to `end`, shortened to whole words unless that would lose much, and to whole characters."""
    while 0 < end < len(plain) and (unicodedata.combining(plain[end]) or plain[end] == _EMOJI_STYLE):
        end -= 1
    cut = plain[:end]
    space = cut.rfind(" ")
    if end < len(plain) and not plain[end].isspace() and space > end // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:–—-\n")


def link_target(url: str, *, limit: int = 2048) -> str:
    """The address as it may stand in a link; "" if it is no web address, an invitation, or too long."""
    parts = urlsplit(safe_url(url))
    host = parts.hostname or ""
    try:
        # Shown as xn--…: a homograph of a known outlet must not look like it.
        netloc = parts.netloc.replace(host, host.encode("idna").decode("ascii"), 1) if host else ""
    except UnicodeError:
        return ""
    if not netloc or _INVITE.search(netloc + parts.path):
        return ""
    quoted = quote(urlunsplit(parts._replace(netloc=netloc)), safe=_URL_SAFE)
    return quoted if len(quoted) <= limit else ""


def linked(text: str, url: str, *, limit: int) -> str:
    """`[text](url)` within `limit`, or the text alone if the address is unsafe or leaves it no room."""
    target, label = link_target(url), visible(text) or "link"
    room = limit - length(target) - len("[]()")
    if not target or room < min(24, length(escaped(label))):
        return fitted(text, limit)
    return f"[{fitted(label, room)}]({target})"
