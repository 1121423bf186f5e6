"""One running system for all tests here: each uses countries of its own, so none sees another's alerts."""

from collections.abc import Iterator

import pytest

from tests.live import Live, live_system


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The system."""
    with live_system() as running:
        yield running
