"""Weigh two places, two actions or two stages against each other, whoever reports them.

What the weights mean: bot/core/affinity.py.
"""

from bot.core.vocabulary import Action, Stage, StageDetail

# --- places ---------------------------------------------------------------------------------------------


def places_conflict(a: str, b: str) -> bool:
    """Whether two known places can't be one; a place and what it lies in can."""
    if not a or not b or a == b:
        return False
    return not any(_agree(first, second) for first, second in ((a, b), (b, a)))


def same_town(a: str, b: str) -> bool:
    """Whether two paths name one place, be it that one of them doesn't know its state."""
    if a == b:
        return True
    first, second = a.split("/"), b.split("/")
    return len(first) == len(second) == 3 and "?" in (first[1], second[1]) and first[::2] == second[::2]


def _agree(inner: str, outer: str) -> bool:
    """Whether `inner` may lie in `outer`; an unknown state may be any."""
    parts, outer_parts = inner.split("/"), outer.split("/")
    if outer.endswith("/") and not inner.endswith("/"):
        # A region abroad (`in/telangana/`): which towns lie in it we don't know.
        return parts[0] == outer_parts[0]
    if len(parts) < len(outer_parts):
        return False
    if not all(a == b or "?" in (a, b) for a, b in zip(parts, outer_parts, strict=False)):
        # Nashville lies in Davidson County, and Santa Cruz names both: told by the county's name only.
        return (
            len(parts) == len(outer_parts) == 3
            and parts[:2] == outer_parts[:2]
            and _one_area(parts[2], outer_parts[2])
        )
    return True


def _one_area(a: str, b: str) -> bool:
    return a.removesuffix("-county") == b.removesuffix("-county")


# --- actions --------------------------------------------------------------------------------------------

# Actions that writers use for one decision.
_KIN = (
    frozenset((Action.BAN, Action.MORATORIUM, Action.REGULATE)),
    frozenset((Action.REGULATE, Action.OVERSIGHT)),
    frozenset((Action.AUTHORIZE, Action.PROCURE)),
    frozenset((Action.AUTHORIZE, Action.REPEAL)),
    frozenset((Action.ENFORCEMENT, Action.SETTLEMENT)),
    frozenset((Action.ENFORCEMENT, Action.LAWSUIT)),
    frozenset((Action.AUTHORIZE, Action.REGULATE)),
)
_APART = frozenset((Action.OPINION, Action.STUDY, Action.INCIDENT))


def actions_agree(a: Action, b: Action) -> float:
    """How much two actions speak for (positive) or against one decision."""
    if Action.OTHER in (a, b):
        return 0.0
    if a is b:
        # Reports and incidents have no step to share: the texts must say that they are one.
        return -0.2 if a in _APART else 0.4
    if a in _APART or b in _APART:
        return -1.8
    if {a, b} == {Action.BAN, Action.REPEAL}:
        return -2.5
    return 0.0 if any(a in kin and b in kin for kin in _KIN) else -0.9


# --- stages ---------------------------------------------------------------------------------------------

PASSED = {StageDetail.PASSED_ONE_CHAMBER, StageDetail.PASSED_LEGISLATURE}
AHEAD = frozenset((Stage.PROPOSED, Stage.COMMITTEE, Stage.HEARING))
DONE = frozenset(
    (
        Stage.PASSED_CHAMBER,
        Stage.ENACTED,
        Stage.VETOED,
        Stage.EFFECTIVE,
        Stage.FAILED,
        Stage.REPEALED,
    )
)
# A bill is proposed, and a case in court, for a year of reports; it is vetoed on one day.
_SAME_STAGE = {
    Stage.PROPOSED: -0.4,
    Stage.CHALLENGED: 0.1,
    Stage.PASSED_CHAMBER: 0.2,
    Stage.NONE: 0.3,
    Stage.ENACTED: 0.5,
    Stage.VETOED: 1.2,
    Stage.FAILED: 1.2,
}
# Stages that reports of one step mix up, and what a difference then weighs.
_STAGE_PAIRS = {
    frozenset((Stage.PROPOSED, Stage.COMMITTEE)): -1.2,
    frozenset((Stage.PROPOSED, Stage.HEARING)): -1.2,
    frozenset((Stage.COMMITTEE, Stage.HEARING)): -1.2,
    frozenset((Stage.PASSED_CHAMBER, Stage.ENACTED)): -0.7,
    frozenset((Stage.FAILED, Stage.REPEALED)): -0.6,
    frozenset((Stage.ENACTED, Stage.EFFECTIVE)): -1.2,
    frozenset((Stage.ENACTED, Stage.REPEALED)): -0.6,
    frozenset((Stage.NONE, Stage.CHALLENGED)): -0.6,
    frozenset((Stage.NONE, Stage.EFFECTIVE)): -0.6,
}


def split_stage(key: str) -> tuple[Stage, str]:
    """Take `enacted/signed` apart."""
    stage, _, detail = key.partition("/")
    return Stage(stage), detail


def stages_agree(a: Stage, a_detail: str, b: Stage, b_detail: str) -> float:
    """How much two stages, each with its detail or "", speak for or against one development."""
    if a_detail and b_detail and a_detail != b_detail:
        return -0.5 if {a_detail, b_detail} == PASSED else -3.0
    if a is b:
        return max(_SAME_STAGE.get(a, 0.5), 0.9 if a_detail and a_detail == b_detail else -1.0)
    pair = frozenset((a, b))
    if pair in _STAGE_PAIRS:
        return _STAGE_PAIRS[pair]
    if Stage.NONE in pair:
        return -0.3
    if pair & AHEAD and pair & DONE:
        # An exact step on the side of what was done leaves no doubt that the other one looks ahead.
        return -3.0 if a_detail or b_detail else -2.0
    return -1.5


# --- votes ----------------------------------------------------------------------------------------------


def votes_are_near(a: str, b: str) -> bool:
    """Whether two counts differ by one at most on each side: a miscount rather than another vote."""
    counts = [tuple(int(part) for part in vote.split("-") if part.isdecimal()) for vote in (a, b)]
    return len(counts[0]) == len(counts[1]) and all(
        abs(one - other) <= 1 for one, other in zip(*counts, strict=True)
    )
