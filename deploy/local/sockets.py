"""Where the Unix sockets of a home lie: inside it if their paths are short and plain enough, else in a folder apart."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from deploy.local.errors import LocalError

# The system holds 104 bytes (macOS) or 108 (Linux); the longest name put behind the folder is ".s.PGSQL.5432.lock".
_LONGEST_FOLDER = 80
# PostgreSQL splits the folder at commas and database addresses at colons; spaces and quotes are a trap everywhere.
_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")


def socket_folder(home: Path) -> Path:
    """The folder for this home's sockets, made if missing, closed to other people; the same at each call.

    Raises:
        LocalError: the folder apart exists and belongs to somebody else.
    """
    inside = home.absolute() / "run"
    if len(os.fsencode(inside)) <= _LONGEST_FOLDER and _PLAIN.fullmatch(str(inside)):
        inside.mkdir(parents=True, exist_ok=True)
        return inside
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    if len(os.fsencode(base)) > _LONGEST_FOLDER - 40 or not _PLAIN.fullmatch(str(base)):
        base = Path("/tmp")  # noqa: S108 - the folder below is ours alone, and checked to be
    apart = base / f"pactwatch-{os.geteuid()}-{name}"
    apart.mkdir(mode=0o700, exist_ok=True)
    if apart.is_symlink() or apart.stat().st_uid != os.geteuid():
        raise LocalError(f"{apart} belongs to somebody else; remove it, or set XDG_RUNTIME_DIR to a folder of yours.")
    return apart
