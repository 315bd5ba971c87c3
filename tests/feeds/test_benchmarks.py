"""What measures the parser must itself be right: comparison with other parsers, and mutated feeds."""

import asyncio
import io
import json
import tarfile
from random import Random

import pytest

from benchmarks.expected_outputs import PARSERS, compared, expectations
from benchmarks.fuzz_feeds import Fuzzer, sources_in
from benchmarks.mutations import MUTATIONS, SIZE_LIMIT_LARGE_BYTES, mutated
from bot.core.errors import ParseError
from bot.ports import ParsedFeed

RSS = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title><item><title>Vote &amp; veto</title>"
    b"<link>/7</link><guid isPermaLink='false'>7</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item>"
    b"</channel></rss>"
)
THEIRS = {
    "title": "Vote &amp; veto",
    "link": "/7",
    "guid": {"value": "7"},
    "pubDateParsed": "2026-11-20T10:00:00Z",
}


@pytest.fixture
def folder(tmp_path):
    """One feed, and what gofeed's suite would expect of it."""
    feed = tmp_path / "wellformed" / "mmcdole__gofeed" / "testdata" / "vote.xml"
    feed.parent.mkdir(parents=True)
    feed.write_bytes(RSS)
    expected = json.dumps({"items": [THEIRS]}).encode()
    with tarfile.open(tmp_path / "expected.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("expected/mmcdole__gofeed/testdata/vote.json")
        entry.size = len(expected)
        archive.addfile(entry, io.BytesIO(expected))
    return tmp_path


def test_expected_outputs_are_found_and_agree_in_our_form(folder):
    [(parser, feed, document)] = expectations(folder)
    agreed, differ = compared(parser, feed, PARSERS[parser](document))

    assert differ == []
    assert agreed == {"entries": 1, "title": 1, "link": 1, "date": 1, "id": 1}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Veto"}, "title"),
        ({"link": "https://elsewhere.example/7"}, "link"),
        ({"pubDateParsed": "2026-11-21T10:00:00Z"}, "date"),
        ({"guid": {"value": "8"}}, "id"),
    ],
)
def test_a_difference_that_nobody_judged_is_told(folder, change, field):
    [(parser, feed, _)] = expectations(folder)
    _, differ = compared(parser, feed, PARSERS[parser]({"items": [THEIRS | change]}))

    assert [(each.field, each.reason) for each in differ] == [(field, "")]


def test_a_lost_entry_is_told(folder):
    [(parser, feed, _)] = expectations(folder)
    _, differ = compared(parser, feed, PARSERS[parser]({"items": [THEIRS, THEIRS]}))

    assert [(each.field, each.ours, each.theirs) for each in differ] == [("entries", "1", "2")]


@pytest.mark.parametrize("change", MUTATIONS, ids=lambda change: change.__name__)
def test_every_mutation_takes_every_document(change):
    for body in (b"", b"<", RSS, RSS[:70], bytes(range(256))):
        for number in range(20):
            assert isinstance(change(body, [RSS, body], Random(number)), bytes)


def test_mutated_feeds_are_the_same_for_the_same_seed_and_bounded():
    made = [mutated([RSS], Random(number)) for number in range(200)]

    assert made == [mutated([RSS], Random(number)) for number in range(200)]
    assert len(set(made)) > 150
    assert max(map(len, made)) <= SIZE_LIMIT_LARGE_BYTES


class Pool:
    """Answers as it is told to."""

    def __init__(self, *answers: ParsedFeed | Exception) -> None:
        self.answers = list(answers)

    async def parse(self, body, **_):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_the_fuzzer_counts_what_comes_of_each_document_and_keeps_what_is_at_fault(folder, tmp_path):
    died = ParseError("the document ended its parser", kind="parser_died", advice="")
    refused = ParseError("no feed", kind="not_a_feed", advice="")
    parsed = ParsedFeed(title="", url="", language="", items=(), ttl_s=None, warnings=())
    fuzzer = Fuzzer(sources_in(folder), seed=1, pool=Pool(parsed, refused, died, ValueError()), save=tmp_path)
    asyncio.run(fuzzer.work(iter(range(4))))

    assert (fuzzer.outcomes.answered, fuzzer.outcomes.refused) == (1, {"not_a_feed": 1})
    assert fuzzer.outcomes.faults == {"crash": [2, 3]}
    assert fuzzer.outcomes.seen == 4
    assert (tmp_path / "crash-1-2").read_bytes() == fuzzer.document(2)
