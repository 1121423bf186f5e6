"""A refused message keeps its bytes, its place and its reason; a stranger's message on the same topic is told apart."""

from dataclasses import replace

import pytest

from shared.decoding import Invalid, Reason
from shared.record import Record
from shared.rejection import NotARejection, Rejection, reject
from shared.topics import ARTICLES, rejected

RECORD = Record(2, 41, None, b"key", b'{"text": "\xff"}')
WHY = Invalid(Reason.NOT_UTF8, "The message is not UTF-8.", "text")


def test_what_is_set_aside_can_be_read_again() -> None:
    aside = reject(RECORD, ARTICLES, WHY, "extractor")
    assert aside.topic == rejected(ARTICLES)
    read = Rejection.read(aside.value or b"", aside.headers)
    assert (read.topic, read.partition, read.offset, read.key, read.value) == ("articles", 2, 41, b"key", RECORD.value)
    assert (read.reason, read.field, read.detail, read.service) == ("not_utf8", "text", str(WHY), "extractor")
    assert read.rejected_id.encode() == aside.key


def test_refusing_it_again_overwrites_and_another_does_not() -> None:
    first, again = (reject(RECORD, ARTICLES, WHY, "extractor") for _ in range(2))
    other = reject(replace(RECORD, offset=42), ARTICLES, WHY, "extractor")
    assert first.key == again.key != other.key


@pytest.mark.parametrize(
    ("name", "content"),
    [("id", None), ("topic", b"strange"), ("partition", b"two"), ("offset", b"\xff"), ("at", b"yesterday")],
)
def test_a_strangers_message_is_told_apart(name: str, content: bytes | None) -> None:
    headers = dict(reject(RECORD, ARTICLES, WHY, "extractor").headers)
    del headers[f"pw_rejected_{name}"]
    if content is not None:
        headers[f"pw_rejected_{name}"] = content
    with pytest.raises(NotARejection):
        Rejection.read(b"x", tuple(headers.items()))
