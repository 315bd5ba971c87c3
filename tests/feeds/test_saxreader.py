"""The XML reader that feedparser uses."""

import io
from pathlib import Path
from xml.sax import make_parser
from xml.sax.handler import ContentHandler

import pytest

from bot.feeds.parse import parse_document

DOCUMENTS = sorted((Path(__file__).parent.parent / "data" / "feeds").glob("*.xml"))


class Listener(ContentHandler):
    """Keeps the pieces of text."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def characters(self, content: str) -> None:
        self.pieces.append(content)


def test_text_comes_in_one_piece_however_many_references_it_holds() -> None:
    """Expat would report each of them apart."""
    reader, listener = make_parser(["bot.feeds.saxreader"]), Listener()
    reader.setContentHandler(listener)
    reader.parse(io.BytesIO(b"<a>" + b"&lt;p&gt;one &amp; two\n" * 50 + b"</a>"))
    assert listener.pieces == ["<p>one & two\n" * 50]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_feeds_read_the_same_by_python_s_own_reader(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours is faster, nothing else."""
    ours = parse_document(document.read_bytes())
    monkeypatch.setattr("feedparser.api.PREFERRED_XML_PARSERS", [])
    assert parse_document(document.read_bytes()) == ours
