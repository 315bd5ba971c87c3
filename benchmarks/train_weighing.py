"""Fit the weights of actions and stages and write them as `bot/core/data/weighing.tsv.gz`.

    python -m benchmarks.train_weighing LABELS.jsonl[:WEIGHT] … [--held-out LABELS.jsonl …] [--write]

Multinomial logistic regression with an L2 penalty, by AdaGrad in a fixed order: the same labels give the same
weights. Only relevant items are used. A feature must stand in LEAST_ITEMS of them; weights that round to less
than SMALLEST are left out. Prints the accuracy on the items of --held-out, which are never trained on.
"""

import argparse
import gzip
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.core.clean import cleaned
from bot.core.concepts import read
from bot.core.decision import proposal_of
from bot.core.models import Item
from bot.core.weighing import ACTIONS, STAGES, TABLE, features_of

TARGET = Path(__file__).parent.parent / "bot/core/data" / TABLE
LEAST_ITEMS = 3
PENALTY = 10.0
"""Of the squared weights against the summed log loss (scikit-learn's C = 0.1)."""
EPOCHS = 25
RATE = 0.25
SMALLEST = 0.03
SEED = 7

Row = tuple[dict[str, float], str, str, float]  # features, action, stage, what the item weighs


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", nargs="+")
    parser.add_argument("--held-out", type=Path, nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    rows = [row for named in args.labels for row in _weighted(named)]
    held = {path: rows_of(path) for path in args.held_out}
    models = [fit(rows, 1, ACTIONS), fit(rows, 2, STAGES)]
    for field, model, values in ((1, models[0], ACTIONS), (2, models[1], STAGES)):
        name = ("action", "stage")[field - 1]
        print(f"{name}: {len(rows)} items, {len(model)} features")
        for path, some in held.items():
            print(f"  {path.name}: {accuracy(model, some, field, values):.3f} of {len(some)}")
    if args.write:
        TARGET.write_bytes(gzip.compress(_table(models).encode(), mtime=0))
        print(f"{TARGET.name}: {TARGET.stat().st_size // 1024} kB")


def _weighted(named: str) -> list[Row]:
    path, _, weight = named.partition(":")
    return [(*row[:3], float(weight or 1)) for row in rows_of(Path(path))]


def rows_of(path: Path) -> list[Row]:
    """Read the relevant items of a labels file."""
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = row["labels"]
        if labels["relevant"] is not True:
            continue
        item = Item(
            feed="", guid=row["id"], url=row.get("url") or "", title=row["title"], text=row["summary"] or "",
            outlet=row.get("outlet") or "",
        )  # fmt: skip
        clean = cleaned(item).item
        reading = read(clean.title, clean.text)
        found = features_of(reading, proposal_of(reading))
        rows.append((found, labels["action"] or "other", labels["stage"] or "none", 1.0))
    return rows


Model = dict[str, list[float]]


def fit(rows: Sequence[Row], field: int, values: Sequence[str]) -> Model:
    """Fit one weight for each feature and value."""
    counts = Counter(name for row in rows for name in row[0])
    names = sorted(name for name, count in counts.items() if count >= LEAST_ITEMS)
    place = {name: at for at, name in enumerate(names)}
    size = len(values)
    weights = [[0.0] * size for _ in names]
    squares = [[1e-6] * size for _ in names]
    sparse = [
        (
            [(place[name], amount) for name, amount in row[0].items() if name in place],
            values.index(str(row[field])),
            row[3],
        )
        for row in rows
    ]
    # The penalty is paid where a feature occurs, its share each time.
    shares = [PENALTY / counts[name] for name in names]
    order = random.Random(SEED)
    for epoch in range(EPOCHS):
        order.shuffle(sparse)
        rate = RATE / (1 + epoch / 8)
        for features, truth, weight in sparse:
            scores = [0.0] * size
            for at, amount in features:
                for number, value in enumerate(weights[at]):
                    scores[number] += value * amount
            top = max(scores)
            parts = [math.exp(score - top) for score in scores]
            total = sum(parts)
            errors = [weight * (part / total - (number == truth)) for number, part in enumerate(parts)]
            for at, amount in features:
                row, square, share = weights[at], squares[at], shares[at] * weight
                for number, error in enumerate(errors):
                    slope = error * amount + share * row[number]
                    square[number] += slope * slope
                    row[number] -= rate * slope / math.sqrt(square[number])
        print(f"\r{epoch + 1} of {EPOCHS} rounds", end="", file=sys.stderr)
    print(file=sys.stderr)
    kept = {
        name: [v if abs(v) >= SMALLEST else 0.0 for v in row]
        for name, row in zip(names, weights, strict=True)
    }
    return {name: row for name, row in kept.items() if any(row)}


def accuracy(model: Model, rows: Sequence[Row], field: int, values: Sequence[str]) -> float:
    """Give the share of items whose likeliest value is the label."""
    right = 0
    for row in rows:
        scores: defaultdict[int, float] = defaultdict(float)
        for name, amount in row[0].items():
            for number, weight in enumerate(model.get(name, ())):
                scores[number] += weight * amount
        right += values[max(range(len(values)), key=lambda number: scores[number])] == row[field]
    return right / max(1, len(rows))


def _table(models: Sequence[Model]) -> str:
    lines = ["# feature, weights of actions, of stages (number:hundredths): benchmarks/train_weighing.py"]
    for name in sorted(set(models[0]) | set(models[1])):
        columns = [
            " ".join(
                f"{number}:{round(100 * weight)}"
                for number, weight in enumerate(model.get(name, ()))
                if weight
            )
            for model in models
        ]
        lines.append("\t".join((name, *columns)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
