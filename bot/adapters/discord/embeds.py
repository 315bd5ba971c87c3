"""What a Discord message consists of, how much of it Discord takes, and how it counts.

https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

from dataclasses import dataclass
from typing import NotRequired, TypedDict

from bot.adapters.discord.escape import length

CONTENT_LIMIT = 2000
EMBEDS_SUM_LIMIT = 6000
# Discord takes 4,096; the rest is kept free for the line that says how much is missing.
DESCRIPTION_LIMIT = 4000
TITLE_LIMIT = 256
FIELD_LIMIT = 1024


class EmbedAuthor(TypedDict):
    """The line above the title; shown without markup."""

    name: str


class EmbedField(TypedDict):
    """A labelled value."""

    name: str
    value: str
    inline: bool


class EmbedFooter(TypedDict):
    """The small line below; shown without markup."""

    text: str


class Embed(TypedDict):
    """The part of Discord's embed object that we use."""

    color: int
    title: NotRequired[str]
    url: NotRequired[str]
    author: NotRequired[EmbedAuthor]
    description: NotRequired[str]
    fields: NotRequired[list[EmbedField]]
    footer: NotRequired[EmbedFooter]
    timestamp: NotRequired[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What one message consists of: either embeds, or content in plain text."""

    content: str = ""
    embeds: tuple[Embed, ...] = ()


def embed_length(embed: Embed) -> int:
    """What an embed counts towards the limit on the sum."""
    texts = [embed.get("title", ""), embed.get("description", "")]
    if "author" in embed:
        texts.append(embed["author"]["name"])
    if "footer" in embed:
        texts.append(embed["footer"]["text"])
    for field in embed.get("fields", []):
        texts += [field["name"], field["value"]]
    return sum(map(length, texts))
