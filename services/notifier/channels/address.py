"""Which addresses a webhook may be posted to: those of the public internet, as the name resolves at that very moment.

The caller connects to an address returned here, never to the name again: a name that answers first with a public and
then with a private address (DNS rebinding) gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

Resolve = Callable[[str], Awaitable[list[str]]]
"""From a host name to its addresses as text. Raises OSError."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How a network without IPv4 reaches it: the last four bytes are the IPv4 address."""

UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that has been given out for the public internet."""

OUT_OF_USE_V6 = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("3fff::/20"))
OUT_OF_USE_V4 = ipaddress.IPv4Network("192.88.99.0/24")
"""6to4 and its relays, which lead to IPv4 by a detour, and examples in books: no list of Python 3.11 has them."""


class Forbidden(ValueError):
    """The name leads into a private, local or reserved network."""


class Resolver:
    """The system's resolver in threads of its own: names that hang must not take the ones others wait for."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def __call__(self, host: str) -> list[str]:
        """Addresses in the order in which the system would try them. Raises OSError."""
        if _is_address(host):
            return [host]
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    def close(self) -> None:
        """Leave hanging look-ups behind; their answers interest nobody any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


async def permitted(host: str, resolve: Resolve, *, allow_private: bool) -> list[str]:
    """The addresses to connect to. Raises Forbidden when even one of them is not public, OSError for no such name."""
    addresses = await resolve(host)
    if not addresses:
        raise OSError(f"{host} has no address")
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise Forbidden(f"{host} leads to {address}, which is no public address")
    return addresses


def is_public(text: str) -> bool:
    """True for an address anyone on the internet may reach, judged by what a packet to it would finally reach."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        carried = _carried(address)
        if carried is None:
            return address in UNICAST and address.is_global and not any(address in net for net in OUT_OF_USE_V6)
        address = carried
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in OUT_OF_USE_V4


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for, where it stands for one."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped
