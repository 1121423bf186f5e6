"""Bad input gets one clear sentence that names the field and the remedy."""

import json

import pytest

from shared.decoding import Invalid, Reason, decode
from shared.messages import MAX_TEXT_CHARACTERS, Article

GOOD = {"title": "Pact", "text": "Japan and Ukraine signed a pact."}


def raw(**fields: object) -> bytes:
    return json.dumps({**GOOD, **fields}).encode()


@pytest.mark.parametrize(
    ("message", "reason", "field", "says"),
    [
        (None, Reason.EMPTY, None, "empty"),
        (b"", Reason.EMPTY, None, "empty"),
        (b" \n", Reason.EMPTY, None, "empty"),
        (b"not json", Reason.NOT_JSON, None, "not JSON"),
        (b'{"text": "cut', Reason.NOT_JSON, None, "not JSON"),
        (b'{"text": "\xff"}', Reason.NOT_UTF8, None, "0xff"),
        (rb'{"text": "\ud800"}', Reason.NOT_JSON, None, "surrogate"),
        (b'["text"]', Reason.INVALID, None, "not an object"),
        (b'"text"', Reason.INVALID, None, "not an object"),
        (b"{}", Reason.INVALID, "text", "required"),
        (raw(text=7), Reason.INVALID, "text", "string"),
        (raw(text=None), Reason.INVALID, "text", "string"),
        (raw(text="  "), Reason.INVALID, "text", "blank"),
        (raw(text="a\x00b"), Reason.INVALID, "text", "NUL"),
        (raw(title="a\x00b"), Reason.INVALID, "title", "NUL"),
        (raw(text="x" * 5_000_000), Reason.INVALID, "text", str(MAX_TEXT_CHARACTERS)),
        (raw(schema_version=99), Reason.SCHEMA_VERSION, "schema_version", "reads 1"),
        (raw(published_at="9999-01-01T00:00:00Z"), Reason.INVALID, "published_at", "1800-2100"),
        (raw(published_at="soon"), Reason.INVALID, "published_at", "datetime"),
        (raw(published_at=2024), Reason.INVALID, "published_at", "is a number"),
        (raw(published_at="1718323200"), Reason.INVALID, "published_at", "is a number"),
        (raw(language="not a language"), Reason.INVALID, "language", "pattern"),
    ],
)
def test_refused(message: bytes | None, reason: Reason, field: str | None, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(Article, message)
    assert (refused.value.reason, refused.value.field) == (reason, field)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "message",
    [
        raw(),
        raw(published_at=None),
        raw(published_at="2024-06-14"),
        raw(published_at="2024-06-14T09:00:00"),
        raw(text="<p>Japan &amp; Ukraine</p>"),
        raw(text="Le Japon et l'Ukraine signent un accord.", language="fr"),
        raw(a_field_of_the_future=1),
    ],
)
def test_accepted(message: bytes) -> None:
    article = decode(Article, message)
    assert article.id.startswith("art_")


def test_every_problem_is_named() -> None:
    with pytest.raises(Invalid, match=r"text: .*published_at: "):
        decode(Article, json.dumps({"text": "", "published_at": "x"}).encode())


def test_the_refused_text_is_not_repeated() -> None:
    with pytest.raises(Invalid) as refused:
        decode(Article, raw(text="secret sauce\x00"))
    assert "secret sauce" not in str(refused.value)
