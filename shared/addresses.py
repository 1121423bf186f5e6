"""Which addresses are those of the public internet: the only ones a webhook may be posted to."""

import ipaddress

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How a network without IPv4 reaches it: the last four bytes are the IPv4 address."""

UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that has been given out for the public internet."""

OUT_OF_USE_V6 = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("3fff::/20"))
OUT_OF_USE_V4 = ipaddress.IPv4Network("192.88.99.0/24")
"""6to4 and its relays, which lead to IPv4 by a detour, and examples in books: no list of Python 3.11 has them."""


def is_address(host: str) -> bool:
    """True for an address written out, false for a name that is still to be looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


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


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for, where it stands for one."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped
