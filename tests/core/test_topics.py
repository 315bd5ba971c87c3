"""Topics are the technologies and regimes that the text names, each with its words."""

import pytest

from bot.core.concepts import read
from bot.core.topics import topics_of
from bot.core.vocabulary import Topic


@pytest.mark.parametrize(
    ("title", "text", "topics"),
    [
        ("Council bans face recognition", "", {Topic.FACE_RECOGNITION}),
        ("Facial-recognition rules", "", {Topic.FACE_RECOGNITION}),  # a hyphen is a blank
        ("Stadt verbietet Gesichtserkennung", "", {Topic.FACE_RECOGNITION}),
        ("حظر التعرف على الوجوه", "", {Topic.FACE_RECOGNITION}),
        ("顔認証を禁止", "", {Topic.FACE_RECOGNITION}),
        ("License plate readers and drones", "", {Topic.ALPR, Topic.DRONES}),
        ("City renews Flock contract", "", {Topic.ALPR}),
        ("A flock of birds and a drone", "", {Topic.DRONES}),  # the company has a capital
        ("Stingray case", "Police used an IMSI catcher.", {Topic.CELL_SITE_SIMULATOR}),
        ("ShotSpotter leaves", "", {Topic.GUNSHOT_DETECTION}),
        ("LAPD drops PredPol", "", {Topic.PREDICTIVE_POLICING}),
        ("Suit under BIPA", "", {Topic.BIOMETRICS_PRIVACY}),
        ("Regulator fines Clearview AI", "", {Topic.BIOMETRICS_PRIVACY}),  # says nothing of faces
        ("Police use Clearview AI", "", {Topic.FACE_RECOGNITION}),
        ("Council passes surveillance ordinance", "", {Topic.SURVEILLANCE_OVERSIGHT}),
        # "surveillance technology" only describes the other topic:
        ("Face recognition banned", "The surveillance technology is disputed.", {Topic.FACE_RECOGNITION}),
        ("Body cameras for deputies", "", {Topic.OTHER}),
        ("Recipe of the day", "", set()),
    ],
)
def test_topics(title: str, text: str, topics: set[Topic]) -> None:
    found, evidence = topics_of(read(title, text))
    assert set(found) == topics
    assert [proof.value for proof in evidence] == list(found)
    for proof in evidence:
        source = text if proof.source == "summary" else title
        assert source[proof.start : proof.end] == proof.text
