"""An image holds its service's own folder, `shared/` and its own lock: everything that is imported must be in one."""

import importlib.metadata
import re

import grimp
import pytest

from tests.composition import OURS, ROOT


def locked(service: str) -> set[str]:
    """The names of the distributions in a service's lock."""
    lines = (ROOT / f"deploy/requirements/{service}.txt").read_text(encoding="utf-8").splitlines()
    return {match[1].lower() for line in lines if (match := re.match(r"([A-Za-z0-9._-]+)==", line))}


# Asked once: it reads every installed file list.
PACKAGES = importlib.metadata.packages_distributions()


def distributions(module: str) -> set[str]:
    """What has to be installed for `import module`; empty for the standard library."""
    found = PACKAGES.get(module, [])
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("services", "shared", "deploy", include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("service", OURS)
def test_what_a_service_imports_is_in_its_image(service: str, imports: grimp.ImportGraph) -> None:
    own = {f"services.{service}", *imports.find_descendants(f"services.{service}")}
    reached = own.union(*(imports.find_upstream_modules(module) for module in own))
    ours = {module for module in reached if module.split(".")[0] in {"services", "shared", "deploy"}}

    elsewhere = {module for module in ours - own if not module.startswith("shared") and module != "services"}
    assert elsewhere == set(), "the image does not hold these"
    missing = {
        module for module in reached - ours if (needed := distributions(module)) and not needed & locked(service)
    }
    assert missing == set(), "the lock does not hold these; run make lock"
