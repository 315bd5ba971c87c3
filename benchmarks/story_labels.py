"""Labelled items as `benchmarks/train_stories.py` learns from them: verdicts, families, examples.

Actions and stages are judged by weights that were fitted without the file at hand: what a file itself taught,
its items are judged by far too well, and stories would learn to trust stages that new text does not give.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from benchmarks import train_weighing
from bot.cli.judging import item_of
from bot.core import weighing
from bot.core.affinity import veto_of
from bot.core.classify import analyse
from bot.core.models import Analysis
from bot.core.profiles import ItemProfile, StoryProfile, index_keys, joined, opened, profile_of
from bot.core.signs import Sign, signs_of
from bot.core.similarity import likeness

MEMBER_SHARE = 0.5
"""What comparing an item with one earlier item weighs against comparing it with the whole story."""
LARGEST_LEFT_OUT = 40
"""Families of more items are not left out: one state's would be half of what is measured."""
SEED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A relevant item of a labels file."""

    id: str
    file: str
    story: str
    family: str
    """Stories of one place, and their look-alikes: they are trained on, or measured, together."""
    analysis: Analysis
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An item beside a story, or beside one item of it."""

    signs: Sequence[Sign]
    same: bool
    weight: float
    family: str


def read_labels(named: Sequence[str], *, near_miss: Path | None, cross_fit: bool) -> list[Labelled]:
    """Read files given as `PATH` or `PATH:WEIGHT`, each judged without what it taught itself."""
    weights = {Path(path): float(weight or 1) for path, _, weight in (name.partition(":") for name in named)}
    family_of = _families(weights, near_miss)
    found = []
    for path, weight in weights.items():
        table = _without(path, weights) if cross_fit else None
        with patch.object(weighing, "_weights", lambda table=table: table) if table else nullcontext():
            for row in _relevant(path):
                analysis = analyse(item_of(row))
                if analysis.verdict.relevant:
                    story = f"{path.stem}/{row['story']}"
                    found.append(
                        Labelled(
                            id=str(row["id"]),
                            file=path.stem,
                            story=story,
                            family=family_of[story],
                            analysis=analysis,
                            weight=weight,
                        )
                    )
    return found


def _without(path: Path, paths: Iterable[Path]) -> weighing.Weights:
    rows = [row for other in paths if other != path for row in train_weighing.rows_of(other)]
    fitted = (
        train_weighing.fit(rows, 1, train_weighing.ACTIONS),
        train_weighing.fit(rows, 2, train_weighing.STAGES),
    )
    nothing = [[0.0] * len(values) for values in (train_weighing.ACTIONS, train_weighing.STAGES)]
    return {
        name: (*fitted[0].get(name, nothing[0]), *fitted[1].get(name, nothing[1]))
        for name in fitted[0] | fitted[1]
    }


def _relevant(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["labels"]["relevant"] is True and row.get("story"):
            yield row


def _families(paths: Iterable[Path], near_miss: Path | None) -> dict[str, str]:
    """Join stories of one labelled place, in whichever file, and stories that are told to look alike."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    stems = [path.stem for path in paths]
    for path in paths:
        for row in _relevant(path):
            place = row["labels"].get("jurisdiction") or {}  # type: ignore[attr-defined]
            story = root(f"{path.stem}/{row['story']}")
            if (place.get("level") or "none") != "none":
                parent[story] = root(
                    "|".join(str(place.get(k)) for k in ("level", "name", "state", "country"))
                )
    for pair in json.loads(near_miss.read_text(encoding="utf-8")) if near_miss else ():
        for stem in stems:
            if f"{stem}/{pair['a']}" in parent and f"{stem}/{pair['b']}" in parent:
                parent[root(f"{stem}/{pair['a']}")] = root(f"{stem}/{pair['b']}")
    return {name: root(name) for name in parent}


def left_out(items: Sequence[Labelled], *, share: float) -> set[str]:
    """Choose families that hold about that share of the items, the same ones each time."""
    sizes = Counter(item.family for item in items)
    families = sorted(name for name, size in sizes.items() if size <= LARGEST_LEFT_OUT)
    random.Random(SEED).shuffle(families)
    chosen, count = set(), 0
    for family in families:
        if count >= share * len(items):
            break
        chosen.add(family)
        count += sizes[family]
    return chosen


def folds(items: Iterable[Labelled], *, count: int) -> dict[str, int]:
    """Deal the families into folds of about the same number of items."""
    sizes = Counter(item.family for item in items)
    loads, fold = [0] * count, {}
    for family, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        fold[family] = min(range(count), key=loads.__getitem__)
        loads[fold[family]] += size
    return fold


# --- examples -------------------------------------------------------------------------------------------


def examples(items: Sequence[Labelled]) -> list[Example]:
    """Set each item beside the stories that its keys find, as they stand when it comes, and their items."""
    stories: dict[str, StoryProfile] = {}
    members: defaultdict[str, list[ItemProfile]] = defaultdict(list)
    index: defaultdict[str, set[str]] = defaultdict(set)
    found: list[Example] = []
    for item, profile in zip(items, profiles(items), strict=True):
        for name in sorted({name for key in index_keys(profile) for name in index[key]}):
            others = [(stories[name], item.weight)]
            if stories[name].size > 1:
                share = item.weight * MEMBER_SHARE / len(members[name]) ** 0.5
                others += [(opened(member), share) for member in members[name]]
            found += [
                Example(
                    signs=_signs(profile, other), same=name == item.story, weight=weight, family=item.family
                )
                for other, weight in others
                if not veto_of(profile, other)
            ]
        story = stories.get(item.story)
        stories[item.story] = (
            joined(story, profile) if story else replace(opened(profile), id=len(stories) + 1)
        )
        members[item.story].append(profile)
        for key in index_keys(stories[item.story]):
            index[key].add(item.story)
    return found


def _signs(profile: ItemProfile, story: StoryProfile) -> tuple[Sign, ...]:
    return tuple(signs_of(profile, story, likeness(profile.terms, story.terms)))


def profiles(items: Iterable[Labelled]) -> Iterator[ItemProfile]:
    """Reduce items as `analyze` does: what has no date is as late as the latest before it."""
    clock = datetime(1970, 1, 1, tzinfo=UTC)
    for item in items:
        published = item.analysis.item.published
        clock = max(clock, published or clock)
        yield profile_of(item.analysis, at=published or clock, dated=published is not None)
