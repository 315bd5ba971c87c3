"""Full-text search over stories: SQLite's FTS5 and PostgreSQL's tsvector behind one function.

Texts and queries are reduced to plain words before either engine sees them: both then cut them alike, and no
operator of a query language survives.
"""

import re
import unicodedata
from typing import Final

from sqlalchemy import func, text

from bot.store.database import Transaction
from bot.store.schema import story_texts

TITLE_CHARS: Final = 2_000
BODY_CHARS: Final = 20_000
"""What is indexed of one story, all sources together."""
QUERY_WORDS: Final = 16
MOST_FOUND: Final = 1_000
"""Nobody pages further than this; it bounds the work that one query may cause."""

_WORD = re.compile(r"[^\W_]+")


def plain_words(words: str) -> list[str]:
    """The words without case, accents and signs: `H.B. 1046` is `h b 1046`."""
    letters = unicodedata.normalize("NFKD", words).casefold()
    return _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))


async def add(tx: Transaction, story_id: int, *, title: str, body: str) -> None:
    """Add one source's words to its story."""
    title, body = " ".join(plain_words(title)), " ".join(plain_words(body[:BODY_CHARS]))
    row = tx.insert(story_texts).values(story_id=story_id, title=title[:TITLE_CHARS], body=body[:BODY_CHARS])
    longer_title = story_texts.c.title + " " + row.excluded.title
    longer_body = story_texts.c.body + " " + row.excluded.body
    await tx.run(
        row.on_conflict_do_update(
            index_elements=[story_texts.c.story_id],
            set_={
                "title": func.substr(longer_title, 1, TITLE_CHARS),
                "body": func.substr(longer_body, 1, BODY_CHARS),
            },
        )
    )


async def find(tx: Transaction, words: str) -> list[int]:
    """The numbers of the stories that hold all the words, best first, newest among equals."""
    wanted = plain_words(words)[:QUERY_WORDS]
    if not wanted:
        return []
    if tx.connection.dialect.name == "sqlite":
        statement, query = _SQLITE, " ".join(f'"{word}"' for word in wanted)
    else:
        statement, query = _POSTGRESQL, " ".join(wanted)
    found = await tx.connection.execute(statement, {"words": query, "most": MOST_FOUND})
    return [int(story_id) for story_id in found.scalars()]


# A word in the title counts five times one in the text.
_SQLITE = text(
    "SELECT rowid FROM story_words WHERE story_words MATCH :words"
    " ORDER BY bm25(story_words, 5.0, 1.0), rowid DESC LIMIT :most"
)
_DOCUMENT = "(setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B'))"
"""The expression that the migration indexed, to the letter."""
_POSTGRESQL = text(
    """
    SELECT story_id FROM story_texts, plainto_tsquery('english', :words) AS query WHERE DOCUMENT @@ query
    ORDER BY ts_rank('{0.1, 0.1, 0.2, 1.0}', DOCUMENT, query) DESC, story_id DESC LIMIT :most
    """.replace("DOCUMENT", _DOCUMENT)
)
