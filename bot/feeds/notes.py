"""Collect what was mended or left out, one line for each kind of thing, however often it happened."""

EXAMPLE_LIMIT = 80


class Notes:
    """Counts findings by their text and keeps the first example of each."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}
        self._lost: dict[str, None] = {}

    def add(self, text: str, *, example: str = "", times: int = 1) -> None:
        """Note one finding; `example` is shown once."""
        self._counts[text] = self._counts.get(text, 0) + times
        if example:
            self._examples.setdefault(text, example)

    def lose(self, text: str) -> None:
        """Note that entries are left out, which somebody who watches the feed must know."""
        self.add(text)
        self._lost[text] = None

    def cut(self, count: int, kept: int, *, is_newest_last: bool) -> None:
        """Note that a document has too many entries."""
        self.lose(f"{count:,} entries, the {'newest' if is_newest_last else 'first'} {kept:,} read")

    def losses(self) -> str:
        """Why entries are left out, in one line; empty if none is."""
        return "; ".join(self._lost)

    def lines(self) -> tuple[str, ...]:
        """The findings in the order of their first appearance."""
        return tuple(self._line(text, count) for text, count in self._counts.items())

    def _line(self, text: str, count: int) -> str:
        example = self._examples.get(text, "")
        shown = example if len(example) <= EXAMPLE_LIMIT else f"{example[:EXAMPLE_LIMIT]}…"
        times = f" ({count} times)" if count > 1 else ""
        return f"{text}{times}: {shown!r}" if shown else f"{text}{times}"
