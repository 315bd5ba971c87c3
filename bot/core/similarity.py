"""Say how alike two texts are: weighted words, names and figures, without a model.

TF-IDF over a frozen table of how common a word is, so that a score never depends on what was seen before.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from bot.core.data import lines
from bot.core.sought import Sought
from bot.core.text import searchable

TEXT_CHARS = 1_500
"""How much of a text is looked at: reports of one vote agree in their first paragraphs."""
TIMES_CHARS = 700
MOST_TERMS = 64
"""Terms kept of one text, heaviest first."""
NAME_BONUS = 1.3
RARE_WEIGHT = 8.4
"""Weight of a word that the table does not list."""

_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
_NAME = re.compile(r"(?<![.!?:\"“”]\s)(?<!^)\b[^\W\d_a-zß-öø-ÿ][\w’'-]{2,}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = Sought(
    rf"\b(?:{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d{{3}})|(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b)",
    re.IGNORECASE,
)
_LONG_MONTH = Sought(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b"
)
_WEEKDAY = Sought(r"\W(mon|tues|wednes|thurs|fri|satur|sun)day\b")
"""To be sought in what `searchable` gives."""
_FIGURE = re.compile(r"\d")
_YEAR = Sought(r"\b20[0-9]{2}\b")
_AMOUNT = re.compile(
    r"(?:[$€£]\s?|\b(?:usd|eur|gbp)\s?)(\d[\d.,]{0,14})"
    r"|\b(\d[\d.,]{0,14})\s?(?:million|billion|mln|mio|bn|[mk])\b"
    r"|\b(\d{1,3}(?:,\d{3}){1,4}|\d{1,6}\.\d{1,6})\b",
    re.IGNORECASE,
)

_SCALES = r"thousand|million|billion|mln|mio|bn|[mkb]"
_SUM = re.compile(
    r"(?:(?P<before>[$€£]|\b(?:usd|eur|gbp))\s?(?=\d))?(?P<number>\b\d[\d.,]{0,14})(?:[\s-]?(?P<scale>"
    rf"{_SCALES})\b)?(?:\s(?P<after>dollars|euros?|pounds)\b)?",
    re.IGNORECASE,
)
LEAST_SUM = 1_000
SURE_NAME = 6.0
"""A capitalised word this rare is a name wherever it stands."""


@cache
def _weights() -> Mapping[str, float]:
    """The frozen table: word to weight; what the field says of a word goes before what books say."""
    return {**_table("common_words.txt"), **_table("field_words.txt")}


def _table(name: str) -> dict[str, float]:
    table: dict[str, float] = {}
    for line in lines(name):
        weight, *words = line.split()
        for word in map(_stem, words):
            # "wills" is rare, and has the stem of a word that is not.
            table[word] = min(float(weight), table.get(word, RARE_WEIGHT))
    return table


@lru_cache(maxsize=16_384)
def weight_of(word: str) -> float:
    """How much a word tells: near 0 for "the", 8.4 for a name that books don't know."""
    table = _weights()
    found = table.get(word)
    if found is None:
        found = min((table[form] for form in (f"{word}s", f"{word}e") if form in table), default=RARE_WEIGHT)
    return found


def _stem(word: str) -> str:
    """Plurals and possessives are one word with their singular; more would take grammar."""
    if not word.endswith("s"):
        return word
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: no accents, no case, no plural."""
    return _words_in(text[:TEXT_CHARS])


def _words_in(text: str) -> list[str]:
    text = text.replace("’", "'").casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in decomposed if char < "\u0300" or not unicodedata.combining(char))
    return [_stem(match) for match in _WORD.findall(text)]


def terms_of(
    title: str,
    text: str,
    *,
    without: Collection[str] = (),
    names: Collection[str] = (),
    most: int = MOST_TERMS,
) -> dict[str, float]:
    """The text's vector: its telling words with their weights, of length one; names count more."""
    counts = Counter(word for word in words_of(f"{title}\n{text}") if not word[0].isdigit() and len(word) > 1)
    weighted = {
        word: (1 + math.log(count)) * weight_of(word) * (NAME_BONUS if word in names else 1.0)
        for word, count in counts.items()
        if word not in without
    }
    return _of_length_one({word: weighted[word] for word in _heaviest(weighted, most)})


def _heaviest(weights: Mapping[str, float], most: int) -> list[str]:
    """Give the terms that weigh most; of two that weigh the same the first in the alphabet."""
    return sorted(sorted(weights), key=weights.__getitem__, reverse=True)[:most]


def _of_length_one(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: round(weight / length, 4) for term, weight in vector.items()} if length else {}


def likeness(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """The dot product: the cosine of two texts, or the mean cosine of a text with a mean vector's members."""
    if len(a) > len(b):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def length_of(terms: Mapping[str, float]) -> float:
    """The vector's length: one for a text, less for a mean of texts that differ."""
    return math.sqrt(sum(weight * weight for weight in terms.values()))


def mean_of(
    mean: Mapping[str, float], size: int, vector: Mapping[str, float], *, most: int
) -> dict[str, float]:
    """The mean of `size` vectors with one more, cut to its heaviest terms."""
    share = 1 / (size + 1)
    grown = {term: weight * (1 - share) for term, weight in mean.items()}
    for term, weight in vector.items():
        grown[term] = grown.get(term, 0.0) + weight * share
    return {term: round(grown[term], 4) for term in _heaviest(grown, most)}


def tongue_of(title: str, text: str) -> str:
    """`en`, `other` or "" if too short to tell: texts in two languages share names and figures only."""
    whole = f"{title} {text[:TIMES_CHARS]}".casefold()
    foreign = 0 if whole.isascii() else sum(char.isalpha() for char in whole if char > "\u024f")
    if foreign and foreign > sum(map(str.isalpha, whole)) / 3:
        return "other"
    known = _tongues()
    counts = Counter(known[word] for word in whole.split() if word in known)
    return counts.most_common(1)[0][0] if counts.total() >= 3 else ""


@cache
def _tongues() -> Mapping[str, str]:
    return {word: tongue for tongue, *words in map(str.split, lines("tongues.txt")) for word in words}


def names_of(title: str, text: str, *, most: int = 24) -> frozenset[str]:
    """Rare words that stand capitalised inside a sentence: people, firms, places."""
    found = _NAME.findall(text[:TEXT_CHARS])
    # Some outlets capitalise every word of a headline; there a capital says nothing.
    capitals = [word[:1].isupper() for word in title.split()]
    if capitals and sum(capitals) <= 0.6 * len(capitals):
        found += _NAME.findall(title)
    names = set(map(_stem, _words_in("\n".join(found))))
    rare = sorted(
        (name for name in names if weight_of(name) >= 3.5), key=lambda name: (-weight_of(name), name)
    )
    return frozenset(rare[:most])


def subjects_of(title: str, names: Collection[str], *, most: int = 8) -> frozenset[str]:
    """Names that the headline holds: words that stand as names in the text, or that no dictionary lists."""
    words = title.split()
    capitals = _words_in(" ".join(word for word in words if word[:1].isupper()))
    found = {
        word
        for word in capitals
        if (word in names or weight_of(word) >= SURE_NAME) and len(word) > 2 and not word[0].isdigit()
    }
    return frozenset(sorted(found, key=lambda word: (-weight_of(word), word))[:most])


_PAYS = (
    r"(?:agrees?|settles?|reaches|will|to pay|must|pays?|hit with|is hit|faces?|accused|sued|fined|loses"
    r"|wins?|violated|broke|breached|did|fails?|ordered|told|raises|asks|seeks|gets|owes|scanned|collected|let"
    r"|has|was|is|found)"
)
# "White Castle Agrees To Pay", "judge rules against Macy's", "Texas sues Meta over", "Smith v. Axon".
_LEADING_PARTY = re.compile(
    rf"([A-Z0-9][\w.&'’-]{{0,30}}(?: [A-Z0-9][\w.&'’-]{{0,30}}){{0,3}}?)(?:, [^,]{{2,40}},)? (?i:{_PAYS})\b"
)
_OTHER_PARTY = re.compile(
    r"\b(?i:against|sues?|sued|suing|fines?|fined|v\.|vs\.?|settles? with|from|orders?|tells|hits) "
    r"((?:[A-Z][\w.&'’-]*(?: |$)){1,3})"
)
_NO_PARTY = frozenset(
    (
        "police", "judge", "judges", "court", "jury", "appeals", "supreme", "high", "federal", "state",
        "city", "county", "council", "watchdog", "regulator", "privacy", "commissioner", "facial",
        "recognition", "face", "biometric", "suit", "lawsuit", "settlement", "class", "action", "law",
        "illinois", "bipa", "ill", "attorney", "general",
    )
)  # fmt: skip


def parties_of(title: str) -> frozenset[str]:
    """Who pays, sues or is sued, by where a headline names them: "White Castle Agrees To Pay".

    Common words, which nothing else shows to be a name.
    """
    found = [match[1] for match in (_LEADING_PARTY.match(title), *_OTHER_PARTY.finditer(title)) if match]
    words = {word for part in found for word in _words_in(part)}
    return frozenset(word for word in words if len(word) > 2 and not word[0].isdigit()) - _NO_PARTY


def sums_of(title: str, text: str, *, most: int = 8) -> frozenset[str]:
    """Sums of money of at least a thousand, by currency: `$1.4 billion` is `$1400000000`."""
    whole = f"{title}\n{text[:TIMES_CHARS]}"
    if not _FIGURE.search(whole):
        return frozenset()
    sums = {
        (_currency(match), _amount(match["number"], match["scale"] or ""))
        for match in _SUM.finditer(whole)
        if match["before"] or match["after"]
    }
    large = sorted((pair for pair in sums if pair[1] >= LEAST_SUM), key=lambda pair: (-pair[1], pair[0]))
    return frozenset(f"{currency}{amount:.0f}" for currency, amount in large[:most])


def _currency(match: re.Match[str]) -> str:
    word = (match["before"] or match["after"] or "").casefold()
    return "$" if word in "$usdollars" else "£" if word in "£gbpounds" else "€"


def _amount(number: str, scale: str) -> float:
    # "1.375 billion" has a decimal point; "1.375" alone might be much of Europe's thousand.
    plain = number.rstrip(".,").replace(",", ".") if scale else _plain_number(number)
    factor = {"t": 1e3, "k": 1e3, "b": 1e9, "m": 1e6}.get(scale[:1].casefold(), 1.0)
    return float(plain) * factor if re.fullmatch(r"\d+(?:\.\d+)?", plain) else 0.0


def figures_of(title: str, text: str, *, most: int = 16) -> frozenset[str]:
    """Amounts that the text names, such as `105000` and `30.5`; years and small counts say little."""
    whole = f"{title}\n{text[:TEXT_CHARS]}"
    found = _AMOUNT.findall(whole) if _FIGURE.search(whole) else []
    amounts = (_plain_number(next(filter(None, groups))) for groups in found)
    return frozenset(sorted(filter(None, amounts))[:most])


def times_of(title: str, text: str, *, most: int = 16) -> frozenset[str]:
    """When it happened as the text says it: weekdays `fri`, days `2-12`, months `2-`, years `2021`."""
    whole = f"{title}\n{text[:TIMES_CHARS]}"
    dates = _DAY.findall(whole) if _FIGURE.search(whole) else []
    days = {
        f"{_MONTHS.index((first or second)[:3].lower()) + 1}-{int(before or after)}"
        for first, before, after, second in dates
    }
    months = {f"{_MONTHS.index(name[:3].lower()) + 1}-" for name in _LONG_MONTH.findall(whole)}
    weekdays = {name[:3] for name in _WEEKDAY.findall(searchable(whole))}
    return frozenset(sorted({*days, *months, *weekdays, *_YEAR.findall(whole)})[:most])


def _plain_number(number: str) -> str:
    """`1,4` (as much of Europe writes it) and `1.4` are one figure, `105,000` and `105000` too."""
    number = number.rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        return re.sub(r"[.,]", "", number)
    return number.replace(",", ".")
