"""Read a small YAML file into plain values that remember their line; https://yaml.org/spec/1.2.2/#103-core-schema."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.core.errors import ConfigError

FILE_LIMIT = 2_000_000
"""Bytes: more than ten thousand feeds."""
NODE_LIMIT = 200_000
"""Values after aliases are followed, so that nine nested aliases cannot become a billion values."""
DEPTH_LIMIT = 12

KeyPath = tuple[str | int, ...]

# The C loader is ten times faster; wheels for unusual machines may lack it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?\d{1,15}")
_FLOAT = re.compile(r"[-+]?\d{0,15}\.\d{1,15}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the file, on one line."""

    line: int
    text: str


@dataclass(slots=True)
class Document:
    """The file's values, where each stands, and what was wrong with the YAML itself."""

    name: str
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    """What may stand, and had better not."""
    _wrong: set[KeyPath] = field(default_factory=set)

    def line(self, path: KeyPath) -> int:
        """The line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def report(self, path: KeyPath, text: str) -> None:
        """Note a problem with the value at `path`; the first one there is enough."""
        if path in self._wrong:
            return
        self._wrong.add(path)
        self.problems.append(self._problem(path, text))

    def warn(self, path: KeyPath, text: str) -> None:
        """Note what a person should mend though the file can be used."""
        self.warnings.append(self._problem(path, text))

    def _problem(self, path: KeyPath, text: str) -> Problem:
        where = spelled(path)
        return Problem(self.line(path), f"{where}: {text}" if where else text)


def spelled(path: KeyPath) -> str:
    """A path as people write it: `feeds[3].url`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def read_yaml(path: Path) -> Document:
    """Read the file. Raise ConfigError if there is no text or no YAML to speak of."""
    text = _text_of(path)
    document = Document(name=path.name)
    try:
        _refuse_depth(text, path.name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as exc:
        raise ConfigError(_broken(path.name, exc)) from exc
    except yaml.YAMLError as exc:
        raise ConfigError(
            f"{path.name}:1: not readable as YAML ({_first_line(exc)}): save it as UTF-8 text"
        ) from exc
    if node is None:
        raise ConfigError(f"{path.name}:1: the file is empty: add a `feeds:` list, see docs/feeds.md")
    _Builder(document).build(node, ())
    return document


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_LIMIT + 1)
    except FileNotFoundError as exc:
        raise ConfigError(f"{path}: no such file: create it or point CIVICWATCH_FEEDS_FILE at one") from exc
    except OSError as exc:
        raise ConfigError(f"{path}: cannot be read ({exc.strerror}): check its permissions") from exc
    if len(raw) > FILE_LIMIT:
        raise ConfigError(f"{path.name}:1: the file is larger than {FILE_LIMIT:,} bytes: split it")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        raise ConfigError(f"{path.name}:{line}: not UTF-8 text: save the file as UTF-8") from exc


def _refuse_depth(text: str, name: str) -> None:
    """Composing is recursive, in C too: a file of brackets would end the whole program."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH_LIMIT:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise ConfigError(f"{name}:{line}: nested deeper than {DEPTH_LIMIT} levels: flatten it")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _broken(name: str, exc: yaml.MarkedYAMLError) -> str:
    mark = exc.problem_mark or exc.context_mark
    line = mark.line + 1 if mark else 1
    fault = _first_line(exc.problem or exc)
    return f"{name}:{line}: not valid YAML ({fault}): check indentation, quotes and colons"


def _first_line(value: object) -> str:
    return str(value).split("\n", 1)[0]


class _Builder:
    """Turns nodes into values, noting lines and duplicate keys."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes = 0

    def build(self, node: yaml.Node, path: KeyPath) -> None:
        self._document.data = self._value(node, path)

    def _value(self, node: yaml.Node, path: KeyPath) -> object:
        self._nodes += 1
        line = node.start_mark.line + 1
        # An alias may also point at what holds it: the depth ends that circle.
        if self._nodes > NODE_LIMIT or len(path) > DEPTH_LIMIT:
            raise ConfigError(
                f"{self._document.name}:{line}: aliases expand without end: write the values out"
            )
        self._document.lines.setdefault(path, line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, (*path, index)) for index, child in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, object]:
        mapping: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            here = (*path, key)
            if key in mapping:
                first = self._document.lines[here]
                again = key_node.start_mark.line + 1
                text = f"{spelled(here)}: given twice, first on line {first}: remove one"
                self._document.problems.append(Problem(again, text))
                continue
            self._document.lines[here] = key_node.start_mark.line + 1
            mapping[key] = self._value(value_node, here)
        return mapping


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    """YAML 1.2's rules: in 1.1, which PyYAML speaks, `18:00` is 1080 and `no` is not Norway."""
    text = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
