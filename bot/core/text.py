"""Turn whatever a feed carried into plain, bounded, printable text, and cut that text into sentences."""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

MARKUP_LIMIT = 1_000_000
"""Characters of markup that are looked at; a longer document is cut first, so that its size buys no time."""
GAPS_LOOKED_AT = 20_000_000
"""Characters among which long gaps are closed before the cut: a tenth of a second for the longest."""
TEXT_LIMIT = 60_000
"""Characters of plain text that are kept of one item."""
LINE_LIMIT = 500
"""Characters of a title, a name or another single line."""

# --- markup ---------------------------------------------------------------------------------------------

_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]{0,2000}>|<!--")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_UNSEEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "head",
        "form",
        "nav",
    )
)
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "li", "main", "ol", "option", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul",
    )
)  # fmt: skip


def plain_text(markup: str, *, limit: int = TEXT_LIMIT) -> str:
    """Give the readable text of HTML (or of plain text, unchanged), one line per paragraph."""
    if len(markup) > limit:
        markup = _head(markup, MARKUP_LIMIT)
    if len(markup) <= limit and _is_plain(markup):
        return markup
    if _TAG.search(markup):
        markup = _text_of_html(markup, limit=2 * limit)
    if _ENTITY.search(markup):
        markup = html.unescape(markup)
        # Feeds escape twice: "&amp;lt;p&amp;gt;" is a paragraph that was meant as one.
        if _TAG.search(markup):
            markup = _text_of_html(markup, limit=2 * limit)
    return tidy(markup, limit=limit)


# Told from its start only: from each blank of a run it would take the square of that.
_GAP = re.compile(r"(?<!\s)\s{64,}+")


def _head(text: str, limit: int) -> str:
    """Give the first `limit` characters, long gaps counted as one: blanks must not hide the text."""
    if len(text) <= limit:
        return text
    return _GAP.sub(lambda gap: "\n" if "\n" in gap[0] else " ", text[:GAPS_LOOKED_AT])[:limit]


def _is_plain(text: str) -> bool:
    """Whether there is nothing to do: what the parser handed on has mostly been through here already."""
    return not text or (not (_TAG.search(text) or _ENTITY.search(text)) and _is_tidy(text))


def _is_tidy(text: str) -> bool:
    # The cheapest tests that overlook nothing; of all white space only blanks are printable.
    return (
        "  " not in text
        and not any(end in text for end in _COLOUR_ENDS)
        and all(line and line.isprintable() and line[0] != " " != line[-1] for line in text.split("\n"))
        and (text.isascii() or (not _UNUSUAL.search(text) and unicodedata.is_normalized("NFC", text)))
    )


def plain_line(markup: str, *, limit: int = LINE_LIMIT) -> str:
    """Give the readable text as one line: for titles and names."""
    return " ".join(plain_text(_head(markup, 40 * limit), limit=4 * limit).split())[:limit].rstrip()


def searchable(text: str) -> str:
    r"""Give the text as patterns of words are sought in it: in lower case, behind a line break.

    A pattern that begins with `\W` skips from word to word; one that ignores the case and begins with `\b`
    tries every letter, at five to ten times the cost.
    """
    return f"\n{text.lower()}"


_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*(/?)>")
_DEPTH_LIMIT = 300
"""The HTML standard's parser takes quadratic time on deep nesting (half a minute for 100,000 tags)."""


def _is_too_deep(markup: str) -> bool:
    if markup.count("<") <= _DEPTH_LIMIT:
        return False
    depth = 0
    for match in _ANY_TAG.finditer(markup):
        depth += -1 if match[1] else 1
        if match[2].lower() in _VOID or match[3]:
            depth -= 1
        if depth > _DEPTH_LIMIT:
            return True
    return False


_VOID = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr", "p", "li")
)


def _text_of_html(markup: str, *, limit: int) -> str:
    if _is_too_deep(markup):
        return _ANY_TAG.sub("\n", markup)
    root = LexborHTMLParser(markup).root
    parts: list[str] = []
    size = 0
    # An explicit stack: feeds with ten thousand nested tags exist, and recursion would end there.
    stack: list[LexborNode | str] = [root] if root is not None else []
    while stack and size < limit:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.is_text_node:
            words = node.text_content or ""
            parts.append(words.replace("\n", " ").replace("\r", " "))
            size += len(words)
        elif node.tag not in _UNSEEN and not node.is_comment_node:
            if node.tag in _BLOCKS:
                parts.append("\n")
                stack.append("\n")
            stack.extend(reversed(_children(node)))
    return "".join(parts)


