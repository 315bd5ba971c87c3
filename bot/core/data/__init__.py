"""Hand the tables beside this file to the modules that own their meaning; each is read once."""

import gzip
from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a table, comments and blank lines left out; `.gz` files are unpacked."""
    raw = files(__name__).joinpath(name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    return tuple(line for line in text.split("\n") if line.strip() and not line.startswith("# "))


@cache
def table(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a small table, short rows filled up with empty columns."""
    rows = (line.split("\t") for line in lines(name))
    return tuple(tuple((*row, *("",) * columns)[:columns]) for row in rows)
