"""PostgreSQL refuses to run as root: finding it another account, and letting that account through to its folder."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from deploy.local.errors import LocalError

# Accounts that are there for such a purpose, the best first; `nobody` is on every system. None is created.
_ACCOUNTS = ("postgres", "nobody")


def account_for_postgres() -> str | None:
    """The account to run PostgreSQL as when we are root; None, meaning our own, when we are not.

    Raises:
        LocalError: we are root and the system has no account to offer.
    """
    import pwd

    if os.geteuid() != 0:
        return None
    for account in _ACCOUNTS:
        try:
            pwd.getpwnam(account)
        except KeyError:
            continue
        return account
    raise LocalError(f"PostgreSQL does not run as root, and there is none of the accounts {', '.join(_ACCOUNTS)}.")


def give(folder: Path, account: str) -> None:
    """Make the folder and let only this account into it."""
    import pwd

    folder.mkdir(parents=True, exist_ok=True)
    owner = pwd.getpwnam(account)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)


def let_pass(path: Path, progress: Callable[[str], None] = lambda _: None) -> None:
    """Let every account pass through the folders above `path`: passing only, what is in them stays hidden from it."""
    for folder in path.absolute().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            progress(f"PostgreSQL does not run as root: other accounts may now pass through {folder}, not look into it")
