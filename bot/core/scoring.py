"""Compare what we say of items with what a person says of them: one figure a field, and every mistake."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from typing import Any

from bot.core.advertising import is_advertising
from bot.core.vendors import canonical_name

Row = Mapping[str, Any]

UNJUDGED = "borderline"
BINS = 10
"""Of the score, for the expected calibration error."""
_BILL_WORDS = {
    "senate bill": "sb", "house bill": "hb", "assembly bill": "ab", "council bill": "cb", "board bill": "bb",
    "proposition": "prop", "legislative document": "ld",
}  # fmt: skip
_NO_PART_OF_A_NAME = frozenset({"department", "dept", "of", "the", "s", "office", "city", "and", "for"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One item where a field differs."""

    field: str
    item: str
    wanted: object
    got: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The figures of one run, and the mistakes behind them."""

    figures: Mapping[str, Mapping[str, float]]
    mistakes: tuple[Mistake, ...]
    confusion: Mapping[str, Mapping[tuple[str, str], int]]
    """For action and stage: how often (wanted, got) occurred."""

    def wrong(self) -> set[tuple[str, str]]:
        """Field and item of every mistake, to compare two runs."""
        return {(mistake.field, mistake.item) for mistake in self.mistakes}


def scored(labelled: Sequence[Row], said: Mapping[str, Row]) -> Card:
    """Judge what `said` tells of the labelled items, by id; a missing item counts as not relevant."""
    judged = [row for row in labelled if row["labels"]["relevant"] != UNJUDGED]
    answers = {row["id"]: said.get(row["id"], {}) for row in judged}
    relevant = [row for row in judged if row["labels"]["relevant"] is True]
    mistakes: list[Mistake] = []
    figures: dict[str, Mapping[str, float]] = {
        "relevance": _relevance(judged, answers, mistakes),
        "calibration": {"error": _calibration_error(judged, answers)},
    }
    for name, key in _VALUES.items():
        figures[name] = _accuracy(name, key, relevant, answers, mistakes)
    for name, words in _LISTS.items():
        figures[name] = _lists(name, words, relevant, answers, mistakes)
    figures["stories"] = _stories(relevant, answers, mistakes)
    figures["summaries"] = _summaries(relevant, answers, mistakes)
    confusion = {name: _confusion(name, relevant, answers) for name in ("action", "stage")}
    return Card(figures=figures, mistakes=tuple(mistakes), confusion=confusion)


# --- what makes two values the same ---------------------------------------------------------------------


def _plain(value: object) -> str:
    return re.sub(r"[^a-z0-9]+", " ", str(value or "").lower()).strip()


def _bill(value: object) -> str:
    text = _plain(value)
    for words, short in _BILL_WORDS.items():
        text = text.replace(words, short)
    return text.replace(" ", "")


def _place(value: object) -> str:
    place = value if isinstance(value, Mapping) else {}
    level, country = place.get("level") or "none", _plain(place.get("country"))
    name = re.sub(r"\b(?:city|town|county|state|commonwealth|of|the)\b", " ", _plain(place.get("name")))
    name = " ".join(name.split())
    if level == "none":
        return ""
    if level in ("federal", "country"):
        return f"country {country or name}"
    if level == "state":
        return f"state {_plain(place.get('state')) or name}"
    return f"{level if level == 'supranational' else 'local'} {name} {_plain(place.get('state')) or country}"


def _name(value: object) -> frozenset[str]:
    return frozenset(_plain(value).split()) - _NO_PART_OF_A_NAME


def _vendor(value: object) -> str:
    """A company by whichever of its names: Flock and Flock Safety, ShotSpotter and SoundThinking."""
    return _plain(canonical_name(str(value or "")))


_VALUES: Mapping[str, Callable[[object], str]] = {
    "action": lambda value: _plain(value or "other"),
    "stage": lambda value: _plain(value or "none"),
    "jurisdiction": _place,
    "bill": _bill,
    "vote": _plain,
}
_ONLY_WHERE_TOLD = frozenset({"bill", "vote"})
"""Scored on items that have one; one told where there is none is counted as invented."""
_LISTS: Mapping[str, Callable[[object], Any]] = {"topics": _plain, "vendors": _vendor, "agencies": _name}


# --- figures --------------------------------------------------------------------------------------------


def _quality(right: int, invented: int, missed: int) -> dict[str, float]:
    precision = right / (right + invented) if right + invented else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": f1, "precision": precision, "recall": recall, "n": right + missed}


def _relevance(
    judged: Sequence[Row], answers: Mapping[str, Row], mistakes: list[Mistake]
) -> dict[str, float]:
    counts = Counter[tuple[bool, bool]]()
    for row in judged:
        wanted, got = bool(row["labels"]["relevant"]), bool(answers[row["id"]].get("relevant"))
        counts[wanted, got] += 1
        if wanted != got:
            mistakes.append(Mistake(field="relevance", item=row["id"], wanted=wanted, got=got))
    return _quality(counts[True, True], counts[False, True], counts[True, False])


def _summaries(rows: Sequence[Row], answers: Mapping[str, Row], mistakes: list[Mistake]) -> dict[str, float]:
    """How many summaries there are, and how many of their sentences are not the source's or advertise."""
    found = foreign = advertising = 0
    for row in rows:
        told = [str(sentence) for sentence in answers[row["id"]].get("summary_sentences") or ()]
        found += bool(told)
        source = _letters(f"{row.get('title') or ''} {row.get('summary') or ''}")
        for sentence in told:
            strange, sells = _letters(sentence) not in source, is_advertising(sentence)
            foreign, advertising = foreign + strange, advertising + sells
            if strange or sells:
                wanted = "a sentence of the source" if strange else "no advertising"
                mistakes.append(Mistake(field="summaries", item=row["id"], wanted=wanted, got=sentence))
    return {"n": found, "foreign": foreign, "advertising": advertising}


