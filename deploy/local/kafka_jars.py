"""Apache Kafka from its Maven coordinates: fetched once, each jar checked against the committed lock.

No Maven and no Java are needed: jgo resolves and downloads in Python. `python -m deploy.local.kafka_jars --lock`
resolves the coordinates anew and rewrites the lock.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local import maven
from deploy.local.errors import LocalError
from deploy.local.filelock import exclusive

# 4.3.1 is the newest release of which every dependency resolves. Without an slf4j binding the broker logs nothing.
COORDINATES = ("org.apache.kafka:kafka_2.13:4.3.1", "org.slf4j:slf4j-simple:1.7.36")
LOCK = Path(__file__).with_name("kafka-jars.lock.json")

_DOWNLOAD_SECONDS = 300.0
_PARALLEL = 8


@dataclass(frozen=True, slots=True)
class LockedJar:
    """One jar: its coordinates (group:artifact:version) and the sha256 of its bytes."""

    coordinates: str
    sha256: str


def cache_folder() -> Path:
    """Where downloads are kept between homes: `PACTWATCH_CACHE`, else `~/.cache/pactwatch`."""
    return Path(os.environ.get("PACTWATCH_CACHE") or Path.home() / ".cache" / "pactwatch").absolute()


def read_lock(path: Path = LOCK) -> list[LockedJar]:
    """The jars Kafka runs from, in class path order."""
    return [LockedJar(**jar) for jar in json.loads(path.read_text(encoding="utf-8"))["jars"]]


def kafka_jars(
    *,
    lock: Path = LOCK,
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """The jars of Kafka's class path, all present and all the ones that were locked.

    The first call downloads (44 MB); later calls only compare sizes and times with those of the jars once verified.

    Raises:
        LocalError: a jar could not be fetched, or is not the one that was locked.
    """
    cache = cache or cache_folder()
    repository = cache / "maven"
    jars = read_lock(lock)
    paths = [maven.jar_path(repository, jar.coordinates) for jar in jars]
    stamp = cache / "kafka-jars.verified.json"
    if _verified(stamp, jars, paths):
        return paths
    with exclusive(cache / "kafka-jars.lock", seconds=_DOWNLOAD_SECONDS, what="download of Apache Kafka"):
        if not _verified(stamp, jars, paths):  # else somebody did it while we waited
            missing = sum(not path.exists() for path in paths)
            if missing:
                progress(f"Fetching Apache Kafka ({missing} jars, once) …")
            with ThreadPoolExecutor(_PARALLEL) as pool:
                list(pool.map(lambda jar: _fetch(repository, jar), jars))
            stamp.write_text(json.dumps(_fingerprint(jars, paths)), encoding="utf-8")
    return paths


def _fetch(repository: Path, jar: LockedJar) -> None:
    """Have this jar in the repository folder, and have it be the locked one.

    A jar with other bytes is most often a download that was cut off, so it is fetched once more before it is refused.
    """
    path = maven.jar_path(repository, jar.coordinates)
    if path.exists() and _sha256(path) == jar.sha256:
        return
    path.unlink(missing_ok=True)
    maven.download(repository, jar.coordinates)
    found = _sha256(path)
    if found != jar.sha256:
        path.unlink()
        raise LocalError(
            f"{path.name} is not the jar that was locked, so Kafka is not started from it: "
            f"expected sha256 {jar.sha256}, got {found}. "
            "Either the repository it came from was tampered with, or the lock is out of date "
            "(python -m deploy.local.kafka_jars --lock)."
        )


def _verified(stamp: Path, jars: Sequence[LockedJar], paths: Sequence[Path]) -> bool:
    try:
        return bool(json.loads(stamp.read_text(encoding="utf-8")) == _fingerprint(jars, paths))
    except (OSError, ValueError):
        return False


def _fingerprint(jars: Sequence[LockedJar], paths: Sequence[Path]) -> list[list[str | int]]:
    """What must be unchanged for verified jars to stay verified: what was locked, and each file's size and time."""
    files = [path.stat() for path in paths]
    return [[jar.sha256, file.st_size, file.st_mtime_ns] for jar, file in zip(jars, files, strict=True)]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_lock(path: Path = LOCK, *, cache: Path | None = None) -> int:
    """Resolve the coordinates with all they depend on and write the lock; returns the number of jars."""
    repository = (cache or cache_folder()) / "maven"
    jars = [
        {"coordinates": coordinates, "sha256": _sha256(maven.jar_path(repository, coordinates))}
        for coordinates in maven.resolve(repository, COORDINATES)
    ]
    document = {"resolved_from": list(COORDINATES), "jars": jars}
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return len(jars)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch and verify the jars, or with `--lock` rewrite the lock."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.kafka_jars", description=main.__doc__)
    parser.add_argument("--lock", action="store_true", help="resolve the coordinates anew and rewrite the lock")
    try:
        if parser.parse_args(arguments).lock:
            print(f"{write_lock()} jars locked in {LOCK}")  # noqa: T201 - a command's output
        else:
            print("\n".join(map(str, kafka_jars())))  # noqa: T201
    except LocalError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
