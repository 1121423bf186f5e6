"""Refused messages in a terminal."""

from collections.abc import Sequence

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from services.cli.render import facts, words
from services.cli.render.listing import Listing
from shared.rejection import Rejection

LONGEST = 4000


def table(rejections: Sequence[Rejection]) -> Listing:
    """One line a message."""
    return Listing(
        ("id", "topic", "at", "why"),
        [(one.rejected_id, one.topic, words.moment(one.at), words.clean(one.detail)) for one in rejections],
        whole=frozenset({"id", "topic", "at"}),
    )


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
