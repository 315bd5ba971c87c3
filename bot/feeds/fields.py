"""Fill the fields of a feed or an entry from its elements, one by one, as feedparser would."""

import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from bot.feeds.dates import is_read_alone
from bot.feeds.elements import (
    HTML_TYPES,
    NO_EFFECT,
    OTHER,
    PARTS_OF_AUTHOR,
    PARTS_OF_MEDIA,
    PARTS_OF_OWNER,
    PARTS_OF_SOURCE,
    TAKEN,
    TEXT_TYPES,
    Names,
    UnusualError,
    Way,
    attributes_of,
)
from bot.feeds.entries import person_in

_SURPLUS_SLASHES = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)/+")
_BROKEN_QUERY = re.compile(r"&([A-Za-z0-9_]+);")
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,4}")
_CONTROL = re.compile("[\x80-\x9f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(0x80, 0xA0)}
_DEPTH_LIMIT = 8
"""How deep a media group may stand."""
_NOWHERE = -1


class _Place(NamedTuple):
    """An element where it stands."""

    field: str
    element: ET.Element
    attributes: Mapping[str, str]
    language: str
    depth: int


class Fields:
    """The fields of one document, and what some elements leave behind for later ones."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self.feed: dict[str, Any] = {}
        self.entries: list[dict[str, Any]] = []
        self._here = self.feed
        """What the elements tell of: the feed, or its newest entry."""
        self._depths: dict[str, int] = {}
        """How deep the elements stood that filled the entry's fields: a deeper one changes them no more."""
        self._title_depth = _NOWHERE
        """How deep the last title stood: one there or deeper changes it no more."""
        self._has_content = False

    def begin_entry(self, about: str) -> None:
        """Let the elements tell of a new entry, of which RSS 1.0 may say the identity."""
        self._here, self._depths, self._title_depth = {}, {}, _NOWHERE
        self.entries.append(self._here)
        if about:
            self._here["id"] = about

    def end_entry(self) -> None:
        """Let them tell of the feed again."""
        self._here, self._has_content = self.feed, False

    def pass_block(self, title_depth: int | None) -> None:
        """Go past an image or the like, and its title."""
        self._title_depth = _NOWHERE if title_depth is None else title_depth

    def take(self, element: ET.Element, name: str, language: str, depth: int) -> bool:
        """Fill what the element tells; False if it is known to tell nothing."""
        taken = TAKEN.get(name)
        if taken is None:
            return False
        way, field = taken
        attributes = attributes_of(element) if element.attrib else {}
        language = attributes.get("xml:lang", attributes.get("lang", language))
        _WAYS[way](self, _Place(field, element, attributes, language, depth))
        return True

    def put(self, place: _Place, value: str) -> None:
        """Fill the field, unless an element that stood higher has."""
        if self._here is not self.feed:
            if place.depth > self._depths.get(place.field, place.depth):
                return
            self._depths[place.field] = place.depth
        self._here[place.field] = value

    def text(self, place: _Place) -> None:
        """The text and nothing else."""
        self.put(place, _text(place.element))

    def bare_text(self, place: _Place) -> None:
        """A text that attributes would take the place of."""
        if place.attributes:
            raise UnusualError
        self.text(place)

    def date(self, place: _Place) -> None:
        """A date that our own reader can read."""
        value = _text(place.element)
        if value and self._here is not self.feed and not is_read_alone(value):
            raise UnusualError
        self.put(place, value)

    def title(self, place: _Place) -> None:
        """The first title, as a rule."""
        value = _typed_text(place)
        if not _NOWHERE < self._title_depth <= place.depth:
            self.put(place, value)
            self._here["title_detail"] = {"language": place.language.replace("_", "-")}
        if value:
            self._title_depth = place.depth

    def media_title(self, place: _Place) -> None:
        """A title that lets the entry's own come after it."""
        kept = self._title_depth
        self.title(place)
        self._title_depth = kept

    def description(self, place: _Place) -> None:
        """The summary of an entry; of a feed a subtitle."""
        self.summary(place if self._here is not self.feed else place._replace(field="subtitle"))

    def summary(self, place: _Place) -> None:
        """The first summary; another one is content, unless there is some."""
        if "summary" in self._here and not self._has_content:
            self.content(place)
        else:
            self.put(place, _typed_text(place))

    def content(self, place: _Place) -> None:
        """One content of several, and a summary where there is none so far."""
        self._has_content = True
        value = _typed_text(place)
        self._here.setdefault("content", []).append({"type": "text/html", "value": value})
        self._here.setdefault("summary", value)

    def id(self, place: _Place) -> None:
        """The identity, which is a link unless it denies it."""
        value = _text(place.element)
        self.put(place, value)
        if place.attributes.get("ispermalink", "true") == "true":
            self._here.setdefault("link", value)

    def link(self, place: _Place) -> None:
        """A link of Atom or RSS."""
        attributes = place.attributes
        if "url" in attributes or "uri" in attributes:
            raise UnusualError
        text = _text(place.element)
        relation = attributes.get("rel", "alternate")
        kind = attributes.get("type", "application/atom+xml" if relation == "self" else "text/html")
        link = {"rel": relation, "type": kind}
        self._here.setdefault("links", []).append(link)
        if "href" in attributes:
            link["href"] = _SURPLUS_SLASHES.sub(r"\1", attributes["href"])
            if relation == "alternate" and kind in HTML_TYPES:
                self._here["link"] = link["href"]
            return
        text = _SURPLUS_SLASHES.sub(r"\1", text)
        if self._here is not self.feed:
            text = text.replace("&amp;", "&")
        self._here["link"] = text = _BROKEN_QUERY.sub(r"&\1", text)
        if text or self._here is self.feed:
            link["href"] = text

    def other_link(self, place: _Place) -> None:
        """A link that is no page."""
        if len(place.element):
            raise UnusualError
        self._here.setdefault("links", []).append({"rel": place.field})

    def author(self, place: _Place) -> None:
        """Another author; the feed's own are of no use."""
        if len(place.element):
            name = self._author_of_parts(place.element)
        else:
            name = self._author_of_text(place.element)
        self._here.setdefault("authors", []).append({"name": name})

    def _author_of_text(self, element: ET.Element) -> str:
        self._here["author"] = name = person_in(_text(element))
        if name:
            self._here.setdefault("author_detail", "text")
        if _ADDRESS.fullmatch(name):
            return ""
        if "@" in name and self._here is not self.feed:
            raise UnusualError
        return name

    def _author_of_parts(self, element: ET.Element) -> str:
        names = self._parts(element, PARTS_OF_AUTHOR, "name")
        name = self._here["author"] = names[0] if names else ""
        earlier = self._here.get("authors", ())
        # What the parts don't say feedparser takes from the author before, or from the address.
        is_whole = len(names) == 1 and (name != "" or (len(element) == 1 and not earlier))
        # In feedparser they change a first author who was told as a text.
        is_apart = self._here.setdefault("author_detail", "parts") == "parts"
        if self._here is not self.feed and not (is_whole and is_apart and len(earlier) < 5):
            raise UnusualError
        return name

    def publisher(self, place: _Place) -> None:
        """The publisher's name."""
        self.put(place, person_in(_text(place.element)))

    def owner(self, place: _Place) -> None:
        """A podcast's owner: nothing, but that feedparser looks at the publisher again."""
        self._parts(place.element, PARTS_OF_OWNER, "")
        if self._here is not self.feed:
            raise UnusualError
        if "publisher" in self.feed:
            self.feed["publisher"] = person_in(self.feed["publisher"])

    def source(self, place: _Place) -> None:
        """Where an entry is from: of RSS a text, of Atom elements of another feed."""
        if self._here is self.feed:
            raise UnusualError
        self._title_depth = _NOWHERE
        has_parts = len(place.element) > 0
        title = self._title_of_source(place) if has_parts else _text(place.element)
        self._here["source"] = {"title": title}

    def _title_of_source(self, place: _Place) -> str:
        _refuse_text(place.element)
        title = ""
        for part in place.element:
            name = self._names.of(part)
            if name == "title":
                text = _typed_text(place._replace(element=part, attributes=attributes_of(part)))
                title = title or text
            elif name in ("author", "contributor"):
                self._parts(part, PARTS_OF_AUTHOR, "")
            elif name not in PARTS_OF_SOURCE or len(part):
                raise UnusualError
        self._title_depth = place.depth + 1 if title else _NOWHERE
        return title

    def media(self, place: _Place) -> None:
        """A group, whose elements tell of the entry as if they stood in it, but deeper."""
        if place.depth > _DEPTH_LIMIT:
            raise UnusualError
        for part in place.element:
            name = self._names.of(part)
            if name in PARTS_OF_MEDIA:
                self.take(part, name, place.language, place.depth + 1)
            elif name not in NO_EFFECT or len(part):
                raise UnusualError

    def _parts(self, parent: ET.Element, allowed: frozenset[str], wanted: str) -> list[str]:
        """The texts of those children that have one name; all must have allowed ones."""
        found = []
        _refuse_text(parent)
        for part in parent:
            name = self._names.of(part)
            if name not in allowed or len(part):
                raise UnusualError
            if name == OTHER:
                _refuse_text(part)
            elif name == wanted:
                found.append((part.text or "").strip())
        return found


_WAYS: Mapping[Way, Callable[[Fields, _Place], None]] = {way: getattr(Fields, way) for way in Way}


def _typed_text(place: _Place) -> str:
    if place.attributes.get("type", "text") not in TEXT_TYPES or place.attributes.get("mode") == "base64":
        raise UnusualError
    return _text(place.element)


def _text(element: ET.Element) -> str:
    """Its text, mended as feedparser does: UTF-8 that was taken for Latin-1, Latin-1 for Windows-1252."""
    if len(element):
        raise UnusualError
    text = (element.text or "").strip()
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_WINDOWS) if _CONTROL.search(text) else text


def _refuse_text(element: ET.Element) -> None:
    """Raise UnusualError if there is text beside an element's children."""
    if (element.text or "").strip() or any((part.tail or "").strip() for part in element):
        raise UnusualError
