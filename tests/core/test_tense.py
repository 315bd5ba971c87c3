"""A headline looks ahead, tells what was done, or looks back from years after."""

import pytest

from bot.core.tense import is_preview, looks_back


@pytest.mark.parametrize(
    ("title", "ahead"),
    [
        ("Council to vote on drone ban", True),
        ("Council bans drones", False),
        ("Council bans drones, weighs cameras", None),
        ("Police drones", None),
    ],
)
def test_tense(title: str, ahead: bool | None) -> None:
    """Both or neither say nothing."""
    assert is_preview(title) is ahead


@pytest.mark.parametrize(
    ("title", "back"),
    [
        ("One year after ban, Eugene police say they miss face recognition", True),
        ("Five years later: what San Francisco's ban changed", True),
        ("Montana facial recognition law: two years on", True),
        ("How police work a year after the drone ban", True),
        # What is told is a decision, or its history:
        ("A year after banning it, council lifts face recognition ban", False),
        ("Two years later, council bans police drones", False),
        ("Less than two years after prohibiting it, city lets face matching back in", False),
        ("City gets a drone policy, two years after it got the drones", False),
        ("Council extends contract for two years", False),
        ("One year on probation for officer who misused plate readers", False),
        ("", False),
    ],
)
def test_looking_back(title: str, back: bool) -> None:
    """Only where nothing is decided."""
    assert looks_back(title) is back
