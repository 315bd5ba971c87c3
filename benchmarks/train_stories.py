"""Fit what each sign of one development weighs, and write it as `bot/core/data/story_weights.tsv`.

    python -m benchmarks.train_stories LABELS.jsonl[:WEIGHT] … [--near-miss PAIRS.json] [--unseen NAME]
        [--held-out LABELS.jsonl …] [--write]

Logistic regression of "same story" over the signs of bot/core/signs.py, by Newton's method: the same labels
give the same weights. A penalty draws each weight to its start (benchmarks/story_starts.py). Prints, for
several thresholds, precision and recall of pairs when items stream in, by weights fitted without the families
(place, look-alikes) at hand. --unseen NAME leaves a fifth of that file's families out of everything and
measures them last. --held-out files are never trained on. --as-shipped judges actions and stages by the
shipped weights instead of refitting them without each file (fast, and far too good).
"""

import argparse
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

from benchmarks.story_labels import Example, Labelled, examples, folds, left_out, read_labels
from benchmarks.story_starts import PINNED, REASONS, STARTS
from bot.core import affinity, stories
from bot.core.stream import Stream

TARGET = Path(__file__).parent.parent / "bot/core/data" / affinity.TABLE
PENALTY = 10.0
"""Of the squared distance from the start, against the summed log loss."""
BIAS_PENALTY = 0.01
PINNED_PENALTY = 1e6
LEAST_EXAMPLES = 6
ROUNDS = 12
LONGEST_STEP = 4.0
SMALLEST = 0.03
FOLDS = 5
THRESHOLDS = (0.0, 0.2, 0.4, 0.6)

