"""Find sentences that sell something which has nothing to do with the rest of the text.

Content farms plant them between other people's sentences ("… same day payday loans online within minutes"),
and a summary that quoted one would be the bot's own advertisement.
"""

import re
from collections import Counter
from collections.abc import Sequence

from bot.core.lexicon.advertising import CUES, SELLS_FROM, SHARED_WORD, SURE
from bot.core.lexicon.furniture import CIVIC
from bot.core.similarity import weight_of
from bot.core.text import Sentence, searchable

MOST_PLANTED = 4
"""More than this, or than half of the text: the item is about selling, and is left alone."""

_ANY = tuple(cue for cue in CUES if cue.points >= 0.8)
_LEADS_ON = re.compile(r"\byour?\b.*\?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
TELLING_FROM = 5.0
"""Weight of a word (`bot.core.similarity`) from which sharing it relates two sentences."""


def planted(told: Sequence[Sentence], title: str) -> list[int]:
    """Give the numbers of the sentences that sell what neither title nor the other sentences speak of."""
    if SURE.pattern.search(searchable(title)):
        return []
    selling = [number for number, sentence in enumerate(told) if is_advertising(sentence.text)]
    if not selling:
        return []
    holding = Counter(word for sentence in told for word in _telling(sentence.text))
    holding.update(_telling(title))
    selling = [number for number in selling if _is_foreign(told[number].text, holding)]
    # "Are bills due before your next paycheck? Apply now for a payday loan." is one advertisement.
    leading = [at - 1 for at in selling if at and _LEADS_ON.search(told[at - 1].text)]
    selling = sorted({*selling, *leading})
    if len(selling) > MOST_PLANTED or len(selling) * 2 > len(told):
        return []
    return selling


def is_advertising(sentence: str) -> bool:
    """Whether a sentence, taken alone, sells something and speaks of no public business."""
    words = searchable(sentence)
    # A sentence that speaks of public business is kept whatever else it names: a council may well ban
    # payday lenders. But "we may earn a commission" is no body.
    if CIVIC.search(words) and CIVIC.search(SURE.pattern.sub(" ", words)):
        return False
    return any(cue.pattern.search(words) for cue in _ANY) and _points(words) >= SELLS_FROM


def may_sell(sentence: str) -> bool:
    """Whether a sentence shows sales talk at all: one that speaks of public business, too, may hold both.

    "The council met in Annapolis, Md. Luxury apartments now offer two months free." can't be cut in two.
    """
    return _points(searchable(sentence)) >= SELLS_FROM


def _points(words: str) -> float:
    return sum(cue.points for cue in CUES if cue.pattern.search(words))


def _is_foreign(sentence: str, holding: Counter[str]) -> bool:
    """Whether a sentence still sells, less what its words in common with the rest speak for it."""
    shared = sum(1 for word in _telling(sentence) if holding[word] > 1)
    return _points(searchable(sentence)) + SHARED_WORD * shared >= SELLS_FROM


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in map(str.lower, _WORD.findall(text)) if weight_of(word) >= TELLING_FROM)
