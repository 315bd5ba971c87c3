"""Keep tokens out of feeds.yaml: `$ENV{NAME}` stands for them."""

import os
import re
from collections.abc import Mapping

from dotenv import dotenv_values

_PLACEHOLDER = re.compile(r"\$ENV\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def known_variables() -> dict[str, str]:
    """This process's environment, and below it the `.env` file that the settings are read from too."""
    in_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**in_file, **os.environ}


def names_in(text: str) -> list[str]:
    """The variables that `$ENV{NAME}` placeholders in a text ask for."""
    return _PLACEHOLDER.findall(text)


def is_name(name: str) -> bool:
    """Whether a placeholder's name can be an environment variable."""
    return _NAME.fullmatch(name) is not None


def bare(text: str) -> str:
    """A text without its placeholders: what stands there besides."""
    return _PLACEHOLDER.sub("", text)


def filled(text: str, environment: Mapping[str, str]) -> str:
    """Put the variables in; a placeholder without its variable stays."""
    return _PLACEHOLDER.sub(lambda match: environment.get(match[1], match[0]).strip(), text)
