"""Say of two places, actions, stages, votes or sums whether they can be one, whoever reports them.

What that weighs is learned: bot/core/affinity.py.
"""

from bot.core.vocabulary import Action, Stage, StageDetail

SUMS_DIFFER = 0.03
"""By how much of the greater one two tellings of one sum may differ."""

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
    first, second = _parts(a), _parts(b)
    if len(first) == len(second) == 3 and "?" in (first[0], second[0]):
        return first[2] == second[2]
    return len(first) == len(second) == 3 and "?" in (first[1], second[1]) and first[::2] == second[::2]


def inside(a: str, b: str) -> bool:
    """Whether one of two known places may lie in the other, without being it."""
    return not same_town(a, b) and (_agree(a, b) or _agree(b, a))


def _agree(inner: str, outer: str) -> bool:
    """Whether `inner` may lie in `outer`; an unknown state may be any."""
    parts, outer_parts = _parts(inner), _parts(outer)
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


def _parts(path: str) -> list[str]:
    """A town of an unknown country, `?/cambridge`, lies in an unknown state too."""
    parts = path.split("/")
    return ["?", *parts] if parts[0] == "?" and len(parts) == 2 else parts


def _one_area(a: str, b: str) -> bool:
    return a.removesuffix("-county") == b.removesuffix("-county")


def are_namesakes(a: str, b: str) -> bool:
    """Whether one is a city and the other the county of its name: `us/ca/sacramento(-county)`."""
    return a != b and _one_area(a, b)


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
APART = frozenset((Action.OPINION, Action.STUDY, Action.INCIDENT))


def are_kin(a: Action, b: Action) -> bool:
    """Whether writers use two actions for one decision."""
    return any(a in kin and b in kin for kin in _KIN)


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


def split_stage(key: str) -> tuple[Stage, str]:
    """Take `enacted/signed` apart."""
    stage, _, detail = key.partition("/")
    return Stage(stage), detail


# --- votes and sums -----------------------------------------------------------------------------------


def votes_are_near(a: str, b: str) -> bool:
    """Whether two counts differ by one at most on each side: a miscount rather than another vote."""
    counts = [tuple(int(part) for part in vote.split("-") if part.isdecimal()) for vote in (a, b)]
    return len(counts[0]) == len(counts[1]) and all(
        abs(one - other) <= 1 for one, other in zip(*counts, strict=True)
    )


def sums_agree(a: str, b: str) -> bool | None:
    """Whether two sums of money are one, be it that an outlet rounds; None if their currencies differ."""
    if a[0] != b[0]:
        return None
    one, other = float(a[1:]), float(b[1:])
    return abs(one - other) <= SUMS_DIFFER * max(one, other)