def _children(node: LexborNode) -> list[LexborNode]:
    children = []
    child = node.first_child
    while child is not None:
        children.append(child)
        child = child.next
    return children


# --- characters -----------------------------------------------------------------------------------------

# Controls, soft hyphens, zero-width and bidirectional marks, tag characters (text that a person can't see but
# a model reads), lone surrogates (they can't be stored), non-characters. Joiners stay: Indic scripts need
# them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# Joiners shape Indic and Persian letters and hold emoji together; beside these scripts they only hide words.
_UNJOINED = "0-9A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff"
_JOINER = re.compile(
    f"(?<=[{_UNJOINED}])[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]++(?=[{_UNJOINED}])"
)
# Colours of a terminal; "[31m" is what remains where something took the escape character away.
_TERMINAL = re.compile(
    "(?:\x1b\\[|\x9b)[0-9;?]{0,20}[ -/]{0,3}[@-~]|\x1b\\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\\\)"
)
_BARE_COLOUR = re.compile(r"\[(?:\d{1,3}(?:;\d{1,3}){0,8})?m")
_COLOUR_ENDS = ("[0m", "[m")
_MARK_FLOOD = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]{3})"
                         "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip
# Tell-tale letters of mojibake, combining marks (of which there may be a flood), letters that nobody sees.
_UNUSUAL = re.compile("[\u00c2-\u00c5\u00e2\u00f0\u0300-\u036f\u0483-\u0489\u115f\u1160\u17b4\u17b5"
                      "\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]")  # fmt: skip

_CONTINUATION = "".join(
    bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
    for byte in range(0x80, 0xC0)
)
_MOJIBAKE = re.compile(
    f"[\u00c2-\u00df][{re.escape(_CONTINUATION)}]|[\u00e2][{re.escape(_CONTINUATION)}]{{2}}"
    f"|[\u00f0][{re.escape(_CONTINUATION)}]{{3}}"
)


def tidy(text: str, *, limit: int = TEXT_LIMIT) -> str:
    """Normalise characters and white space; cut at `limit` characters, at a word's end."""
    text = (
        _head(text, 4 * limit)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x85", "\n")
        .replace("\u2028", "\n")
    )
    text = text.replace("\u2029", "\n")
    # What the HTML parser gives mostly needs no more than this.
    without_gaps = "\n".join(filter(None, text.split("\n")))
    if len(without_gaps) <= limit and _is_tidy(without_gaps):
        return without_gaps
    # Each step may uncover work for another (a mark hidden inside mojibake), so until nothing changes.
    for _ in range(4):
        before = text
        text = _INVISIBLE.sub("", _TERMINAL.sub("", _repaired(text)))
        if any(end in text for end in _COLOUR_ENDS):
            text = _BARE_COLOUR.sub("", text)
        if not text.isascii():
            text = _JOINER.sub("", _MARK_FLOOD.sub(r"\1", unicodedata.normalize("NFC", text)))
        if text == before:
            break
    lines = (" ".join(line.split()) for line in text.split("\n"))
    text = "\n".join(line for line in lines if line)
    if len(text) <= limit:
        return text
    cut = max(text.rfind(" ", limit - 200, limit), text.rfind("\n", limit - 200, limit))
    return text[: cut if cut > 0 else limit].rstrip()


def _repaired(text: str) -> str:
    """Mend UTF-8 that somebody read as Windows-1252 ("â€™" for an apostrophe), piece by piece."""
    # At least one tell-tale letter, so that clean text pays nothing but this scan.
    if not any(sign in text for sign in "\u00c2\u00c3\u00c4\u00c5\u00e2\u00f0"):
        return text
    return _MOJIBAKE.sub(lambda match: _decoded(match.group()), text)


