"""Stub."""


def doctor() -> None:
    """Stub."""
