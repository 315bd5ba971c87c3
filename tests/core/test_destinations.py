"""Destinations read as people write them, and print as they are read."""

import pytest

from bot.core.destinations import destination_of
from bot.core.errors import UsageError


@pytest.mark.parametrize(
    "text", ["slack:T01/C02", "discord:81384788765712384/613425648685547541", "console:main"]
)
def test_a_destination_prints_as_it_was_written(text: str) -> None:
    assert str(destination_of(text)) == text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("slack:C02", "slack:TEAM_ID/CHANNEL_ID"),  # without its workspace a channel id says nothing
        ("teams:T/C", "console:main"),  # a platform that we don't speak
        ("#general", "console:main"),
        ("slack:T01/C02\n@everyone", "console:main"),
    ],
)
def test_a_wrong_destination_is_answered_with_the_right_form(text: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        destination_of(text)
