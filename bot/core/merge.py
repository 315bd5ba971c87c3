"""Merge what a story's sources say: who leads, which fact stands, where they differ."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from bot.core.dedupe import copied, lead_of, plain_title
from bot.core.models import DatedFact, Source, Story, Summary, Verdict
from bot.core.vocabulary import Action, Direction, SourceKind, Stage

T = TypeVar("T")

MOST_NAMES = 12
MOST_SIDES = 4
"""Outlets named in one conflict."""

# Records of the deciding body say what was decided; advocates and trade press say it with an interest.
_KIND_RANK = {
    SourceKind.LEGISLATIVE: 0,
    SourceKind.COURT: 0,
    SourceKind.GOVERNMENT: 1,
    SourceKind.NEWS: 1,
    SourceKind.TRADE: 2,
    SourceKind.ADVOCACY: 3,
}
_LEADS_RANK = {kind: 1 if kind in (SourceKind.TRADE, SourceKind.ADVOCACY) else 0 for kind in SourceKind}
_LATE = datetime.max.replace(tzinfo=UTC)


def merged(
    story_id: int,
    sources: Sequence[Source],
    *,
    first_seen: datetime,
    last_seen: datetime,
    revision: int = 1,
    follows: int | None = None,
    reasons: Sequence[str] = (),
    more_sources: int = 0,
) -> Story:
    """Make one story of its sources; the order in which they are given does not matter."""
    if not sources:
        raise ValueError("a story has at least one source")
    sources = _originals_told(sources)
    ordered = tuple(sorted(sources, key=_leads_before))
    trusted = sorted(ordered, key=_believed_before)
    return Story(
        id=story_id,
        sources=ordered,
        more_sources=more_sources,
        verdict=_verdict(trusted),
        summary=_best_summary(ordered),
        conflicts=conflicts_among(trusted),
        first_seen=first_seen,
        first_is_day=any(source.dating.is_day and source.published == first_seen for source in sources),
        last_seen=last_seen,
        revision=revision,
        follows=follows,
        reasons=tuple(reasons),
    )


def _originals_told(sources: Sequence[Source]) -> list[Source]:
    """Mark the copy as the repost, not the late one: an aggregator may be polled before the outlet."""
    told = list(sources)
    for late, source in enumerate(told):
        if not source.repost:
            continue
        for early, other in enumerate(told):
            if (
                not other.repost
                and _original_before(source) < _original_before(other)
                and _are_copies(source, other)
            ):
                told[late], told[early] = replace(source, repost=False), replace(other, repost=True)
                break
    return told


def _original_before(source: Source) -> tuple[object, ...]:
    return (not source.trusted, _appeared(source))


def _appeared(source: Source) -> datetime:
    """When it was published, at the latest: an update's date may be later than our first sight."""
    return min(filter(None, (source.published, source.seen_at)), default=_LATE)


def _are_copies(one: Source, other: Source) -> bool:
    return copied(
        title=plain_title(one.title),
        lead=lead_of(" ".join(one.summary.sentences)),
        earlier_title=plain_title(other.title),
        earlier_lead=lead_of(" ".join(other.summary.sentences)),
    ).repost


def _leads_before(source: Source) -> tuple[object, ...]:
    """Trusted and own text first, then reports before advocacy, complete before thin, early before late."""
    return (
        not source.trusted,
        source.repost,
        source.verdict.action is Action.OPINION,
        _LEADS_RANK[source.kind],
        -_completeness(source),
        _appeared(source),
        source.item_id,
    )


def _believed_before(source: Source) -> tuple[object, ...]:
    return (
        not source.trusted,
        source.repost,
        source.verdict.action is Action.OPINION,
        _KIND_RANK[source.kind],
    )


def _completeness(source: Source) -> int:
    verdict = source.verdict
    facts = (
        verdict.bill,
        verdict.vote,
        verdict.jurisdiction.name,
        verdict.vendors,
        verdict.agencies,
        verdict.dates,
    )
    return sum(map(bool, facts)) + (verdict.stage is not Stage.NONE) + _told(source.summary)


def _told(summary: Summary) -> int:
    """How much a summary says; a teaser that breaks off says less than one whole sentence."""
    return 0 if summary.cut else min(3, len(summary.sentences))


def _best_summary(ordered: Sequence[Source]) -> Summary:
    """The first source's own, unless it has none or breaks off and another equally trusted one doesn't."""
    best = ordered[0]
    for source in ordered[1:]:
        if (source.trusted, not source.repost) < (best.trusted, not best.repost):
            break
        if (bool(source.summary.sentences), not source.summary.cut) > (
            bool(best.summary.sentences),
            not best.summary.cut,
        ):
            best = source
    return best.summary


# --- facts ----------------------------------------------------------------------------------------------


