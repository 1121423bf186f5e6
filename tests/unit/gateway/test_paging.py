"""Cursors come back as they went out, and nothing else is taken for one."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway import paging
from services.gateway.paging import Position

NOON = datetime(2024, 6, 13, 12, 0, 0, 123456, tzinfo=UTC)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", max_size=60)


@given(st.datetimes(timezones=st.just(UTC)), IDS)
def test_a_cursor_comes_back_as_it_went_out(at, identity):
    assert paging.decode(paging.encode(Position(at, identity))) == Position(at, identity)


def test_a_cursor_does_not_depend_on_the_zone_it_was_made_in():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=9)))
    assert paging.encode(Position(elsewhere, "x")) == paging.encode(Position(NOON, "x"))


def cursor_of(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "not a cursor",
        "====",
        cursor_of(None),
        cursor_of([]),
        cursor_of(["2024-06-13", "x", 3]),
        cursor_of(["yesterday", "x"]),
        cursor_of([NOON.isoformat(), 7]),
        cursor_of([NOON.isoformat(), "a\x00b"]),
        cursor_of([NOON.isoformat(), "\ud800"]),
        cursor_of(["0001-01-01T00:00:00+23:59", "x"]),
        paging.encode(Position(NOON, "x")) + "A",
    ],
)
def test_what_is_no_cursor_is_refused_with_a_sentence(cursor):
    with pytest.raises(ValueError, match="is no cursor of this API"):
        paging.decode(cursor)


@given(st.text(max_size=100))
def test_any_text_is_a_cursor_or_refused(text):
    try:
        position = paging.decode(text)
    except ValueError:
        return
    assert paging.encode(position) == text


class Row(NamedTuple):
    at: datetime
    id: str


def test_a_page_is_cut_where_the_next_begins():
    rows = [Row(NOON - timedelta(days=n), f"id{n}") for n in range(3)]
    page, following = paging.cut(rows, 2, lambda row: Position(row.at, row.id))
    assert page == rows[:2]
    assert following is not None
    assert paging.decode(following) == Position(*rows[1])


@pytest.mark.parametrize("limit", [3, 4])
def test_the_last_page_has_no_next(limit):
    rows = [Row(NOON, f"id{n}") for n in range(3)]
    assert paging.cut(rows, limit, lambda row: Position(row.at, row.id)) == (rows, None)
