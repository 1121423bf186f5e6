"""What the doctor found, in a terminal."""

from collections.abc import Sequence

from rich.text import Text

from services.cli.checks import Check, Verdict
from services.cli.render import words
from services.cli.render.listing import Listing

STYLES = {Verdict.OK: "green", Verdict.NOTE: "yellow", Verdict.BAD: "bold red"}


def table(checks: Sequence[Check]) -> Listing:
    """One line a check."""
    return Listing(
        ("", "check", "found", "remedy"),
        [
            (Text(check.verdict, style=STYLES[check.verdict]), check.name, words.clean(check.found), check.remedy)
            for check in checks
        ],
        whole=frozenset({"", "check"}),
    )
