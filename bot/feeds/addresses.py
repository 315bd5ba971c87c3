"""Tell public internet addresses from those that only somebody inside can reach (RFC 6890)."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_INSIDE = tuple(
    map(
        ip_network,
        (
            "64:ff9b:1::/48",  # NAT64 of one's own network
            "fec0::/10",  # site-local, as it was
            "3fff::/20",  # documentation (RFC 9637)
            "5f00::/16",  # segment routing (RFC 9602)
            "192.0.0.0/24",  # protocol assignments; one cloud's metadata
            "192.88.99.0/24",  # 6to4 relays, as they were
            "168.63.129.16/32",  # public by its number, but each Azure machine's own host answers it
        ),
    )
)
"""What Python 3.11 takes for global though it leads inside, or nowhere."""
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def is_public(address: str) -> bool:
    """Whether an IP address, whatever it wraps, belongs to the public internet."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(layer) for layer in _layers(ip))


def leads_inside(url: str) -> bool:
    """Whether a link's host means something else to each reader: localhost, intranet, 10.0.0.1, 0x7f.1."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return True
    if ":" in host:
        return not is_public(host)
    if "." not in host or f".{host}".endswith(_LOCAL_NAMES):
        return True
    try:
        # Browsers read 2130706433 and 0x7f.1 as 127.0.0.1; so does this old function.
        octets = socket.inet_aton(host)
    except OSError:
        return False
    return not is_public(str(IPv4Address(octets)))


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    return ip.is_global and not any(ip in network for network in _INSIDE)


def _layers(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address and the IPv4 addresses that a gateway on the way would make of it."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip in _NAT64:
        # The translator's own prefix is reserved; only where it leads matters.
        return [IPv4Address(ip.packed[-4:])]
    inner: list[IPv4Address | IPv6Address] = []
    if ip.sixtofour:
        inner.append(ip.sixtofour)
    if ip.teredo:
        inner.extend(ip.teredo)
    # The last is ISATAP (RFC 5214), which may stand in any prefix.
    if ip in _COMPATIBLE or ip.packed[8:12] in _ISATAP:
        inner.append(IPv4Address(ip.packed[-4:]))
    return [ip, *inner]
