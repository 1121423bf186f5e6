from datetime import UTC, datetime

import pytest

from services.extractor.offline import BadLine, article, articles


def test_an_article_as_on_the_topic() -> None:
    given = article('{"title": "T", "text": "Some text", "url": "https://news.example/1"}', 1)
    assert given.id == given.article.id
    assert given.article.title == "T"


def test_an_article_of_a_labelled_set_keeps_its_own_id() -> None:
    given = article('{"id": "own-1", "text": "Some text", "published": "2022/03/09", "license": "CC0"}', 1)
    assert given.id == "own-1"
    assert given.article.id != "own-1"
    assert given.article.published_at == datetime(2022, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 7 is no JSON"),
        ("[]", "line 7 is no JSON object"),
        ('{"text": "  "}', "line 7: text is blank"),
        ('{"title": "only"}', "line 7: text Field required"),
        ('{"text": "x", "published": "soon"}', "line 7: published_at"),
    ],
)
def test_a_bad_line_says_where_and_what(line: str, message: str) -> None:
    with pytest.raises(BadLine, match=message):
        article(line, 7)


def test_empty_lines_are_passed_over() -> None:
    assert len(list(articles(["", '{"text": "one"}', "  ", '{"text": "two"}']))) == 2
