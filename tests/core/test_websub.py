"""Which hub is asked, and whose words are believed."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.websub import (
    LONGEST_LEASE_S,
    NO_LINKS,
    SHORTEST_LEASE_S,
    HubLinks,
    Publication,
    Signature,
    hub_links,
    lease_s,
    publication,
)

HUB, TOPIC = "https://hub.example/", "https://council.example/feed"
BOTH = HubLinks(hubs=(HUB,), topic=TOPIC)


def test_headers_go_before_the_document():
    document = HubLinks(hubs=("https://other.example/",), topic="https://council.example/other")

    assert publication(BOTH, document) == Publication(hub=HUB, topic=TOPIC)
    assert publication(NO_LINKS, BOTH) == Publication(hub=HUB, topic=TOPIC)


@pytest.mark.parametrize(
    "links",
    [
        NO_LINKS,
        HubLinks(hubs=(HUB,)),  # section 4: both are needed
        HubLinks(topic=TOPIC),
        HubLinks(hubs=("javascript:alert(1)", "file:///etc/passwd", ""), topic=TOPIC),
        HubLinks(hubs=("http://hub.example/",), topic=TOPIC),  # the secret would travel in the clear
        HubLinks(hubs=(HUB,), topic="urn:feed"),
    ],
)
def test_no_hub_is_asked_without_a_topic_or_in_the_clear(links):
    assert publication(links, NO_LINKS) is None


def test_the_first_hub_that_can_be_asked_is():
    links = HubLinks(hubs=("http://plain.example/", HUB, "https://second.example/"), topic=TOPIC)

    assert publication(links, NO_LINKS) == Publication(hub=HUB, topic=TOPIC)
    own = publication(links, NO_LINKS, own_hosts={"plain.example"})
    assert own == Publication(hub="http://plain.example/", topic=TOPIC)


def test_a_link_may_be_hub_and_self_at_once():
    assert hub_links([("alternate", "a"), ("SELF hub", "b"), ("hub", "c")]) == HubLinks(
        hubs=("b", "c"), topic="b"
    )


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("864000", 864_000), ("0", SHORTEST_LEASE_S), ("99999999999", LONGEST_LEASE_S), ("", SHORTEST_LEASE_S),
        ("-5", SHORTEST_LEASE_S), ("1e9", SHORTEST_LEASE_S), ("9" * 5_000, SHORTEST_LEASE_S), ("٣", SHORTEST_LEASE_S),
    ],
)  # fmt: skip
def test_a_lease_is_kept_within_reason(named, kept):
    assert lease_s(named) == kept


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512", "SHA256"])
@given(body=st.binary(max_size=200), cut=st.integers(0, 200))
def test_a_signature_holds_over_pieces_and_over_nothing_else(method, body, cut):
    digest = hmac.new(b"secret", body, getattr(hashlib, method.lower())).hexdigest()

    def signature(secret: str, *pieces: bytes) -> bool:
        one = Signature(f"{method}={digest.upper()}", secret)
        for piece in pieces:
            one.update(piece)
        return one.holds()

    assert signature("secret", body[:cut], body[cut:])
    assert not signature("secret", body, b"x")
    assert not signature("other", body)


@pytest.mark.parametrize("header", [
    "", "sha256", "sha256=", "=", "md5=5d41402abc4b2a76b9719d911017c592", "sha256=é", "blake2b=00", "__init__=x", "new=x",
])  # fmt: skip
def test_a_signature_of_another_kind_never_holds(header):
    one = Signature(header, "secret")
    one.update(b"hello")
    assert not one.holds()
