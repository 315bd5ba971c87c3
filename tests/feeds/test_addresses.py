"""Which addresses are the public internet's, however they are wrapped and spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.addresses import is_public, leads_inside


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "::1", "::",  # this machine
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "fd00::1", "fec0::1",  # private networks
        "169.254.169.254", "fe80::1", "fe80::1%eth0",  # link-local, cloud metadata
        "100.64.0.1", "198.18.0.1", "192.0.2.1", "2001:db8::1",  # carriers, benchmarks, documentation
        "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "100.100.100.200",  # further clouds' metadata
        "192.88.99.1", "3fff::1", "5f00::1",  # relays, documentation, segment routing
        "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1",  # ISATAP
        "224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1",  # multicast, broadcast, reserved
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",  # IPv4 in IPv6
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1",  # NAT64
        "2002:7f00:1::", "2002:a00:1::1",  # 6to4
        "2001:0:7f00:1::", "2001:0:808:808:0:0:f5ff:fffe",  # Teredo: server, client
        "", "localhost", "1.2.3", "not an address",
    ],
)  # fmt: skip
def test_an_inside_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::",
        "2606:4700::5efe:808:808",
        "168.63.129.17",
    ],
)
def test_an_outside_address_is_public(address):
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_wrapping_makes_an_inside_address_public(inner):
    number = int(inner)
    for wrapped in (
        f"::ffff:{inner}",
        f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}",
        f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1",
    ):
        assert not is_public(wrapped)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("https://council.example/a", False),
        ("https://8.8.8.8/", False),
        ("https://[2606:4700::1111]/", False),
        ("http://localhost/", True),
        ("http://intranet/", True),
        ("http://printer.local/", True),
        ("http://db.internal./", True),
        ("http://10.0.0.1:8080/x", True),
        ("http://[::1]/", True),
        ("http://2130706433/", True),
        ("http://0x7f.1/", True),
        ("http://0177.0.0.1/", True),
        ("http://127.1/", True),
        ("http://[::1", True),
        ("https://local.example/", False),
    ],
)
def test_a_link_that_leads_inside_is_known(url, inside):
    assert leads_inside(url) is inside
