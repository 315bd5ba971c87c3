"""The words and rules that judgement rests on: tables only, each row with its reason."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning, why our rules tell it apart, and the phrases that carry it."""

    name: str
    why: str
    phrases: str


@cache
def concepts() -> tuple[Concept, ...]:
    """Read the concepts in the file's order."""
    table = tomllib.loads(files(__name__).joinpath("concepts.toml").read_text(encoding="utf-8"))
    return tuple(Concept(name, row["why"], row["phrases"]) for name, row in table.items())
