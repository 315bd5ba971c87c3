"""Decide what a measure or decision does, by rules tested before one another in a stated order."""

from bot.core.concepts import Reading
from bot.core.lexicon.actions import ACTION_RULES
from bot.core.models import Evidence
from bot.core.rules import Table, evidence_of
from bot.core.vocabulary import Action

_TABLE = Table(ACTION_RULES)


def action_of(reading: Reading) -> tuple[Action, tuple[Evidence, ...], str]:
    """Give the action, the words that show it, and the reason; OTHER if nothing shows one."""
    found = _TABLE.hits(reading)
    if not found:
        return Action.OTHER, (), ""
    best = found[0]
    return best.rule.value, (evidence_of(reading, best, "action"),), best.rule.why
