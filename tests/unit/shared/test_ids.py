"""The same thing always gets the same id; different things different ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import ids
from tests.messages import article


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/a?id=1",
        "http://news.example/a/?id=1",
        "HTTPS://WWW.News.Example:443/a?id=1#top",
        "https://news.example/a?utm_source=feed&id=1&fbclid=xyz",
    ],
)
def test_one_article_under_many_links(address: str) -> None:
    assert ids.canonical_url(address) == "https://news.example/a?id=1"


@pytest.mark.parametrize(
    "address", ["https://news.example/a?id=2", "https://news.example/b?id=1", "https://x.example/a?id=1"]
)
def test_other_articles_stay_apart(address: str) -> None:
    assert ids.canonical_url(address) != "https://news.example/a?id=1"


@pytest.mark.parametrize("odd", ["", "   ", "no address", "http://[::1", "http://host:port/"])
def test_what_is_no_address_does_not_fail(odd: str) -> None:
    assert ids.canonical_url(odd) == odd.strip()


def test_new_text_under_a_known_address_is_a_revision() -> None:
    first, second = article("One.", url="https://a.example/x"), article("Two.", url="https://a.example/x")
    assert first.id == second.id
    assert first.revision != second.revision


def test_a_senders_own_id_does_not_count() -> None:
    assert article("One.", id="mine").id == article("One.").id


@given(st.text(), st.text())
def test_content_ids_never_fail_and_ignore_space_around(title: str, text: str) -> None:
    assert ids.article_id(None, title, text) == ids.article_id("", f" {title} ", f"{text}\n")


def test_parts_do_not_run_together() -> None:
    assert ids.article_id(None, "ab", "c") != ids.article_id(None, "a", "bc")


def test_the_order_of_parties_means_nothing() -> None:
    assert ids.report_id("a", "r", "other", ["JPN", "UKR"], "signed") == ids.report_id(
        "a", "r", "other", ["UKR", "JPN"], "signed"
    )
