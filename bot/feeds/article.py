"""Find the text of an article in its web page; runs in a parse process only."""

from functools import cache
from types import ModuleType

from bot.core.errors import ParseError
from bot.core.text import tidy

SHORTEST = 200
"""Characters; what is shorter is a teaser, a cookie notice or a wall."""


@cache
def _extractor() -> ModuleType:
    # Loaded by the first article: whoever reads none pays no memory for it.
    import trafilatura  # noqa: PLC0415

    return trafilatura


def article_text(body: bytes, *, url: str) -> str:
    """Give the main text, a line for each paragraph. Raise ParseError if the page holds none."""
    found = _extractor().extract(
        body,
        url=url,
        include_comments=False,
        include_tables=False,
        include_formatting=False,
        include_links=False,
        with_metadata=False,
        favor_precision=True,
    )
    text = tidy(found) if isinstance(found, str) else ""
    if len(text) < SHORTEST:
        raise ParseError("no article found in the page", kind="no_article", advice="nothing to do")
    return text
