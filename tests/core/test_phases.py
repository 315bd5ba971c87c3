"""A case's phase keeps the reports of its suit, its ruling and its settlement apart."""

import pytest

from bot.core.phases import phases_of

CASES = [
    ("Drivers sue Salem over plate cameras", "", {"case filed"}),
    # What the headline tells counts before what it mentions.
    ("Judge tosses suit over Salem plate readers", "The complaint was filed in May.", {"case ruled"}),
    ("Appeals court upholds ruling on Salem plate readers", "", {"case ruled", "ruled on appeal"}),
    ("Upper Tribunal rules for watchdog against Salem Faces", "", {"case ruled", "ruled on appeal"}),
    # An appeal that is still to come is no ruling on appeal.
    (
        "Judge rules for Salem in plate reader case",
        "The plaintiffs will take it to the Fourth Circuit.",
        {"case ruled"},
    ),
    ("Salem settles plate reader suit", "", {"case settled"}),
    # An Indian court's notice asks the other side; it decides nothing.
    ("HC issues notice on plea against face recognition", "", {"case heard"}),
    ("Salem council bans plate readers", "", set()),
    # What one side says is no ruling.
    ("Lawsuit argues that Salem's plate cameras are unconstitutional", "", {"case filed"}),
    ("Judge lets challenge to Salem's plate cameras go forward", "", {"case goes on"}),
    ("Supreme Court won't hear Salem's appeal over drone video", "", {"appeal turned away"}),
    ("Salem's latest appeal will not be heard by the state's high court", "", {"appeal turned away"}),
    ("Salem appeals plate reader ruling", "", {"appeal brought"}),
    ("Salem appeals, saying the plates are public", "", {"appeal brought"}),
    ("Judge approves $9 million Salem fingerprint settlement", "", {"settlement judged"}),
    ("Final approval for record fingerprint deal", "", {"settlement judged"}),
    ("Regulator finalizes settlement with photo app", "", {"settlement judged"}),
    ("Salem Foods raises offer to $9 million in fingerprint suit", "", {"case settled"}),
    ("Salem board settles how police may use face matching", "", set()),
    ("Doe v. City of Salem: Complaint Filed", "", {"case filed"}),
    ("Salem Foods hit with suit over face scans", "", {"case filed"}),
    # A suit that is only named may be years old.
    ("Strict rules come out of a Salem lawsuit", "", set()),
    ("Setback in Salem case; we will appeal", "The court granted summary judgment.", {"case ruled"}),
]


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_phase_that_headline_or_lead_tells(title: str, text: str, expected: set[str]) -> None:
    assert phases_of(title, text) == expected