def _letters(text: str) -> str:
    # Markup and entities are the feed's way of writing, not words.
    return re.sub(r"\W+", "", unescape(re.sub(r"<[^>]*>", " ", text))).casefold()


def _calibration_error(judged: Sequence[Row], answers: Mapping[str, Row]) -> float:
    """Expected calibration error: how far the score of a bin lies from the share that is relevant."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for row in judged:
        score = float(answers[row["id"]].get("score") or 0.0)
        bins[min(BINS - 1, int(score * BINS))].append((score, row["labels"]["relevant"] is True))
    gaps = (
        abs(sum(score for score, _ in found) - sum(truth for _, truth in found)) for found in bins.values()
    )
    return sum(gaps) / len(judged) if judged else 0.0


def _labelling(name: str, rows: Sequence[Row]) -> list[Row]:
    """The rows whose labels speak of a field: what a file does not label is not wrong."""
    return [row for row in rows if name in row["labels"]]


def _accuracy(
    name: str,
    key: Callable[[object], str],
    rows: Sequence[Row],
    answers: Mapping[str, Row],
    mistakes: list[Mistake],
) -> dict[str, float]:
    right = total = invented = 0
    for row in _labelling(name, rows):
        wanted, got = row["labels"].get(name), answers[row["id"]].get(name)
        if name in _ONLY_WHERE_TOLD and not key(wanted):
            invented += bool(key(got))
            same = not key(got)
        else:
            total += 1
            same = key(wanted) == key(got)
            right += same
        if not same:
            mistakes.append(Mistake(field=name, item=row["id"], wanted=wanted, got=got))
    figures: dict[str, float] = {"accuracy": right / total if total else 0.0, "n": total}
    return figures | ({"invented": invented} if name in _ONLY_WHERE_TOLD else {})


def _lists(
    name: str,
    words: Callable[[object], Any],
    rows: Sequence[Row],
    answers: Mapping[str, Row],
    mistakes: list[Mistake],
) -> dict[str, float]:
    right = extra = missed = 0
    for row in _labelling(name, rows):
        wanted, got = row["labels"].get(name) or [], answers[row["id"]].get(name) or []
        unknown = _without(got, wanted, words)
        absent = _without(wanted, got, words)
        right, extra, missed = right + len(wanted) - len(absent), extra + len(unknown), missed + len(absent)
        if unknown or absent:
            mistakes.append(Mistake(field=name, item=row["id"], wanted=wanted, got=got))
    return _quality(right, extra, missed)


def _without(
    names: Iterable[object], others: Iterable[object], words: Callable[[object], Any]
) -> list[object]:
    """The names that none of the others stands for; a name may be told longer or shorter."""
    keys = [words(other) for other in others]
    return [name for name in names if not any(_same(words(name), key) for key in keys)]


def _same(one: object, other: object) -> bool:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return bool(one and other) and (one <= other or other <= one)
    return one == other


def _stories(rows: Sequence[Row], answers: Mapping[str, Row], mistakes: list[Mistake]) -> dict[str, float]:
    """Pairs of items that are one story: told as one, split, or wrongly merged."""
    right = merged = split = 0
    for a, b in combinations([row for row in rows if row.get("story")], 2):
        wanted = a["story"] == b["story"]
        story = answers[a["id"]].get("story")
        got = story is not None and story == answers[b["id"]].get("story")
        right, merged, split = (
            right + (wanted and got),
            merged + (got and not wanted),
            split + (wanted and not got),
        )
        if wanted != got:
            mistakes.append(Mistake(field="stories", item=f"{a['id']} {b['id']}", wanted=wanted, got=got))
    return _quality(right, merged, split)


def _confusion(name: str, rows: Sequence[Row], answers: Mapping[str, Row]) -> Counter[tuple[str, str]]:
    key = _VALUES[name]
    return Counter((key(row["labels"].get(name)), key(answers[row["id"]].get(name))) for row in rows)
