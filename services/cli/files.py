"""Opening what was named on the command line: files, or `-` for standard input; and the file to write."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from services.cli.articles import Read, read
from services.cli.errors import WrongUse

STDIN = "-"


def read_bytes(name: str) -> bytes:
    """The content of one file. Raises `WrongUse` with a sentence when it cannot be read."""
    if name == STDIN:
        return sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        raise WrongUse(f"{name} is a folder; name the files in it.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUse(f"{name} cannot be read: {error.strerror}.") from None


def write_text(path: Path, text: str) -> None:
    """Write a file. Raises `WrongUse` with a sentence when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{path} cannot be written: {error.strerror}.") from None


def read_articles(names: Iterable[str]) -> Iterator[Read]:
    """Every article of every file, in order."""
    for name in names:
        yield from read("standard input" if name == STDIN else name, read_bytes(name))
