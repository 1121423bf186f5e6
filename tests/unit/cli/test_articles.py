"""Articles in every form people have them in."""

import json

import pytest

from services.cli.articles import Draft, Unreadable, read


def texts(name: str, content: str) -> list[tuple[str, str, str]]:
    """Place, title and text of every article in a file that holds nothing else."""
    drafts = list(read(name, content.encode()))
    assert all(isinstance(draft, Draft) for draft in drafts)
    return [(d.place, d.body.get("title", ""), d.body["text"]) for d in drafts if isinstance(d, Draft)]


def test_json_lines_keep_their_line_numbers() -> None:
    content = '{"text": "one"}\n\n{"title": "t", "text": "two"}\n'
    assert texts("news.jsonl", content) == [("news.jsonl:1", "", "one"), ("news.jsonl:3", "t", "two")]


def test_a_line_separator_inside_a_string_does_not_end_the_line() -> None:
    assert texts("news.jsonl", '{"text": "one\u2028two"}') == [("news.jsonl:1", "", "one\u2028two")]


def test_an_object_may_be_spread_over_lines() -> None:
    assert texts("one.json", json.dumps({"text": "one"}, indent=2)) == [("one.json:1", "", "one")]


def test_an_array_tells_the_line_of_each_element() -> None:
    content = '[\n {"text": "one"},\n {"text":\n "two"}, {"text": "three"}\n]\n'
    assert [place for place, _, _ in texts("all.json", content)] == ["all.json:2", "all.json:3", "all.json:4"]


def test_standard_input_may_be_any_of_them() -> None:
    assert texts("-", '{"text": "one"}\n{"text": "two"}\n') == [("-:1", "", "one"), ("-:2", "", "two")]
    assert texts("-", '{\n"text": "one"}') == [("-:1", "", "one")]
    assert texts("-", '[{"text": "one"}]') == [("-:1", "", "one")]
    assert texts("-", "Title\n\nText.") == [("-:1", "Title", "Text.")]


def test_plain_text_has_its_title_on_the_first_line() -> None:
    assert texts("a.txt", "\ufeff# A title\r\n\r\nFirst.\n\nSecond.\n") == [("a.txt:1", "A title", "First.\n\nSecond.")]


def test_one_line_of_text_is_the_text() -> None:
    assert texts("a.txt", "Japan and Ukraine signed a pact.\n") == [("a.txt:1", "", "Japan and Ukraine signed a pact.")]


def test_a_headline_in_brackets_is_no_json() -> None:
    assert texts("note", "[Update] Japan signs\n\nText.") == [("note:1", "[Update] Japan signs", "Text.")]


def test_the_form_of_labelled_sets() -> None:
    [draft] = read("dev.jsonl", b'{"id": "dev-1", "published": "2005/04/24", "text": "t"}')
    assert isinstance(draft, Draft)
    assert draft.given_id == "dev-1"
    assert draft.body["published_at"] == "2005-04-24"


def test_no_id_is_given_by_an_empty_one() -> None:
    [draft] = read("dev.jsonl", b'{"id": "", "published": "", "text": "t"}')
    assert isinstance(draft, Draft)
    assert draft.given_id is None
    assert draft.body["published_at"] is None


@pytest.mark.parametrize(
    ("name", "content", "place", "said"),
    [
        ("a.jsonl", b'{"text": "t"}\n{"text": ', "a.jsonl:2", "is not JSON"),
        ("a.jsonl", b"[1]", "a.jsonl:1", "not an object"),
        ("a.json", b'[{"text": "t"},\n{"text": }]', "a.json:2", "is not JSON"),
        ("a.json", b'[{"text": "t"},\n', "a.json", "was cut off"),
        ("a.json", b"[" * 100_000, "a.json:1", "nested too deeply"),
        ("a.json", b'[{"text": "t"}] more', "a.json", "goes on after its array"),
        ("a.json", b"no JSON", "a.json:1", "is not JSON"),
        ("a.txt", b"", "a.txt", "is empty"),
        ("a.txt", b"line one\nline \xff two", "a.txt:2", "is not UTF-8 (byte 14)"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(name: str, content: bytes, place: str, said: str) -> None:
    *_, bad = read(name, content)
    assert isinstance(bad, Unreadable)
    assert bad.place == place
    assert said in bad.detail
