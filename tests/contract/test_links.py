"""Every link from one page of the repository to another file leads to a file that is there."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.composition import ROOT


def pages() -> list[str]:
    """Every Markdown file that is, or is about to be, in the repository."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "*.md"]
    found = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    return [page for page in found if page and (ROOT / page).is_file()]


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            path = target.split("#")[0]
            assert not path or (ROOT / page).parent.joinpath(path).exists(), target


def test_there_are_pages() -> None:
    assert Path("docs/README.md").as_posix() in pages()
