"""Labels and reports from files to the extractor's own evaluation."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.cli.errors import WrongUse
from services.cli.files import read_bytes
from services.extractor.evaluation import Evaluation, evaluate

Row = dict[str, Any]


def rows_of(name: str) -> list[Row]:
    """The objects of a file of JSON lines. Raises `WrongUse` with file and line."""
    rows: list[Row] = []
    for number, line in enumerate(read_bytes(name).split(b"\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise WrongUse(f"{name}:{number}: is not JSON ({error}).") from None
            if not isinstance(row, dict):
                raise WrongUse(f"{name}:{number}: is JSON but not an object.")
            rows.append(row)
    return rows


def articles_beside(gold: str) -> str:
    """The articles that a file of labels is about: `articles.jsonl` to `expected.jsonl`, `x_articles` to `x_gold`.

    Raises `WrongUse` when they are not there.
    """
    path = Path(gold)
    articles = path.with_name("articles.jsonl" if path.stem == "expected" else path.name.replace("gold", "articles"))
    if articles == path or not articles.exists():
        raise WrongUse(f"There are no articles beside {gold}; name what `pactwatch extract` made of them.")
    return str(articles)


def score(labels: Sequence[Row], rows: Sequence[Row]) -> Evaluation:
    """Raises `WrongUse` when a line is no label, or no row of reports."""
    try:
        return evaluate(labels, rows)
    except (KeyError, TypeError) as error:
        raise WrongUse(
            f"A line lacks {error}: a label has id and events, a row of reports has article_id and reports."
        ) from None
