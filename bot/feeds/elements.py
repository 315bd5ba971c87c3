"""What each element of a feed tells by feedparser's rules; whatever is not here makes a document unusual.

feedparser goes by the namespaces that it knows, else by prefixes. What it has no rule for it keeps under a
name of its own, `slash:comments` as `slash_comments`, at which we never look.
"""

from collections.abc import Mapping
from enum import StrEnum
from xml.etree import ElementTree as ET

OTHER = "*"
"""The name of every element that feedparser keeps under a name of its own."""


class UnusualError(Exception):
    """A document that feedparser must read."""


class Way(StrEnum):
    """How an element is read: the methods of Fields."""

    AUTHOR = "author"
    BARE_TEXT = "bare_text"
    CONTENT = "content"
    DATE = "date"
    DESCRIPTION = "description"
    ID = "id"
    LINK = "link"
    MEDIA = "media"
    MEDIA_TITLE = "media_title"
    OTHER_LINK = "other_link"
    OWNER = "owner"
    PUBLISHER = "publisher"
    SOURCE = "source"
    SUMMARY = "summary"
    TEXT = "text"
    TITLE = "title"


_ATOM, _RSS_1 = "http://www.w3.org/2005/atom", "http://purl.org/rss/1.0/"
_SPACES: Mapping[str, str | None] = {
    "": "",
    _ATOM: "",
    "http://purl.org/atom/ns#": "",
    _RSS_1: "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://creativecommons.org/ns#license": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    # Early RSS and Atom, of which some tell the version of the whole document.
    "http://blogs.law.harvard.edu/tech/rss": None,
    "http://my.netscape.com/rdf/simple/0.9/": None,
    "http://example.com/newformat#": None,
    "http://example.com/necho": None,
    "http://purl.org/echo/": None,
    "uri/of/echo/namespace#": None,
    "http://purl.org/pie/": None,
    "http://purl.org/rss/1.0/modules/rss091#": None,
    "http://example.com/dtds/podcast-1.0.dtd": None,
    # It makes attributes of its own declaration.
    "http://www.w3.org/1999/xlink": None,
    # Unusual where they are used.
    "http://www.opengis.net/gml": "gml",
    "http://podlove.org/simple-chapters": "psc",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
"""What feedparser calls the elements of a namespace; None makes the document unusual."""

_RESERVED = frozenset({
    *filter(None, _SPACES.values()),
    # `author:detail` would take the place of something that feedparser calls author_detail.
    "author", "created", "generator", "published", "publisher", "title", "updated", "validity",
})  # fmt: skip
"""Prefixes that mean something to feedparser even if they are declared for another namespace."""

TAKEN: Mapping[str, tuple[Way, str]] = {
    "title": (Way.TITLE, "title"),
    "dc:title": (Way.TITLE, "title"),
    "media:title": (Way.MEDIA_TITLE, "title"),
    "link": (Way.LINK, "link"),
    "enclosure": (Way.OTHER_LINK, "enclosure"),
    "cc:license": (Way.OTHER_LINK, "license"),
    "creativecommons:license": (Way.OTHER_LINK, "license"),
    "feedburner:origlink": (Way.BARE_TEXT, "feedburner_origlink"),
    "guid": (Way.ID, "id"),
    "id": (Way.ID, "id"),
    "description": (Way.DESCRIPTION, "summary"),
    "dc:description": (Way.DESCRIPTION, "summary"),
    "media:description": (Way.DESCRIPTION, "summary"),
    "summary": (Way.SUMMARY, "summary"),
    "itunes:summary": (Way.SUMMARY, "summary"),
    "content": (Way.CONTENT, "content"),
    "content:encoded": (Way.CONTENT, "content"),
    "media:content": (Way.MEDIA, ""),
    "media:group": (Way.MEDIA, ""),
    "author": (Way.AUTHOR, "author"),
    "managingeditor": (Way.AUTHOR, "author"),
    "dc:author": (Way.AUTHOR, "author"),
    "dc:creator": (Way.AUTHOR, "author"),
    "itunes:author": (Way.AUTHOR, "author"),
    "webmaster": (Way.PUBLISHER, "publisher"),
    "dc:publisher": (Way.PUBLISHER, "publisher"),
    "itunes:owner": (Way.OWNER, "publisher"),
    "source": (Way.SOURCE, "source"),
    "pubdate": (Way.DATE, "published"),
    "published": (Way.DATE, "published"),
    "issued": (Way.DATE, "published"),
    "dcterms:issued": (Way.DATE, "published"),
    "lastbuilddate": (Way.DATE, "updated"),
    "updated": (Way.DATE, "updated"),
    "modified": (Way.DATE, "updated"),
    "dc:date": (Way.DATE, "updated"),
    "dcterms:modified": (Way.DATE, "updated"),
    "created": (Way.DATE, "created"),
    "dcterms:created": (Way.DATE, "created"),
    "language": (Way.TEXT, "language"),
    "dc:language": (Way.TEXT, "language"),
    "ttl": (Way.BARE_TEXT, "ttl"),
    "sy:updateperiod": (Way.BARE_TEXT, "sy_updateperiod"),
    "sy:updatefrequency": (Way.BARE_TEXT, "sy_updatefrequency"),
}
"""How an element is read, and the field of feedparser's that it fills."""

NO_EFFECT = frozenset({
    OTHER, "category", "cloud", "comments", "contributor", "copyright", "day", "days", "dc:contributor",
    "docs", "email", "expirationdate", "generator", "homepage", "hour", "hours", "icon", "info", "items",
    "keywords", "logo", "name", "post-id", "rating", "rights", "site", "skipdays", "skiphours", "subtitle",
    "tagline", "uri", "url",
})  # fmt: skip
"""Elements that fill none of the fields that we use."""

_RULED = frozenset({
    *(name for name in TAKEN if ":" in name),
    "dc:contributor", "dcterms:valid", "georss:where", "itunes:email", "itunes:name", "rdf:rdf",
})  # fmt: skip
"""Prefixed names for which feedparser has a rule that may tell; all others are as good as foreign."""

PARTS_OF_AUTHOR = frozenset({"name", "email", "uri", "url", "homepage", OTHER})
PARTS_OF_ENTRY_IMAGE = frozenset({"url", "width", "height"})
PARTS_OF_OWNER = frozenset({"itunes:name", "itunes:email", OTHER})
PARTS_OF_MEDIA = frozenset({"media:title", "media:description", "media:content", "media:group"})
PARTS_OF_SOURCE = frozenset({
    "category", "generator", "icon", "id", "link", "logo", "modified", "published", "rights", "subtitle",
    "updated",
})  # fmt: skip
"""Beside its title and author."""
# At any other element feedparser takes it that image or search field are over.
PARTS_OF_BLOCK: Mapping[str, frozenset[str]] = {
    "image": frozenset({"title", "link", "description", "url", "width", "height"}),
    "textinput": frozenset({"title", "link", "description", "name"}),
}

TEXT_TYPES = frozenset({"text", "plain", "html", "text/plain", "text/html"})
"""Types whose text is taken as it stands; others hold markup or Base64."""
HTML_TYPES = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
_TELLING = frozenset(
    {"base", "href", "ispermalink", "lang", "lastmod", "mode", "rel", "src", "type", "uri", "url"}
)
_SPACES_OF_ATTRIBUTES = {
    "{http://www.w3.org/XML/1998/namespace": "xml:",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
_RULED_SPACES = frozenset({"gml", "psc", "xhtml"})
_WORDPRESS = frozenset({"site", "post-id"})


def attributes_of(element: ET.Element) -> dict[str, str]:
    """Attributes by feedparser's names; it takes those of foreign namespaces for plain ones, too."""
    found = {}
    for name, value in element.attrib.items():
        space, _, local = name.rpartition("}")
        key = _SPACES_OF_ATTRIBUTES.get(space, "") + local.lower()
        if space and key in _TELLING:
            raise UnusualError
        found[key] = value.lower() if key in ("rel", "type") else value
    return found


class Names:
    """The names of one document's elements."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._uris: dict[str, str] = {}
        self._plain: set[str] = set()
        """Foreign namespaces that were declared without a prefix."""
        self._version = ""

    def declare(self, prefix: str, uri: str) -> None:
        """Take note of a declaration. Raise UnusualError where one element might be taken for another."""
        space = _space_of(uri)
        if (
            space is None
            or (uri and uri.split() != [uri])
            or (prefix and self._uris.setdefault(prefix, uri) != uri)
            or (prefix.lower() in _RESERVED and prefix.lower() != space)
        ):
            raise UnusualError
        if space == OTHER and not prefix:
            self._plain.add(uri)
        if not self._version and uri.lower() in (_ATOM, _RSS_1):
            self._version = uri.lower()

    def of(self, element: ET.Element) -> str:
        """The name, with feedparser's prefix if it has one."""
        tag = element.tag
        return self._names.get(tag) or self._names.setdefault(tag, self._name(tag))

    def _name(self, tag: str) -> str:
        uri, _, local = tag.removeprefix("{").rpartition("}")
        space, local = _space_of(uri), local.lower()
        if space == "":
            return local
        # To feedparser they are elements without a namespace.
        if space in _RULED_SPACES or (uri in self._plain and local not in _WORDPRESS):
            raise UnusualError
        name = f"{space}:{local}"
        return name if name in _RULED else OTHER

    def is_atom(self, root: str) -> bool:
        """Whether feedparser would call the document's version one of Atom's."""
        if root == "feed" and self._version == _RSS_1:
            raise UnusualError
        return root == "feed" or (root != "rss" and self._version == _ATOM)


def _space_of(uri: str) -> str | None:
    lower = uri.lower()
    return "" if "backend.userland.com/rss" in lower else _SPACES.get(lower, OTHER)