Weights = Mapping[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", nargs="+")
    parser.add_argument("--near-miss", type=Path)
    parser.add_argument("--unseen", default="")
    parser.add_argument("--held-out", nargs="*", default=[])
    parser.add_argument("--as-shipped", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    labelled = read_labels(
        [*args.labels, *args.held_out], near_miss=args.near_miss, cross_fit=not args.as_shipped
    )
    by_file: defaultdict[str, list[Labelled]] = defaultdict(list)
    for item in labelled:
        by_file[item.file].append(item)
    held = [by_file.pop(Path(name.partition(":")[0]).stem) for name in args.held_out]
    found = [example for items in by_file.values() for example in examples(items)]
    unseen = left_out(by_file[args.unseen], share=0.2) if args.unseen else set()
    _cross_validate(by_file, found, unseen)
    seen = fit([example for example in found if example.family not in unseen])
    if unseen:
        _measure(
            f"{args.unseen}, left out", by_file[args.unseen], seen, keep=lambda item: item.family in unseen
        )
    weights = fit(found)
    for items in held:
        _measure(f"{items[0].file}, held out", items, weights)
    if args.write:
        TARGET.write_text(_table(weights, found), encoding="utf-8")
        print(f"{TARGET.name}: {len(weights)} signs")


# --- fitting --------------------------------------------------------------------------------------------


def fit(found: Sequence[Example]) -> dict[str, float]:
    """Find the likeliest weights, given the examples and where each weight starts."""
    counts = Counter(name for example in found for name, _ in example.signs)
    names = sorted({name for name, count in counts.items() if count >= LEAST_EXAMPLES} | STARTS.keys())
    at = {name: number for number, name in enumerate(names)}
    rows = [
        ([(at[name], amount) for name, amount in example.signs if name in at], example.same, example.weight)
        for example in found
    ]
    start = [STARTS.get(name, 0.0) for name in names]
    penalty = [_penalty(name) for name in names]
    weights = list(start)
    for _ in range(ROUNDS):
        slope = [-penalty[n] * (weights[n] - start[n]) for n in range(len(names))]
        curve = [[0.0] * len(names) for _ in names]
        for n, row in enumerate(curve):
            row[n] = penalty[n]
        for signs, same, weight in rows:
            chance = 1 / (1 + math.exp(-sum(weights[n] * amount for n, amount in signs)))
            error, bend = weight * (same - chance), weight * chance * (1 - chance)
            for n, amount in signs:
                slope[n] += error * amount
                row, part = curve[n], bend * amount
                for other, value in signs:
                    if other <= n:
                        row[other] += part * value
        step = _solved(curve, slope)
        longest = max(map(abs, step))
        scale = min(1.0, LONGEST_STEP / longest)
        weights = [weight + scale * part for weight, part in zip(weights, step, strict=True)]
        if longest < 0.001:
            break
    return {name: weight for name, weight in zip(names, weights, strict=True) if abs(weight) >= SMALLEST}


def _penalty(name: str) -> float:
    return BIAS_PENALTY if name == "bias" else PINNED_PENALTY if name in PINNED else PENALTY


def _solved(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Solve for a symmetric positive matrix, of which the lower half is given, by Cholesky's method."""
    size = len(right)
    for i, row in enumerate(matrix):
        for j in range(i + 1):
            above = matrix[j]
            rest = row[j] - math.fsum(map(float.__mul__, row[:j], above[:j]))
            row[j] = math.sqrt(rest) if i == j else rest / above[j]
    half: list[float] = []
    for i, row in enumerate(matrix):
        half.append((right[i] - sum(map(float.__mul__, row[:i], half))) / row[i])
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (half[i] - sum(matrix[k][i] * found[k] for k in range(i + 1, size))) / matrix[i][i]
    return found


# --- measuring ------------------------------------------------------------------------------------------


def _cross_validate(
    by_file: Mapping[str, Sequence[Labelled]], found: Sequence[Example], unseen: set[str]
) -> None:
    fold_of = folds((item for items in by_file.values() for item in items), count=FOLDS)
    fitted = [
        fit([each for each in found if fold_of[each.family] != fold and each.family not in unseen])
        for fold in range(FOLDS)
    ]
    for name, items in by_file.items():
        for threshold in THRESHOLDS:
            total: Counter[str] = Counter()
            for fold, weights in enumerate(fitted):
                placed = stream(items, weights, threshold)
                total += pairs(
                    items,
                    placed,
                    keep=lambda item, fold=fold: fold_of[item.family] == fold and item.family not in unseen,
                )
            _tell(f"{name}, out of fold", threshold, total)


def _measure(
    name: str,
    items: Sequence[Labelled],
    weights: Weights,
    *,
    keep: Callable[[Labelled], bool] = lambda _: True,
) -> None:
    for threshold in THRESHOLDS:
        _tell(name, threshold, pairs(items, stream(items, weights, threshold), keep=keep))


def stream(items: Sequence[Labelled], weights: Weights, threshold: float) -> list[str | None]:
    """Place the items one after the other, as `analyze` does, and give each one's story."""
    grown = Stream()
    with patch.object(affinity, "weights", lambda: weights), patch.object(stories, "JOIN_FROM", threshold):
        return [grown.place(item.analysis).story for item in items]


def pairs(
    items: Sequence[Labelled], placed: Sequence[str | None], *, keep: Callable[[Labelled], bool]
) -> Counter[str]:
    """Count pairs of kept items: rightly together, wrongly together, wrongly apart."""
    kept = [(item.story, story) for item, story in zip(items, placed, strict=True) if keep(item)]
    return Counter(
        "right" if a[0] == b[0] and a[1] == b[1] else "wrong" if a[1] == b[1] else "missed"
        for a, b in itertools.combinations(kept, 2)
        if a[0] == b[0] or a[1] == b[1]
    )


def _tell(name: str, threshold: float, count: Mapping[str, int]) -> None:
    right, wrong, missed = (count.get(key, 0) for key in ("right", "wrong", "missed"))
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    print(
        f"{name:24} from {threshold:.1f}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"
        f" ({right + missed} pairs)"
    )


def _table(weights: Weights, found: Sequence[Example]) -> str:
    shown: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for example in found:
        shown[example.same].update({name for name, _ in example.signs})
    lines = [
        "# sign, weight, its start, examples of one story and of two that show it, why it starts there",
        "# written by benchmarks/train_stories.py; what the signs mean: bot/core/signs.py",
    ]
    lines += [
        f"{name}\t{weight:.2f}\t{STARTS.get(name, 0.0):g}\t{shown[True][name]}\t{shown[False][name]}"
        f"\t{REASONS.get(name, 'learned only')}"
        for name, weight in sorted(weights.items())
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
