"""Which addresses a webhook may be posted to: those of the public internet, as the name resolves at that very moment.

The caller connects to an address returned here, never to the name again: a name that answers first with a public and
then with a private address (DNS rebinding) gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from shared.addresses import is_address, is_public

Resolve = Callable[[str], Awaitable[list[str]]]
"""From a host name to its addresses as text. Raises OSError."""


class Forbidden(ValueError):
    """The name leads into a private, local or reserved network."""


class Resolver:
    """The system's resolver in threads of its own: names that hang must not take the ones others wait for."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="resolve")

    async def __call__(self, host: str) -> list[str]:
        """Addresses in the order in which the system would try them. Raises OSError."""
        if is_address(host):
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
