"""Would a changed JSON Schema break somebody?

Two questions in one: can today's reader read yesterday's messages, and can yesterday's reader read today's?

What is allowed is one thing: a new field that may be left out. Everything else needs a new `schema_version`.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

PROSE = frozenset({"$schema", "$defs", "$ref", "title", "description", "default", "examples", "properties", "required"})
"""What no validator looks at, and what is compared on its own below."""


def breaks(old: Schema, new: Schema) -> list[str]:
    """One sentence for each change that would break a reader; empty when the change is safe."""
    return list(_compare(_Node(old, old), _Node(new, new), "message", frozenset()))


class _Node:
    """A place in a schema, its `$ref` followed."""

    def __init__(self, schema: Schema, root: Schema) -> None:
        self.name: str = schema.get("$ref", "")
        while "$ref" in schema:
            schema = {
                **root["$defs"][schema["$ref"].rsplit("/", 1)[1]],
                **{k: schema[k] for k in schema if k != "$ref"},
            }
        self.schema = schema
        self.root = root

    def under(self, schema: Schema) -> "_Node":
        return _Node(schema, self.root)

    def fields(self) -> Schema:
        return dict(self.schema.get("properties", {}))

    def required(self) -> set[str]:
        return set(self.schema.get("required", ()))


def _compare(old: _Node, new: _Node, where: str, seen: frozenset[str]) -> Iterator[str]:
    if old.name and old.name in seen:
        return
    seen |= {old.name}
    yield from _fields(old, new, where, seen)
    for keyword in sorted((old.schema.keys() | new.schema.keys()) - PROSE):
        before, after = old.schema.get(keyword), new.schema.get(keyword)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _compare(old.under(before), new.under(after), f"{where}[]", seen)
        elif keyword in {"anyOf", "allOf", "oneOf"} and before and after and len(before) == len(after):
            for one_before, one_after in zip(before, after, strict=True):
                yield from _compare(old.under(one_before), new.under(one_after), where, seen)
        elif keyword == "enum" and before and after:
            yield from _values(set(before), set(after), where)
        elif before != after:
            yield f"{where}: {keyword} was {before!r} and is now {after!r}."


def _fields(old: _Node, new: _Node, where: str, seen: frozenset[str]) -> Iterator[str]:
    before, after = old.fields(), new.fields()
    for name in sorted(before.keys() - after.keys()):
        yield f"{where}.{name}: was removed."
    for name in sorted(after.keys() - before.keys() & after.keys()):
        if name in new.required():
            yield f"{where}.{name}: is new and required; give it a default."
    for name in sorted(before.keys() & after.keys()):
        if name in new.required() - old.required():
            yield f"{where}.{name}: has become required; older messages leave it out."
        if name in old.required() - new.required():
            yield f"{where}.{name}: may now be left out; older readers need it."
        yield from _compare(old.under(before[name]), new.under(after[name]), f"{where}.{name}", seen)


def _values(before: set[str], after: set[str], where: str) -> Iterator[str]:
    for value in sorted(before - after):
        yield f"{where}: the value {value!r} was removed; older messages hold it."
    for value in sorted(after - before):
        yield f"{where}: the value {value!r} is new; older readers refuse it."
