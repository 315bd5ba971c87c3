"""What turns a decision round: a body that refused to take it, and reports that it was never taken.

Words alone speak of the same ban: "won't ban", "denied that the city banned" and "banned" differ in this only.
"""

from enum import StrEnum

from bot.core.rules import Rule


class Polarity(StrEnum):
    """What an item says of the decision that its words name."""

    NO_BAN = "no ban"
    """A body decided against a limit: the limit failed."""
    NO_LEAVE = "no leave"
    """A body decided against letting it happen: the permission failed."""
    DENIED = "denied"
    """It was not taken at all, the item says."""


def _rule(id_: str, value: Polarity, pattern: str, why: str, *, reach: int, veto: str = "") -> Rule[Polarity]:
    return Rule(id=f"polarity.{id_}", value=value, weight=1, pattern=pattern, why=why, reach=reach, veto=veto)


_WHO = "COUNCIL/CHAMBER/PANEL/GOVERNOR/MAYOR/VOTERS"

POLARITY_RULES: tuple[Rule[Polarity], ...] = (
    _rule("rumour", Polarity.DENIED, "RUMOUR", "a claim that is being checked", reach=0),
    _rule(
        "denies",
        Polarity.DENIED,
        "DENIES ~6 BAN/PASS/LIFT/ALLOW/SIGN",
        "somebody denies that it was done",
        reach=1,
    ),
    _rule("nobody", Polarity.DENIED, "NOBODY ~2 BAN/PASS/LIFT/ALLOW", "nobody did it", reach=0),
    _rule(
        "body.refuses",
        Polarity.NO_BAN,
        f"{_WHO} ~3 NEGATION/FAIL + BAN/MORATORIUM",
        "a body declines to forbid it",
        reach=1,
        veto="COURT;FUTURE;PROPOSE",
    ),
    _rule(
        "against.letting",
        Polarity.NO_LEAVE,
        "FAIL/AGAINST + ALLOW/LIFT",
        "a body votes against letting it happen",
        reach=1,
        veto="COURT;FUTURE;PROPOSE",
    ),
)
