"""Say how alike two texts are: weighted words, names and figures, without a model.

TF-IDF over a frozen table of how common a word is, so that a score never depends on what was seen before.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache

from bot.core.data import lines

TEXT_CHARS = 1_500
"""How much of a text is looked at: reports of one vote agree in their first paragraphs."""
MOST_TERMS = 64
"""Terms kept of one text, heaviest first."""
NAME_BONUS = 1.3
RARE_WEIGHT = 8.4
"""Weight of a word that the table does not list."""

# Words that nearly every item in our field holds say little about which vote it is. The table can't know: it
# was counted on books. Judged by hand; weights as the table's.
_OF_THE_FIELD: Mapping[float, str] = {
    0.4: "police facial recognition face technology surveillance law city use used using new state government",
    0.8: "license plate reader camera drone alpr frt lpr biometric data privacy right ban banned bans banning council "
    "ordinance bill vote voted department enforcement public agency officer system software county u.s",
    1.3: "civil liberty aclu prohibit approve approved pass passed measure proposal member legislation lawmaker senate "
    "house committee mayor governor official company artificial intelligence ai tech court judge rule "
    "federal act statewide citywide community local resident person people information federal american image "
    "facial-recognition gov say said personal program meeting individual",
    2.0: "prohibit prohibiting regulate restrict restriction legislature legislator moratorium oversight transparency "
    "automated automatic unmanned aerial vehicle warrant sheriff contract privacy accuracy bias misidentify racial "
    "commission commissioner attorney general consent identifier lawsuit settlement fine fined regulator "
    "unanimous unanimously amendment exemption retention footage",
}
# Function words of other languages that we meet; English ones stand in the table.
_FOREIGN = (
    "el la los las un una de del al y en que por para con se su sus es o lo le les des du et est une dans pour qui sur "
    "au aux par ne pas der die das und den dem des ein eine mit von zu im auf fur ist nicht da do dos das na nas no nos "
    "em ao e os as um uma il lo gli di che della per con non una het een van op te w na z do i sie nie jak przez oraz"
)

_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
_NUMBER = re.compile(r"\d[\d.,]*")
_NAME = re.compile(r"(?<![.!?:\"“”]\s)(?<!^)\b[^\W\d_a-zß-öø-ÿ][\w’'-]{2,}")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(
    rf"\b(?:{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d{{3}})|(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:[$€£]\s?|\b(?:usd|eur|gbp)\s?)(\d[\d.,]*)|\b(\d[\d.,]*)\s?(?:million|billion|mln|mio|bn|[mk])\b|\b(\d{1,3}(?:,\d{3})+|\d+\.\d+)\b",
    re.IGNORECASE,
)


@cache
def _weights() -> Mapping[str, float]:
    """The frozen table: word to weight."""
    table: dict[str, float] = {}
    for line in lines("common_words.txt"):
        weight, *words = line.split()
        table.update(dict.fromkeys(words, float(weight)))
    table.update(dict.fromkeys(_FOREIGN.split(), 0.3))
    for weight_here, words_here in _OF_THE_FIELD.items():
        table.update(dict.fromkeys(map(_stem, words_here.split()), weight_here))
    return table


def weight_of(word: str) -> float:
    """How much a word tells: near 0 for "the", 8.4 for a name that books don't know."""
    table = _weights()
    found = table.get(word)
    if found is None:
        found = min((table[form] for form in (f"{word}s", f"{word}e") if form in table), default=RARE_WEIGHT)
    return found


def _stem(word: str) -> str:
    """Plurals and possessives are one word with their singular; anything cleverer would have to know grammar."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: no accents, no case, no plural."""
    text = unicodedata.normalize("NFKD", text[:TEXT_CHARS].replace("’", "'")).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return [_stem(match) for match in _WORD.findall(text)]


def terms_of(
    title: str, text: str, *, without: Collection[str] = (), names: Collection[str] = ()
) -> dict[str, float]:
    """The text's vector: its telling words with their weights, of length one; names count more."""
    counts = Counter(word for word in words_of(f"{title}\n{text}") if not word[0].isdigit() and len(word) > 1)
    weighted = {
        word: (1 + math.log(count)) * weight_of(word) * (NAME_BONUS if word in names else 1.0)
        for word, count in counts.items()
        if word not in without
    }
    kept = dict(sorted(weighted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TERMS])
    return _of_length_one(kept)


def _of_length_one(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: round(weight / length, 4) for term, weight in vector.items()} if length else {}


def likeness(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """The dot product: the cosine of two texts, or the mean cosine of a text with a mean vector's members."""
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def mean_of(
    mean: Mapping[str, float], size: int, vector: Mapping[str, float], *, most: int
) -> dict[str, float]:
    """The mean of `size` vectors with one more, cut to its heaviest terms."""
    share = 1 / (size + 1)
    grown = {term: weight * (1 - share) for term, weight in mean.items()}
    for term, weight in vector.items():
        grown[term] = grown.get(term, 0.0) + weight * share
    return {
        term: round(weight, 4)
        for term, weight in sorted(grown.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    }


def names_of(title: str, text: str, *, most: int = 24) -> frozenset[str]:
    """Rare words that stand capitalised inside a sentence: people, firms, places."""
    found = _NAME.findall(text[:TEXT_CHARS])
    # Some outlets capitalise every word of a headline; there a capital says nothing.
    capitals = [word[:1].isupper() for word in title.split()]
    if capitals and sum(capitals) <= 0.6 * len(capitals):
        found += _NAME.findall(title)
    names = {_stem(word) for name in found for word in words_of(name)}
    rare = sorted(
        (name for name in names if weight_of(name) >= 3.5), key=lambda name: (-weight_of(name), name)
    )
    return frozenset(rare[:most])


def figures_of(title: str, text: str, *, most: int = 12) -> frozenset[str]:
    """Amounts and calendar days that the text names: `105000`, `30.5`, `2-12`; years and small counts say little."""
    whole = f"{title}\n{text[:TEXT_CHARS]}"
    days = (
        f"{_MONTHS.index((first or second)[:3].lower()) + 1}-{int(before or after)}"
        for first, before, after, second in _DAY.findall(whole)
    )
    amounts = (_plain_number(next(filter(None, groups))) for groups in _AMOUNT.findall(whole))
    return frozenset(sorted({*days, *filter(None, amounts)})[:most])


def _plain_number(number: str) -> str:
    """`1,4` (as much of Europe writes it) and `1.4` are one figure, `105,000` and `105000` too."""
    number = number.rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        return re.sub(r"[.,]", "", number)
    return number.replace(",", ".")
