"""Say in plain words where a catalogue departs from feeds.schema.json."""

import difflib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from bot.core.tokens import shown_url
from bot.feeds.yamlfile import Document, KeyPath

_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "nothing",
    "number": "a number",
    "object": "a block of fields",
    "string": "text",
}


@cache
def _validator() -> Draft202012Validator:
    text = resources.files("bot.feeds").joinpath("feeds.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def check_schema(document: Document) -> None:
    """Report every departure to the document."""
    for error in _validator().iter_errors(document.data):
        for path, text in _complaints(error):
            document.report(path, text)


def _complaints(error: ValidationError) -> Iterator[tuple[KeyPath, str]]:
    path = tuple(error.absolute_path)
    instance, rule, schema = cast(
        "tuple[Any, Any, Any]", (error.instance, error.validator_value, error.schema)
    )
    match error.validator:
        case "additionalProperties":
            known = list(schema.get("properties", ()))
            yield from (((*path, key), _unknown(key, known)) for key in instance if key not in known)
        case "required":
            missing = [name for name in rule if name not in instance]
            yield from (((*path, name), f"missing: add it{_meaning(schema, name)}") for name in missing)
        case "type":
            yield path, f"{_shown(path, instance)} is not {_type_words(rule)}: {_mend(schema, rule)}"
        case "enum":
            yield path, f"{_shown(path, instance)} is unknown: {_choices(instance, rule)}"
        case "pattern":
            mend = schema.get("patternErrorMessage", "see docs/feeds.md")
            yield path, f"{_shown(path, instance)} has the wrong form: {mend}"
        case other:
            yield path, f"{_bounds(str(other), rule)}: change {_shown(path, instance)}"


def _unknown(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    mend = f"did you mean `{near[0]}`?" if near else f"remove it; known are {', '.join(known)}"
    return f"unknown field: {mend}"


def _meaning(schema: Mapping[str, Any], name: str) -> str:
    field = schema.get("properties", {}).get(name, {})
    text = field.get("description", "")
    return f" ({text.rstrip('.')})" if text else ""


def _type_words(rule: str | list[str]) -> str:
    names = [rule] if isinstance(rule, str) else [name for name in rule if name != "null"]
    return " or ".join(_TYPES[name] for name in names)


def _mend(schema: Mapping[str, Any], rule: str | list[str]) -> str:
    if rule == "array":
        return "start each entry with a hyphen, or write [a, b]"
    if rule == "string":
        return "put it in quotes if it is meant as text"
    return str(schema.get("patternErrorMessage", "change it"))


def _choices(instance: object, rule: list[str]) -> str:
    near = difflib.get_close_matches(str(instance).lower(), rule, n=1, cutoff=0.5)
    listed = f"choose {', '.join(rule[:-1])} or {rule[-1]}"
    return f"did you mean `{near[0]}`? Else {listed}" if near else listed


def _bounds(validator: str, rule: object) -> str:
    words = {
        "maximum": f"may be {rule} at most",
        "minimum": f"must be {rule} at least",
        "maxLength": f"may have {rule} characters at most",
        "minLength": "must not be empty",
        "maxProperties": f"may have {rule} entries at most",
    }
    return words.get(validator, f"breaks the rule {validator}")


def _shown(path: KeyPath, instance: object) -> str:
    # Headers and addresses hold tokens, and this text ends in logs.
    if "headers" in path or "proxy" in path:
        return "this value"
    text = shown_url(str(instance)) if path[-1:] == ("url",) else str(instance)
    if instance is None or not text:
        return "an empty value"
    return f"'{text}'" if len(text) <= 60 else f"'{text[:50]}…'"
