"""Where the Unix sockets of a home lie: inside it if their paths are short and plain enough, else in a folder apart."""

import hashlib
import os
import re
from pathlib import Path

from deploy.local.errors import LocalError

# A socket's path may have 103 bytes (macOS) or 107 (Linux); the longest put behind the folder is supervisord's
# "/supervisor.sock.1234567", which it makes before it renames it.
_LONGEST_FOLDER = 78
# PostgreSQL splits the folder at commas and database addresses at colons; spaces and quotes are a trap everywhere.
_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")
# Always this one: what $TMPDIR or $XDG_RUNTIME_DIR name differs from one login to the next, or ends with it.
_APART = Path("/tmp")  # noqa: S108 - `make_socket_folder` sees to it that the folder in it is ours alone


def socket_folder(home: Path) -> Path:
    """The folder for this home's sockets; the same at each call, and not made by it."""
    inside = home.absolute() / "run"
    if len(os.fsencode(inside)) <= _LONGEST_FOLDER and _PLAIN.fullmatch(str(inside)):
        return inside
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    return _APART / f"pactwatch-{os.geteuid()}-{name}"


def make_socket_folder(folder: Path) -> None:
    """Make it, closed to other people.

    Raises:
        LocalError: it exists and belongs to somebody else, who in a shared place may mean to read along.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise LocalError(f"{folder} belongs to somebody else; remove it, or choose a home with a shorter path.")