def _verdict(sources: Sequence[Source]) -> Verdict:
    """Each fact from the most trusted source that says it."""
    verdicts = [source.verdict for source in sources]
    action = next(
        (v.action for v in verdicts if v.action not in (Action.OTHER, Action.OPINION)), verdicts[0].action
    )
    stage_of = _first(verdicts, lambda v: v if v.stage is not Stage.NONE else None)
    stage = stage_of.stage if stage_of else Stage.NONE
    detail = _first(verdicts, lambda v: v.stage_detail if v.stage is stage else None)
    place_of = max(
        verdicts,
        key=lambda v: len(v.jurisdiction.path.replace("?", "").split("/")) if v.jurisdiction.path else 0,
    )
    return Verdict(
        relevant=any(verdict.relevant for verdict in verdicts),
        score=max(verdict.score for verdict in verdicts),
        topics=_union(verdict.topics for verdict in verdicts),
        action=action,
        stage=stage,
        stage_detail=detail,
        unsure=_is_unsure(sources, action, stage),
        direction=_direction(verdicts, action, stage),
        jurisdiction=place_of.jurisdiction,
        vendors=_union(verdict.vendors for verdict in verdicts),
        agencies=_union(verdict.agencies for verdict in verdicts),
        bill=_first(verdicts, lambda v: v.bill),
        vote=_vote(verdicts),
        dates=_dates(verdicts),
        evidence=verdicts[0].evidence,
        reasons=verdicts[0].reasons,
    )


def _is_unsure(sources: Sequence[Source], action: Action, stage: Stage) -> bool:
    """Two texts that are read alike are no guess any more; a copy is no second text."""
    told = [source for source in sources if source.verdict.action is action and source.verdict.stage is stage]
    is_guess = all(source.verdict.unsure for source in told)
    return is_guess and sum(not source.repost for source in told) < 2


def _first(verdicts: Sequence[Verdict], fact: Callable[[Verdict], T | None]) -> T | None:
    return next((value for verdict in verdicts if (value := fact(verdict)) is not None), None)


def _union(tuples: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(value for values in tuples for value in values))[:MOST_NAMES]


def _direction(verdicts: Sequence[Verdict], action: Action, stage: Stage) -> Direction:
    """The direction of the most trusted source that says this action and stage: the pair decides it."""
    alike = (verdict.direction for verdict in verdicts if (verdict.action, verdict.stage) == (action, stage))
    same_action = (verdict.direction for verdict in verdicts if verdict.action is action)
    return next(alike, None) or next(same_action, Direction.INFORMS)


def _vote(verdicts: Sequence[Verdict]) -> str | None:
    """A count says more than "unanimous"."""
    counted = _first(verdicts, lambda v: v.vote if v.vote and v.vote[0].isdigit() else None)
    return counted or _first(verdicts, lambda v: v.vote)


def _dates(verdicts: Sequence[Verdict]) -> tuple[DatedFact, ...]:
    """One date of each kind, the most exact of the most trusted; further ones are conflicts."""
    best: dict[str, DatedFact] = {}
    for fact in (fact for verdict in verdicts for fact in verdict.dates):
        known = best.get(fact.kind)
        if known is None or (fact.date.startswith(known.date) and len(fact.date) > len(known.date)):
            best[fact.kind] = fact
    return tuple(sorted(best.values(), key=lambda fact: (fact.date, fact.kind)))


# --- conflicts ------------------------------------------------------------------------------------------


def conflicts_among(sources: Sequence[Source]) -> tuple[str, ...]:
    """Where sources say different things, each with who says it: shown, never resolved."""
    return tuple(
        f"{name}: {', '.join(f'{value} ({outlet})' for value, outlet in sides[:MOST_SIDES])}"
        for name, sides in (
            ("vote", _sides(sources, lambda v: v.vote, _same_vote)),
            ("bill", _sides(sources, lambda v: v.bill, _same_bill)),
            ("outcome", _sides(sources, _outcome, str.__eq__)),
            *((f"{kind} date", _sides(sources, _date_of(kind), _same_date)) for kind in _date_kinds(sources)),
        )
        if len(sides) > 1
    )


def _sides(
    sources: Sequence[Source], fact: Callable[[Verdict], str | None], same: Callable[[str, str], bool]
) -> list[tuple[str, str]]:
    """The different values and the first outlet that says each; copies have no say of their own."""
    sides: list[tuple[str, str]] = []
    for source in sources:
        value = fact(source.verdict)
        if value and not source.repost and not any(same(value, other) for other, _ in sides):
            sides.append((value, source.outlet or "unnamed source"))
    return sides


def _same_vote(a: str, b: str) -> bool:
    return a == b or (
        "unanimous" in (a, b) and all(vote == "unanimous" or vote.endswith("-0") for vote in (a, b))
    )


def _same_bill(a: str, b: str) -> bool:
    """Numbers must agree; a name beside a number, or a longer name, is no contradiction."""
    digits = [re.sub(r"[^0-9]", "", bill) for bill in (a, b)]
    return (
        not all(digits)
        or digits[0].lstrip("0") == digits[1].lstrip("0")
        or digits[0].endswith(digits[1])
        or digits[1].endswith(digits[0])
    )


def _outcome(verdict: Verdict) -> str | None:
    """Only what can't both be true; shades of "passed" are how people write."""
    if verdict.stage in (Stage.ENACTED, Stage.EFFECTIVE):
        return "adopted"
    return {Stage.FAILED: "failed", Stage.VETOED: "vetoed"}.get(verdict.stage)


def _date_kinds(sources: Sequence[Source]) -> list[str]:
    return sorted({fact.kind for source in sources for fact in source.verdict.dates})[:MOST_NAMES]


def _date_of(kind: str) -> Callable[[Verdict], str | None]:
    return lambda verdict: next((fact.date for fact in verdict.dates if fact.kind == kind), None)


def _same_date(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)
