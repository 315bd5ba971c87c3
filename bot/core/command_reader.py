"""Find the options in a command's typed words: keys, phrases, places, times, in any order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.command_values import TABLES, Kind, is_time, is_zone
from bot.core.command_words import PHRASE_WORDS, Token, tokens, word_key

KEYS: Mapping[str, str] = {
    "topic": "topic", "topics": "topic", "about": "topic",
    "place": "place", "places": "place", "in": "place", "where": "place", "state": "place", "city": "place",
    "county": "place", "country": "place",
    "action": "action", "actions": "action",
    "stage": "stage", "stages": "stage",
    "vendor": "vendor", "vendors": "vendor", "company": "vendor",
    "source": "source", "sources": "source", "kind": "source",
    "min": "min", "minimum": "min", "score": "min",
    "mode": "mode", "days": "days", "day": "days", "quiet": "quiet", "silent": "quiet",
    "except": "unless", "unless": "unless", "at": "at", "thread": "thread", "threads": "thread",
    "timezone": "timezone", "tz": "timezone", "zone": "timezone",
    "count": "count", "limit": "count", "words": "words", "text": "words",
}  # fmt: skip
"""What may stand before a colon."""

_BARE_KEYS = frozenset(
    {
        "in",
        "min",
        "minimum",
        "at",
        "topic",
        "topics",
        "vendor",
        "action",
        "stage",
        "source",
        "timezone",
        "tz",
        "quiet",
        "except",
        "unless",
        "thread",
        "threads",
    }
)
"""The keys that work without a colon as well."""

_NOISE_WORDS = """
a about all an and any everything for from news of on or please police
stories surveillance technology the to use
"""
_NOISE = frozenset(_NOISE_WORDS.split())
"""Words that say nothing when no place or company is being named."""
_OPEN_ENDED = (Kind.PLACE, Kind.VENDOR)
_RAW = {"why": "item", "unfollow": "follow", "help": "command"}
"""Commands whose whole rest is one value."""
_SLACK_LINK = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")


def read_options(command: str, rest: str, *, allowed: Mapping[str, Kind]) -> dict[str, list[str]]:
    """Raw values by option name; whatever is no known word counts as a place (or as words to search)."""
    if command in _RAW:
        return {_RAW[command]: [_unquoted(_SLACK_LINK.sub(r"\1", rest))]} if rest else {}
    keys = {key: name for key, name in KEYS.items() if name in allowed}
    reader = _Reader(tokens=tokens(rest, keys), keys=keys, allowed=allowed)
    found = reader.read()
    if "words" in found:
        found["words"] = [" ".join(found["words"])]
    return found


def _unquoted(text: str) -> str:
    return text.strip().strip("\"'").strip()


@dataclass(slots=True)
class _Reader:
    """Walks the tokens once; `option` is the one that takes the next words, `held` its words so far."""

    tokens: list[Token]
    keys: Mapping[str, str]
    allowed: Mapping[str, Kind]
    at: int = 0
    option: str = ""
    listing: bool = False
    """The last token was a comma: a closed-list option takes one more value."""
    keyed: bool = False
    """The option was named, so that an unknown word is its unknown value."""
    held: list[str] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)

    def read(self) -> dict[str, list[str]]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            steps = (self._key, self._comma, self._search_word) if "words" in self.allowed else (
                self._key, self._comma, self._phrase, self._setting
            )  # fmt: skip
            if not any(step(token) for step in steps):
                self._leftover(token)
        self._close()
        return self.found

    def _open(self, option: str) -> None:
        self._close()
        self.option = option
        self.listing = True

    def _close(self) -> None:
        if self.held:
            self._add(self.option or "place", " ".join(self.held).replace(" , ", ", ").strip(" ,"))
        self.held = []
        self.option = ""
        self.listing = self.keyed = False

    def _add(self, option: str, value: str) -> None:
        if value:
            self.found.setdefault(option, []).append(value)

    def _key(self, token: Token) -> bool:
        """`topic:`, `in`, `min`: the next words belong to it."""
        word = token.text.casefold()
        bare = token.kind == "word" and word in _BARE_KEYS and word in self.keys
        if bare and "words" in self.allowed:
            bare = word == "in"
        # "in IN" and "in OR" name Indiana and Oregon.
        if bare and self.option == "place" and self.listing and not self.held:
            bare = False
        if not (token.kind == "key" or bare):
            return False
        self._open(token.text if token.kind == "key" else self.keys[word])
        self.keyed = True
        self.at += 1
        return True

    def _comma(self, token: Token) -> bool:
        if token.kind != "comma":
            return False
        if self.held:
            self.held.append(token.text)
        self.listing = True
        self.at += 1
        return True

    def _phrase(self, token: Token) -> bool:
        """The longest run of words that names a value of a closed list."""
        kind = self.allowed.get(self.option)
        names = ["topic", "action", "stage", "mode", "days"]
        if kind in TABLES and self.listing:
            names = [self.option, *names]
        if self.option == "place" and not self.held and token.text.isupper() and len(token.text) == 2:
            return False
        for length in range(1 if token.kind == "quoted" else PHRASE_WORDS, 0, -1):
            words = self.tokens[self.at : self.at + length]
            if length > 1 and (len(words) < length or any(word.kind != "word" for word in words)):
                continue
            key = word_key(" ".join(word.text for word in words))
            name = next(
                (name for name in names if name in self.allowed and key in TABLES[self.allowed[name]]), ""
            )
            # "other" is a topic and an action: it counts only where its option is named.
            if name and (key != "other" or name == self.option):
                self._take_phrase(name, key, length)
                return True
        return False

    def _take_phrase(self, name: str, key: str, length: int) -> None:
        if name != self.option:
            self._open(name)
        self._add(name, TABLES[self.allowed[name]][key])
        self.listing = False
        self.at += length

    def _setting(self, token: Token) -> bool:
        """Times, zones, scores and counts, after their key or where nothing else can be meant."""
        if token.kind == "quoted" and self.option not in ("at", "min", "timezone", "count", "quiet"):
            return False
        name = self._setting_named(token.text)
        if not name:
            return False
        value, self.at = token.text, self.at + 1
        if (
            name == "at"
            and self.at < len(self.tokens)
            and self.tokens[self.at].text.casefold() in ("am", "pm")
        ):
            value, self.at = value + self.tokens[self.at].text, self.at + 1
        self._close()
        self._add(name, value)
        return True

    def _setting_named(self, text: str) -> str:
        if self.option in ("min", "at", "timezone", "count", "quiet"):
            # `at America/Chicago` is a forgivable slip.
            return "timezone" if self.option == "at" and is_zone(text) else self.option
        if "at" in self.allowed and (is_time(text) or (self.option == "mode" and text[:1].isdigit())):
            return "at"
        if (
            "timezone" in self.allowed
            and not self.held
            and is_zone(text)
            and ("/" in text or "at" in self.found)
        ):
            return "timezone"
        if "count" in self.allowed and text.isascii() and text.isdigit():
            return "count"
        return ""

    def _search_word(self, token: Token) -> bool:
        """In a search, words are words; only `in` and `key:` start something else."""
        kind = self.allowed.get(self.option)
        if kind is None or kind is Kind.TEXT or (kind in TABLES and not self.listing):
            self._close()
            self._add("words", token.text)
        elif kind in _OPEN_ENDED:
            self._open_ended(token)
        else:
            self._add(self.option, token.text)
            self.listing = False
        self.at += 1
        return True

    def _open_ended(self, token: Token) -> None:
        """A place or a company: bare words run on, a quoted one is complete unless a comma follows."""
        option = self.option
        complete = not self.held and not self.listing
        if complete or (token.kind == "quoted" and self.held and "words" in self.allowed):
            self._close()
            option = "words" if "words" in self.allowed else "place"
        if token.kind == "quoted" or option == "words":
            self._close()
            self._add(option, token.text)
            self.option = option if token.kind == "quoted" and option != "words" else ""
        else:
            self.option = option
            self.held.append(token.text)

    def _leftover(self, token: Token) -> None:
        """Words of a place or a company; any other unknown word is tried as one of these later."""
        self.at += 1
        kind = self.allowed.get(self.option)
        if kind in TABLES and self.listing and self.keyed:
            self._add(self.option, token.text)
            self.listing = False
            return
        if kind not in _OPEN_ENDED:
            self._close()
            if token.kind == "word" and token.text.casefold() in _NOISE:
                return
            self._open("place")
        self._open_ended(token)
