"""Find sentences that sell something which has nothing to do with the rest of the text.

Content farms plant them between other people's sentences ("… same day payday loans online within minutes"),
and a summary that quoted one would be the bot's own advertisement.
"""

import re
from collections.abc import Sequence

from bot.core.lexicon.advertising import CUES, SELLS_FROM, SHARED_WORD, SURE
from bot.core.lexicon.furniture import CIVIC
from bot.core.similarity import weight_of
from bot.core.text import Sentence

MOST_PLANTED = 4
"""More than this, or than half of the text: the item is about selling, and is left alone."""

_ANY = tuple(cue for cue in CUES if cue.points >= 0.8)
_LEADS_ON = re.compile(r"\byour?\b.*\?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
TELLING_FROM = 5.0
"""Weight of a word (`bot.core.similarity`) from which sharing it relates two sentences."""


def planted(told: Sequence[Sentence], title: str) -> list[Sentence]:
    """Give the sentences that sell what neither title nor the other sentences speak of."""
    if SURE.pattern.search(title):
        return []
    selling = [
        sentence
        for number, sentence in enumerate(told)
        if any(cue.pattern.search(sentence.text) for cue in _ANY)
        and _sells(
            sentence.text, around=(title, *(other.text for at, other in enumerate(told) if at != number))
        )
    ]
    # "Are bills due before your next paycheck? Apply now for a payday loan." is one advertisement.
    selling = [
        sentence
        for sentence, following in zip(told, (*told[1:], None), strict=False)
        if sentence in selling or (following in selling and _LEADS_ON.search(sentence.text))
    ]
    if len(selling) > MOST_PLANTED or len(selling) * 2 > len(told):
        return []
    return selling


def _sells(sentence: str, *, around: Sequence[str]) -> bool:
    # A sentence that speaks of public business is kept whatever else it names: a council may well ban
    # payday lenders. But "we may earn a commission" is no body.
    if CIVIC.search(SURE.pattern.sub(" ", sentence)):
        return False
    points = sum(cue.points for cue in CUES if cue.pattern.search(sentence))
    if points < SELLS_FROM:
        return False
    return points + SHARED_WORD * len(_telling(sentence) & _telling(" ".join(around))) >= SELLS_FROM


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in map(str.lower, _WORD.findall(text)) if weight_of(word) >= TELLING_FROM)
