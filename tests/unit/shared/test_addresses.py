"""Which addresses are public."""

import pytest

from shared.addresses import is_address, is_public

PUBLIC = ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"]
NOT_PUBLIC = [
    "0.0.0.0",
    "10.1.2.3",
    "127.0.0.1",
    "127.9.9.9",
    "169.254.169.254",  # where clouds keep a machine's credentials
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",  # behind a provider's address translation
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "64:ff9b::127.0.0.1",
    "64:ff9b:1::10.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "no address",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_name_is_no_address() -> None:
    assert [is_address(host) for host in ("127.0.0.1", "::1", "localhost", "2130706433")] == [True, True, False, False]
