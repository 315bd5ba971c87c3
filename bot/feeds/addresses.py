"""Tell public internet addresses from those that only somebody inside can reach (RFC 6890)."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_LOCAL = (IPv6Network("64:ff9b:1::/48"), IPv6Network("fec0::/10"))
"""Local NAT64 and the old site-local range, which Python 3.11 takes for global."""
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
    return ip.is_global and not any(ip in network for network in _LOCAL)


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
    if ip in _COMPATIBLE:
        inner.append(IPv4Address(ip.packed[-4:]))
    return [ip, *inner]
