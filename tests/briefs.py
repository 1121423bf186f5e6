"""News in brief with what a careful reader reports of it, written for these tests; see `briefs.jsonl`.

Parties and stage are as in the labels of `seeds/`: what is agreed to be signed is `agreed`.
"""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Brief:
    """A short article and the parties and stage of each pact it tells of."""

    day: str
    title: str
    text: str
    pacts: frozenset[tuple[tuple[str, ...], str]]


def briefs() -> list[Brief]:
    """All of them."""
    lines = (Path(__file__).parent / "briefs.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Brief(
            row["day"],
            row["title"],
            row["text"],
            frozenset((tuple(sorted(pact["parties"])), pact["stage"]) for pact in row["pacts"]),
        )
        for row in map(json.loads, lines)
    ]
