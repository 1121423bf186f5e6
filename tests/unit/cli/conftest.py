"""The command turns the libraries' logs off for its process; tests share theirs, so it is turned on again."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def logs_on_again() -> Iterator[None]:
    """After each test."""
    yield
    logging.disable(logging.NOTSET)
