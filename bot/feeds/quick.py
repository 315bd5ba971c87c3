"""Read ordinary, well-formed RSS and Atom in a fraction of feedparser's time, and leave all other to it.

feedparser is the parser of record: this is its reading, element by element, and whatever the tables of
elements.py don't hold is reason enough to ask it. `python -m benchmarks.quick_agreement` compares the two.
"""

import io
import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from bot.feeds.elements import (
    NO_EFFECT,
    PARTS_OF_BLOCK,
    PARTS_OF_ENTRY_IMAGE,
    Names,
    UnusualError,
    attributes_of,
)
from bot.feeds.entries import Document
from bot.feeds.fields import Fields

_DECLARATION = re.compile(rb"<\?xml[^>]*>")
_UTF_8 = b"<?xml version='1.0' encoding='utf-8'?>"


def read_quickly(body: bytes) -> Document | None:
    """Read mended UTF-8; None if there is anything in it that only feedparser knows how to take."""
    # Entities: feedparser has its own way with declarations, wherever they stand.
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return None
    try:
        return _Walk(*_tree(body)).document()
    except (UnusualError, ET.ParseError):
        return None


def _tree(body: bytes) -> tuple[ET.Element, Names]:
    # The bytes are UTF-8, whatever the declaration says.
    declaration = _DECLARATION.match(body)
    file = io.BytesIO(_UTF_8 + (body[declaration.end() :] if declaration else body))
    events = ET.iterparse(file, ("start-ns",))  # noqa: S314 - no entities: see above
    names = Names()
    for _, (prefix, uri) in events:
        names.declare(prefix, uri)
    root: ET.Element = events.root  # type: ignore[attr-defined]  # typeshed leaves it out
    # It changes addresses, and feedparser keeps it beyond its element.
    if any(name.rpartition("}")[2].lower() == "base" for element in root.iter() for name in element.attrib):
        raise UnusualError
    return root, names


class _Walk:
    """From the root through feed and entries, to each element that may fill a field."""

    def __init__(self, root: ET.Element, names: Names) -> None:
        self._root = root
        self._names = names
        self._fields = Fields(names)

    def document(self) -> Document:
        """Read the whole. Raise UnusualError if it is better left to feedparser."""
        root, kind = self._root, self._names.of(self._root)
        language = _language(attributes_of(root), "")
        if language and kind != "rdf:rdf":
            self._fields.feed["language"] = language.replace("_", "-")
        if kind == "feed":
            self._feed(root, language, 2)
        elif kind in ("rss", "rdf:rdf") and len(root) and self._names.of(root[0]) == "channel":
            self._feed(root[0], _language(_attributes(root[0]), language), 3)
            self._beside_channel(kind, language)
        else:
            raise UnusualError
        return Document(
            feed=self._fields.feed, entries=self._fields.entries, is_atom=self._names.is_atom(kind)
        )

    def _feed(self, parent: ET.Element, language: str, depth: int) -> None:
        for element in parent:
            name = self._names.of(element)
            if name in ("item", "entry"):
                self._entry(element, language, depth)
            elif name in PARTS_OF_BLOCK:
                self._block(element, PARTS_OF_BLOCK[name], depth)
            else:
                self._element(element, name, language, depth)

    def _beside_channel(self, kind: str, language: str) -> None:
        """What follows the channel: of RSS 1.0 the entries, of all others nothing."""
        for element in self._root[1:]:
            name = self._names.of(element)
            if kind == "rss":
                raise UnusualError
            if name == "item":
                self._entry(element, language, 2)
            elif name in PARTS_OF_BLOCK:
                self._block(element, PARTS_OF_BLOCK[name], 2)
            else:
                self._refuse_telling(element, name)

    def _entry(self, element: ET.Element, language: str, depth: int) -> None:
        attributes = _attributes(element)
        language = _language(attributes, language)
        self._fields.begin_entry(attributes.get("rdf:about", ""))
        for child in element:
            name = self._names.of(child)
            if name == "image":
                self._block(child, PARTS_OF_ENTRY_IMAGE, depth + 1)
            else:
                self._element(child, name, language, depth + 1)
        self._fields.end_entry()

    def _element(self, element: ET.Element, name: str, language: str, depth: int) -> None:
        if not self._fields.take(element, name, language, depth):
            self._refuse_telling(element, name)

    def _refuse_telling(self, element: ET.Element, name: str) -> None:
        within = element.iter() if len(element) else ()
        if name not in NO_EFFECT or any(self._names.of(inner) not in NO_EFFECT for inner in within):
            raise UnusualError

    def _block(self, element: ET.Element, parts: frozenset[str], depth: int) -> None:
        """An image or search field, whose title and link are none of the feed's."""
        title = ""
        for part in element:
            name = self._names.of(part)
            if name not in parts or part.attrib or len(part):
                raise UnusualError
            if name == "title":
                title = title or (part.text or "").strip()
        self._fields.pass_block(depth + 1 if title else None)


def _language(attributes: Mapping[str, str], inherited: str) -> str:
    return attributes.get("xml:lang", attributes.get("lang", inherited))


def _attributes(element: ET.Element) -> dict[str, str]:
    """Those of an entry or a channel, which tell more in Microsoft's forgotten CDF."""
    attributes = attributes_of(element)
    if "href" in attributes or "lastmod" in attributes:
        raise UnusualError
    return attributes
