"""The workbench's figures, on cases small enough to count by hand."""

from bot.core.scoring import scored


def labelled(identity: str, *, story: str | None = None, **labels: object) -> dict[str, object]:
    return {"id": identity, "story": story, "labels": {"relevant": True} | labels}


def test_relevance_counts_a_missing_answer_as_not_relevant_and_leaves_borderline_out() -> None:
    rows = [labelled("a"), labelled("b"), labelled("c", relevant=False), labelled("d", relevant="borderline")]
    card = scored(rows, {"a": {"relevant": True}, "c": {"relevant": True}, "d": {"relevant": True}})
    assert card.figures["relevance"] == {"f1": 0.5, "precision": 0.5, "recall": 0.5, "n": 2}
    assert card.wrong() >= {("relevance", "b"), ("relevance", "c")}


def test_a_vote_where_the_text_has_none_is_invented() -> None:
    card = scored(
        [labelled("a", vote="7-2"), labelled("b", vote=None)], {"a": {"vote": "7–2"}, "b": {"vote": "9-0"}}
    )
    assert card.figures["vote"] == {"accuracy": 1.0, "n": 1, "invented": 1}


def test_names_may_be_told_longer_and_bills_in_other_letters() -> None:
    rows = [labelled("a", bill="S.B. 741", agencies=["Duluth police"], vendors=["Flock"])]
    said = {
        "a": {
            "bill": "Senate Bill 741",
            "agencies": ["Duluth Police Department"],
            "vendors": ["Flock Safety"],
        }
    }
    card = scored(rows, said)
    assert [
        card.figures[name].get("accuracy", card.figures[name].get("f1"))
        for name in ("bill", "agencies", "vendors")
    ] == [1.0, 1.0, 1.0]


def test_places_are_the_same_by_state_and_name() -> None:
    wanted = {"level": "city", "name": "Portland", "state": "ME", "country": "US"}
    rows = [labelled("a", jurisdiction=wanted), labelled("b", jurisdiction=wanted)]
    said = {
        "a": {"jurisdiction": wanted | {"name": "City of Portland"}},
        "b": {"jurisdiction": wanted | {"state": "OR"}},
    }
    assert scored(rows, said).figures["jurisdiction"]["accuracy"] == 0.5


def test_stories_are_counted_by_pairs() -> None:
    rows = [labelled("a", story="x"), labelled("b", story="x"), labelled("c", story="y")]
    said = {"a": {"story": "s1"}, "b": {"story": "s1"}, "c": {"story": "s1"}}
    assert scored(rows, said).figures["stories"] == {"f1": 0.5, "precision": 1 / 3, "recall": 1.0, "n": 1}


def test_a_score_that_is_right_on_average_is_calibrated() -> None:
    rows = [labelled("a"), labelled("b", relevant=False)]
    card = scored(rows, {"a": {"score": 0.55}, "b": {"score": 0.5}})
    assert round(card.figures["calibration"]["error"], 3) == 0.025


def test_a_summary_sentence_that_the_source_does_not_say_is_counted():
    labelled = {"id": "a", "title": "T", "summary": "The <b>council</b> voted 5-4 &amp; left.", "story": None}
    rows = [labelled | {"labels": {"relevant": True}}]
    theirs = {"relevant": True, "summary_sentences": ["The council voted 5-4 & left."]}
    invented = {"relevant": True, "summary_sentences": ["The mayor cheered."]}
    sold = {"relevant": True, "summary_sentences": ["Apply now for a payday loan at our lowest rates today!"]}

    assert scored(rows, {"a": theirs}).figures["summaries"] == {"n": 1, "foreign": 0, "advertising": 0}
    assert scored(rows, {"a": invented}).figures["summaries"]["foreign"] == 1
    assert scored(rows, {"a": sold}).figures["summaries"]["advertising"] == 1


def test_what_a_file_does_not_label_is_not_counted():
    rows = [{"id": "a", "title": "T", "summary": "", "labels": {"relevant": True, "action": "ban"}}]
    card = scored(
        rows, {"a": {"relevant": True, "action": "ban", "jurisdiction": {"level": "city"}, "vendors": ["X"]}}
    )

    assert card.figures["jurisdiction"]["n"] == card.figures["vendors"]["n"] == 0
    assert card.mistakes == ()


def test_a_vendor_may_be_told_by_any_of_its_names():
    labels = {"relevant": True, "vendors": ["Flock", "SoundThinking"]}
    card = scored(
        [{"id": "1", "labels": labels}],
        {"1": {"relevant": True, "score": 1.0, "vendors": ["Flock Safety", "ShotSpotter"]}},
    )
    assert card.figures["vendors"]["f1"] == 1.0
