"""The few questions put to jgo, the Maven resolver in Python; nothing else here knows it.

`PACTWATCH_MAVEN_REPOSITORY` names another repository than jgo's default, such as a company's mirror.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.local.errors import LocalError

_REQUEST_SECONDS = 60


def jar_path(repository: Path, coordinates: str) -> Path:
    """Where a jar (group:artifact:version) lies in a local repository folder."""
    group, artifact, version = coordinates.split(":")
    return repository.joinpath(*group.split("."), artifact, version, f"{artifact}-{version}.jar")


def download(repository: Path, coordinates: str) -> Path:
    """Fetch one jar, without what it depends on.

    Raises:
        LocalError: it is not to be had; says from where it was wanted.
    """
    context = _context(repository)
    try:
        return Path(context.create_dependency(coordinates).artifact.resolve())
    except (RuntimeError, OSError) as error:  # requests' exceptions are OSErrors
        raise LocalError(
            f"Could not fetch {coordinates} of Apache Kafka: {error}. Is this machine on the network? "
            "PACTWATCH_MAVEN_REPOSITORY names another Maven repository, PACTWATCH_KAFKA a Kafka of your own."
        ) from error


def resolve(repository: Path, coordinates: Sequence[str]) -> list[str]:
    """The given artifacts and all they need at run time, downloaded; as coordinates, the given ones first."""
    context = _context(repository)
    given, needed = context.resolver.resolve([context.create_dependency(each) for each in coordinates])
    artifacts = [each.artifact for each in given]
    artifacts += [each.artifact for each in needed if each.scope in ("compile", "runtime")]
    for artifact in artifacts:
        artifact.resolve()
    return [f"{each.groupId}:{each.artifactId}:{each.version}" for each in artifacts]


def _context(repository: Path) -> Any:
    # Imported late: with all jars in the cache nobody waits the half second that the import takes.
    from jgo.maven import MavenContext, PythonResolver

    other = os.environ.get("PACTWATCH_MAVEN_REPOSITORY")
    remotes = {"central": other.rstrip("/")} if other else None
    return MavenContext(
        resolver=PythonResolver(), repo_cache=repository, remote_repos=remotes, timeout=_REQUEST_SECONDS
    )
