"""Make the sockets of fetches: none to an address inside our own network, none that keeps the loop busy.

https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import errno
import socket
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from math import inf
from typing import Any

from aiohttp.abc import AbstractResolver
from aiohttp.connector import AddrInfoType

from bot.feeds.addresses import is_public

BITE_BYTES = 16_384
"""So much is read at once of what lies ready. The event loop would take a quarter of a megabyte; a server
that fills it with chunks of one byte or interim answers would keep all others waiting for each."""


@dataclass(slots=True)
class Allowance:
    """Bytes that a request may bring in, whatever they are: headers, sizes of chunks, interim answers."""

    left: float

    @property
    def is_spent(self) -> bool:
        """Whether the server sent more."""
        return self.left < 0


ALLOWANCE = ContextVar("ALLOWANCE", default=Allowance(inf))  # noqa: B039 - the default is never spent
"""That of the request which the current task makes."""


class FloodError(OSError):
    """The server sent more than the document and what it is packed in can take."""


class _FairSocket(socket.socket):
    """Reads in small bites, so that the loop looks at the others in between, and no more than allowed."""

    _allowance: Allowance | None = None

    def send(self, data: Any, flags: int = 0, /) -> int:  # noqa: ANN401 - any buffer
        # Connections are used again: each request brings its own.
        self._allowance = ALLOWANCE.get()
        return super().send(data, flags)

    def _take(self, count: int) -> None:
        if self._allowance is not None:
            self._allowance.left -= count
            if self._allowance.is_spent:
                raise FloodError(errno.EMSGSIZE, "more than the document can take")

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        piece = super().recv(min(size, BITE_BYTES), flags)
        self._take(len(piece))
        return piece

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0, /) -> int:  # noqa: ANN401 - any buffer
        # TLS reads so; no size means as much as the buffer holds.
        count = super().recv_into(buffer, min(size or len(buffer), BITE_BYTES), flags)
        self._take(count)
        return count


class PrivateAddressError(OSError):
    """The name led to an address inside our own network."""

    def __init__(self) -> None:
        # One text for all: the connector passes an error on unchanged only if every address failed alike.
        super().__init__(errno.EACCES, "the address is not public")


class UnknownHostError(OSError):
    """The name has no address that we could find out."""


def guarded_socket(info: AddrInfoType) -> socket.socket:
    """Make the socket for one connection attempt.

    Names are resolved before this and redirects come after, so checking URLs instead would leave a gap.
    """
    if not is_public(str(info[4][0])):
        raise PrivateAddressError
    return fair_socket(info)


async def refuse_inside(host: str, port: int, resolver: AbstractResolver) -> None:
    """Raise PrivateAddressError if a name, as we resolve it, leads inside; UnknownHostError if nowhere.

    For requests by proxy, which dials in our place: it may get another answer, so this alone is no guard.
    """
    if _is_literal(host):
        addresses = [host]
    else:
        try:
            answers = await resolver.resolve(host, port, socket.AF_UNSPEC)
        except OSError as exc:
            raise UnknownHostError(*exc.args) from exc
        addresses = [answer["host"] for answer in answers]
    if not addresses:
        raise UnknownHostError
    if not all(map(is_public, addresses)):
        raise PrivateAddressError


def _is_literal(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def fair_socket(info: AddrInfoType) -> socket.socket:
    """Make the socket for one connection attempt to a host that the operator allows."""
    family, kind, protocol, _, _ = info
    return _FairSocket(family=family, type=kind, proto=protocol)
