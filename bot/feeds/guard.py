"""Refuse to dial addresses inside our own network, at the last moment at which they are known.

https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import errno
import socket

from aiohttp.connector import AddrInfoType

from bot.feeds.addresses import is_public


class PrivateAddressError(OSError):
    """The name led to an address inside our own network."""

    def __init__(self) -> None:
        # One text for all: the connector passes an error on unchanged only if every address failed alike.
        super().__init__(errno.EACCES, "the address is not public")


def guarded_socket(info: AddrInfoType) -> socket.socket:
    """Make the socket for one connection attempt.

    Names are resolved before this and redirects come after, so checking URLs instead would leave a gap.
    """
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise PrivateAddressError
    return socket.socket(family=family, type=kind, proto=protocol)
