"""Refused messages in a terminal."""

from collections.abc import Sequence

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from services.cli.render import facts, words
from shared.rejection import Rejection

LONGEST = 4000


def table(rejections: Sequence[Rejection]) -> Table:
    """One line a message."""
    shown = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    shown.add_column("id", no_wrap=True)
    shown.add_column("topic", no_wrap=True)
    shown.add_column("at", no_wrap=True)
    shown.add_column("why", overflow="fold")
    for rejection in rejections:
        shown.add_row(rejection.rejected_id, rejection.topic, words.moment(rejection.at), words.clean(rejection.detail))
    return shown


def panel(rejection: Rejection) -> Panel:
    """The reason, the place, and the message's own content."""
    about = facts.grid(
        [
            ("why", words.clean(rejection.detail)),
            ("field", words.clean(rejection.field or "")),
            ("topic", f"{rejection.topic}, partition {rejection.partition}, offset {rejection.offset}"),
            ("refused by", f"{rejection.service}, {words.moment(rejection.at)}"),
            ("key", words.clean((rejection.key or b"").decode(errors="replace"))),
            ("bytes", str(len(rejection.value))),
        ]
    )
    content = words.clean(rejection.value.decode(errors="backslashreplace"))
    if len(content) > LONGEST:
        content = f"{content[:LONGEST]} … (--raw shows all)"
    return Panel(
        Group(about, Padding(Text(content), (1, 0, 0, 0))),
        subtitle=Text(rejection.rejected_id, style="dim"),
        subtitle_align="right",
    )
