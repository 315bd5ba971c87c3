"""Fit the relevance model's weights from labelled items and write them as `bot/core/lexicon/relevance.py`.

    python benchmarks/train_relevance.py LABELS.jsonl[:POSITIVE:NEGATIVE] …
        [--ordinary ENTRIES.jsonl] [--quick] [--write]

POSITIVE and NEGATIVE are what one relevant and one irrelevant item of that file weigh (1 each if left out):
a corpus of hard items must not move the line for plain ones.

LABELS hold objects with title, summary and labels.relevant (true, false, or anything else: left out); ENTRIES
holds objects with title and summary, ordinary feed entries that are taken for irrelevant. Logistic regression
with an L2 penalty by projected gradient: a weight that would take the wrong sign stays at zero, so that no
accident of the sample can make a word of another subject speak for an item. Prints cross-validated figures,
and how many items of each kind of irrelevant item are rejected by a model that never saw that kind.
"""

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.core.clean import cleaned
from bot.core.concepts import read
from bot.core.models import Item
from bot.core.relevance import features_of, labels, sign_expected

TARGET = Path(__file__).parent.parent / "bot/core/lexicon/relevance.py"
NAMES = sorted(labels())
PENALTY = 1.0
STEPS = 600
ORDINARY_WEIGHT = 60.0
"""What all ordinary entries weigh together, in items: they must not drown the hard cases."""

Row = tuple[tuple[float, ...], float, float, str]  # features, truth, weight, group


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", nargs="+")
    parser.add_argument("--ordinary", type=Path)
    parser.add_argument("--quick", action="store_true", help="fit only, no cross-validation")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = [row for named in args.labels for row in _weighted(named)]
    ordinary = _ordinary(args.ordinary) if args.ordinary else []
    if not args.quick:
        _report(rows, ordinary)
    weights, bias = fit(rows + ordinary)
    for name, weight in sorted(zip(NAMES, weights, strict=True), key=lambda pair: -abs(pair[1])):
        print(f"{weight:+.2f} {name}")
    if args.write:
        TARGET.write_text(_module(weights, bias))


def _weighted(named: str) -> list[Row]:
    path, *weights = named.split(":")
    positive, negative = map(float, weights) if weights else (1.0, 1.0)
    rows = _labelled(Path(path))
    return [(vector, truth, positive if truth else negative, group) for vector, truth, _, group in rows]


def _labelled(path: Path) -> list[Row]:
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        truth = item["labels"]["relevant"]
        if isinstance(truth, bool):
            group = item.get("story") or item["labels"].get("why") or item["id"]
            rows.append((_features(item), float(truth), 1.0, str(group)))
    return rows


def _ordinary(path: Path) -> list[Row]:
    counts = Counter(_features(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())
    total = sum(counts.values())
    return [(vector, 0.0, ORDINARY_WEIGHT * count / total, "ordinary") for vector, count in counts.items()]


def _features(row: dict[str, str]) -> tuple[float, ...]:
    item = Item(
        feed="", guid="", url=row.get("url") or "", title=row["title"] or "", text=row["summary"] or ""
    )
    clean = cleaned(item).item
    found = features_of(read(clean.title, clean.text))
    return tuple(found.get(name, 0.0) for name in NAMES)


def fit(rows: Sequence[Row]) -> tuple[list[float], float]:
    """Minimise the weighted log loss with an L2 penalty, each weight kept on its side of zero."""
    weights, bias = [0.0] * len(NAMES), 0.0
    signs = [sign_expected(name) for name in NAMES]
    total = sum(row[2] for row in rows)
    sparse = [
        ([(at, v) for at, v in enumerate(vector) if v], truth, weight) for vector, truth, weight, _ in rows
    ]
    rate = 6.0
    for step in range(STEPS):
        slope, lean = [0.0] * len(NAMES), 0.0
        for vector, truth, weight in sparse:
            margin = bias + sum(weights[at] * value for at, value in vector)
            error = weight * (1 / (1 + math.exp(-max(-30.0, min(30.0, margin)))) - truth)
            lean += error
            for at, value in vector:
                slope[at] += error * value
        pace = rate / (1 + step / 400)
        bias -= pace * lean / total
        for at in range(len(weights)):
            moved = weights[at] - pace * (slope[at] + PENALTY * weights[at]) / total
            weights[at] = max(0.0, moved) if signs[at] > 0 else min(0.0, moved)
    return weights, bias


def score(vector: Sequence[float], weights: Sequence[float], bias: float) -> float:
    margin = bias + sum(weight * value for weight, value in zip(weights, vector, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, margin))))


def _report(rows: list[Row], ordinary: list[Row]) -> None:
    folds: dict[int, list[Row]] = defaultdict(list)
    groups = {group: number for number, group in enumerate(sorted({row[3] for row in rows}))}
    for row in rows:
        folds[groups[row[3]] % 5].append(row)
    scored: list[tuple[float, float]] = []
    for fold, held in folds.items():
        weights, bias = fit(
            [row for other, part in folds.items() if other != fold for row in part] + ordinary
        )
        scored += [(score(row[0], weights, bias), row[1]) for row in held]
    right = Counter((truth > 0, value >= 0.5) for value, truth in scored)
    precision = right[True, True] / max(1, right[True, True] + right[False, True])
    recall = right[True, True] / max(1, right[True, True] + right[True, False])
    print(f"five folds by story and kind: precision {precision:.3f} recall {recall:.3f}", file=sys.stderr)
    print(f"expected calibration error {_calibration(scored):.3f}", file=sys.stderr)
    kinds = Counter(row[3] for row in rows if not row[1])
    rejected = 0
    for kind in kinds:
        weights, bias = fit([row for row in rows if row[3] != kind] + ordinary)
        out = sum(score(row[0], weights, bias) < 0.5 for row in rows if row[3] == kind)
        rejected += out
        if out < kinds[kind]:
            print(f"unseen kind {kind}: {out} of {kinds[kind]} rejected", file=sys.stderr)
    print(f"kinds never trained on: {rejected / max(1, sum(kinds.values())):.3f} rejected", file=sys.stderr)


def _calibration(scored: list[tuple[float, float]]) -> float:
    bins: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for value, truth in scored:
        bins[min(9, int(value * 10))].append((value, truth))
    return sum(abs(sum(v for v, _ in b) - sum(t for _, t in b)) for b in bins.values()) / max(1, len(scored))


def _module(weights: list[float], bias: float) -> str:
    lines = "\n".join(
        f'    "{name}": {weight:.3f},'
        for name, weight in zip(NAMES, weights, strict=True)
        if abs(weight) >= 0.005
    )
    return (
        '"""The relevance model\'s weights: written by `benchmarks/train_relevance.py`, not by hand."""\n\n'
        f"BIAS = {bias:.3f}\nWEIGHTS: dict[str, float] = {{\n{lines}\n}}\n"
    )


if __name__ == "__main__":
    main()
