"""What counts as breaking a contract: each kind of change to a message, seen by the check."""

from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, create_model

from docs.generate import __main__ as command
from docs.generate.compatibility import breaks


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class MoreColour(StrEnum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Inner(BaseModel):
    a: int
    b: str = ""


def change(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """The breaks between two models with these fields."""
    old, new = (create_model("Thing", **fields) for fields in (before, after))  # type: ignore[call-overload]
    return breaks(old.model_json_schema(), new.model_json_schema())


BASE: dict[str, object] = {"a": (int, ...), "b": (str | None, None), "c": (tuple[Inner, ...], ())}


def test_the_same_schema_breaks_nothing() -> None:
    assert change(BASE, BASE) == []


@pytest.mark.parametrize(
    "new",
    [
        {"d": (str | None, None)},
        {"d": (Inner | None, None)},
        {"d": (str, "")},
        {"b": (str | None, Field(None, description="said better"))},
    ],
)
def test_what_may_be_left_out_or_is_prose_is_safe(new: dict[str, object]) -> None:
    assert change(BASE, BASE | new) == []


def test_a_new_field_deep_inside_is_safe_when_it_has_a_default() -> None:
    grown = create_model("Inner", __base__=Inner, d=(str, "x"))
    assert change(BASE, BASE | {"c": (tuple[grown, ...], ())}) == []


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (BASE, {name: BASE[name] for name in "ac"}, "message.b: was removed."),
        (BASE, BASE | {"d": (str, ...)}, "message.d: is new and required; give it a default."),
        (BASE, BASE | {"b": (str | None, ...)}, "message.b: has become required; older messages leave it out."),
        (BASE, BASE | {"a": (int, 0)}, "message.a: may now be left out; older readers need it."),
        (BASE, BASE | {"a": (str, ...)}, "message.a: type was 'integer' and is now 'string'."),
        ({"a": (str, "")}, {"a": (Annotated[str, Field(max_length=9)], "")}, "message.a: maxLength was None"),
        ({"a": (Colour, "red")}, {"a": (MoreColour, "red")}, "message.a: the value 'green' is new"),
        ({"a": (MoreColour, "red")}, {"a": (Colour, "red")}, "message.a: the value 'green' was removed"),
    ],
)
def test_every_other_change_is_a_break(before: dict[str, object], after: dict[str, object], problem: str) -> None:
    assert [said for said in change(before, after) if said.startswith(problem)]


def test_a_break_deep_inside_is_seen() -> None:
    shrunk = create_model("Inner", a=(int, ...))
    assert change(BASE, BASE | {"c": (tuple[shrunk, ...], ())}) == ["message.c[].b: was removed."]


def test_the_generator_writes_nothing_when_a_contract_would_break(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "broken_contracts", lambda: ["alert.schema.json: message.x: was removed."])
    monkeypatch.setattr(command, "render", lambda: pytest.fail("nothing is to be written"))
    monkeypatch.setattr("sys.argv", ["docs.generate"])
    assert command.main() == 1
    said = capsys.readouterr().err
    assert "message.x: was removed." in said
    assert "--breaking" in said
