"""Decide what a measure or decision does, by rules tested before one another in a stated order."""

from collections.abc import Sequence

from bot.core.concepts import Reading
from bot.core.lexicon.actions import ACTION_RULES
from bot.core.models import Evidence
from bot.core.rules import Hit, Table, evidence_of
from bot.core.vocabulary import Action

_TABLE = Table(ACTION_RULES)


def action_hits(reading: Reading) -> list[Hit[Action]]:
    """Find what every rule has to say of the action, the strongest first."""
    return _TABLE.hits(reading)


def action_of(
    reading: Reading, hits: Sequence[Hit[Action]] | None = None
) -> tuple[Action, tuple[Evidence, ...], str]:
    """Give the action by the rules alone, its words and the reason; OTHER if nothing shows one."""
    found = action_hits(reading) if hits is None else hits
    if not found:
        return Action.OTHER, (), ""
    best = found[0]
    return best.rule.value, (evidence_of(reading, best, "action"),), best.rule.why
