"""Which addresses of a name a webhook may be posted to."""

import pytest

from services.notifier.channels.address import Forbidden, Resolver, permitted


async def _both(_host: str) -> list[str]:
    return ["8.8.8.8", "10.0.0.1"]


async def _nothing(_host: str) -> list[str]:
    return []


async def test_one_private_address_among_public_ones_is_one_too_many() -> None:
    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        await permitted("two-faced.example", _both, allow_private=False)
    assert await permitted("two-faced.example", _both, allow_private=True) == ["8.8.8.8", "10.0.0.1"]


async def test_a_name_without_addresses_is_an_error_of_the_name() -> None:
    with pytest.raises(OSError, match="no address"):
        await permitted("empty.example", _nothing, allow_private=True)


@pytest.mark.parametrize("spelling", ["127.0.0.1", "0x7f.1", "2130706433", "localhost", "::1"])
async def test_every_spelling_of_loopback_is_found_out_by_resolving_it(spelling: str) -> None:
    resolver = Resolver(threads=1)
    try:
        with pytest.raises(Forbidden):
            await permitted(spelling, resolver, allow_private=False)
    finally:
        resolver.close()
