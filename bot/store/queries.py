"""What several statements share."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

BATCH: Final = 2_000
"""Values in one statement; engines limit how many a statement may carry."""


def batches(values: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """The values in runs of at most `size`."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
