"""Judge items; runs in a parse process only, where an analysis that never ends can be killed."""

import traceback
from collections.abc import Iterable

from bot.core.classify import analyse
from bot.core.models import Analysis, Item
from bot.core.vocabulary import SourceKind
from bot.ports import Unjudged

ERROR_LIMIT = 200
TRACE_LIMIT = 5_000
SAMPLE = Item(
    feed="",
    guid="",
    url="",
    title="City Council of Duluth, Minnesota votes to ban police use of facial recognition",
    text="",
)
"""Judging it loads every table that judging needs."""


def verdicts(items: Iterable[Item], *, home: str | None, kind: SourceKind) -> tuple[Analysis | Unjudged, ...]:
    """Say what each item means, in order; one that trips the analysis costs itself and no other."""
    return tuple(_verdict(item, home=home, kind=kind) for item in items)


def _verdict(item: Item, *, home: str | None, kind: SourceKind) -> Analysis | Unjudged:
    try:
        return analyse(item, home=home, kind=kind)
    except MemoryError:
        raise
    except Exception as exc:  # noqa: BLE001 - handed on with its traceback, and logged by who asked
        # Without this, one entry that no rule foresaw would stop its feed for as long as the feed shows it.
        error = " ".join(f"{type(exc).__name__}: {exc}".split())[:ERROR_LIMIT]
        return Unjudged(item=item, error=error, trace=traceback.format_exc()[-TRACE_LIMIT:])
