"""What the API says of itself."""

from fastapi import FastAPI


def describe(api: FastAPI) -> None:
    """Fill in."""