def _decoded(run: str) -> str:
    octets = bytearray()
    for letter in run:
        octets += letter.encode("cp1252", errors="ignore") or bytes([ord(letter)])
    try:
        letter = octets.decode("utf-8")
    except UnicodeDecodeError:
        return run
    # Only what mojibake usually hides: Latin letters, typographic signs, emoji; else the pair was meant.
    code = ord(letter)
    return letter if 0xA0 <= code <= 0x17F or 0x2000 <= code <= 0x27BF or code >= 0x1F300 else run


# --- sentences ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands in its text."""

    start: int
    end: int
    text: str


_MARKS = ".!?\u2026\u3002\uff01\uff1f\u0964"
_CLOSERS = r")\]\"'\u201d\u2019\u00bb\u300d\u300f\uff09"
# From a row's first mark only: from each of ten thousand dots it would take the square of that. Chinese and
# Japanese put no blank behind a full stop; behind a closing quotation mark its speaker may follow.
_STOP = re.compile(
    rf"(?<![{_MARKS}])[{_MARKS}]++[{_CLOSERS}]*(?=\s|$)|[\u3002\uff01\uff1f](?![{_MARKS}{_CLOSERS}])|\n"
)
_NO_PART_OF_WORD = re.compile(r"[^\w&.'\u2019-]")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never at a sentence's end: what follows belongs to it.
_TITLES = _words(
    "mr mrs ms dr prof gov govs lt sen sens rep reps del ald cllr hon rev fr st ste mt ft gen col maj "
    "capt cmdr "
    "sgt det atty supt dept no nos art sec para vs v cf eg e.g i.e ie approx ca fig vol pp op messrs pres"
)
# May end a sentence: a break only before a word that starts one.
_SHORT = _words(
    "u.s u.k u.n e.u d.c a.m p.m inc corp co ltd llc plc bros jr sr etc al ala ariz ark calif colo conn "
    "del fla "
    "ga ill ind kan ky la mass md me mich minn miss mo mont neb nev n.h n.j n.m n.y n.c n.d okla ore pa "
    "r.i s.c "
    "s.d tenn tex vt va wash w.va wis wisc wyo jan feb mar apr jun jul aug sept sep oct nov dec mon tue "
    "tues wed "
    "thu thur thurs fri sat sun blvd ave rd prop props"
)
_STARTERS = _words(
    "The A An In On At It But And He She They We I This That These Those There If When While As For After "
    "Before However Its Their His Her Under City Council Police Lawmakers Officials Critics Supporters "
    # Advertisements that are planted after somebody's last word.
    "You Your Our Take Discover Use Get Buy Try Order Play Claim Save Join Shop Book Download Apply Click"
)


def sentences(text: str) -> list[Sentence]:
    """Split text into sentences; line breaks always split, abbreviations don't."""
    return list(_split(text))


@lru_cache(maxsize=8)
def _split(text: str) -> tuple[Sentence, ...]:
    # Kept while one item is judged: its votes, dates, concepts and summary are all sought by sentences.
    found: list[Sentence] = []
    start = 0
    for match in _STOP.finditer(text):
        if match.group() != "\n" and not _ends_sentence(text, match):
            continue
        _keep(found, text, start, match.end())
        start = match.end()
    _keep(found, text, start, len(text))
    return tuple(found)


def _keep(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        found.append(Sentence(start, start + len(stripped), stripped))


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 40].lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    if match.group()[0] != ".":
        return True
    word = _NO_PART_OF_WORD.split(text[max(0, match.start() - 24) : match.start()])[-1]
    lowered = word.lower()
    if lowered in _TITLES or (len(word) == 1 and word.isupper()):
        return False
    if lowered in _SHORT or _INITIALS.fullmatch(word):
        return following.split(maxsplit=1)[0].strip("\"'\u201c\u2018") in _STARTERS
    return True


def truncated(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters: at a sentence's end if that keeps half, else with "…"."""
    if len(text) <= limit:
        return text
    ends = [sentence.end for sentence in sentences(text[:limit]) if sentence.end < limit]
    if ends and ends[-1] >= limit // 2:
        return text[: ends[-1]]
    room = max(0, limit - 1)
    cut = text.rfind(" ", room // 2, room + 1)
    return text[: cut if cut > 0 else room].rstrip(" ,;:–—-") + "…"[: limit - room]
