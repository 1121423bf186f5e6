"""Write every generated file: `make contracts`, or `python -m docs.generate [--breaking]`.

A change of a message that would break somebody's reader is refused, unless `--breaking` says that it is meant.
"""

import argparse
import json
import sys
from pathlib import Path

from docs.generate import asyncapi, dashboard, schemas, tables
from docs.generate.compatibility import breaks
from services.gateway import openapi

ROOT = Path(__file__).parents[2]


def render() -> dict[Path, str]:
    """Every generated file, relative to the repository, with its content."""
    api = {schemas.FOLDER / "openapi.json": openapi.render()}
    return {**schemas.render(), **asyncapi.render(), **api, **tables.render(), **dashboard.render()}


def broken_contracts(root: Path = ROOT) -> list[str]:
    """What in today's messages breaks the contracts as committed, as sentences."""
    return [
        f"{path.name}: {problem}"
        for path, text in schemas.render().items()
        if (root / path).exists()
        for problem in breaks(json.loads((root / path).read_text(encoding="utf-8")), json.loads(text))
    ]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description="Write the generated docs.")
    parser.add_argument("--breaking", action="store_true", help="accept changes that break readers of a message")
    accepted = parser.parse_args().breaking
    problems = broken_contracts()
    if problems and not accepted:
        sys.stderr.write("\n".join([*problems, "", "Nothing was written. A new field needs a default; for anything"]))
        sys.stderr.write(" else raise schema_version, or say --breaking if nobody reads these messages yet.\n")
        return 1
    for path, text in render().items():
        target = ROOT / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
