"""Every dependency is explained, and everything explained is a dependency."""

import re
import tomllib

from tests.composition import ROOT


def declared() -> set[str]:
    """Every package named in pyproject.toml, in every extra and group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    names = {re.split(r"[\[<>=!~;\s]", requirement, maxsplit=1)[0] for listed in lists for requirement in listed}
    return names - {"pactwatch"}


def explained() -> set[str]:
    """The first cells of the tables, without those of the servers."""
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").split("## Servers")[0]
    return set(re.findall(r"^\| ([a-z0-9][a-z0-9.-]*) \|", page, re.MULTILINE)) - {"package"}


def test_the_page_and_the_project_name_the_same_packages() -> None:
    assert explained() == declared()


def test_every_package_is_locked_with_a_hash() -> None:
    lock = (ROOT / "deploy/requirements/dev.txt").read_text(encoding="utf-8")
    for name in declared():
        assert re.search(rf"^{re.escape(name)}==\S+.*\\\n    --hash=sha256:", lock, re.MULTILINE | re.IGNORECASE), name


def test_no_lock_names_an_index() -> None:
    for lock in (ROOT / "deploy/requirements").glob("*.txt"):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name
