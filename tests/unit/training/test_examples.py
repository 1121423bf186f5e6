"""What labels say of frames, and which articles of a source are taken."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from seeds.training.examples import DEBATABLE, Labelled, Source, event_of, load, told
from services.extractor.reading import Reader
from services.extractor.reading.values import Frame, Step
from shared.messages import Article
from shared.vocabulary import Modality, Stage
from tests.made_frames import made

SIGNED = Step(Stage.SIGNED, Modality.ACTUAL, "signed")
TEXT = "They signed a defence treaty."


def label(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "a", "events": list(events), "borderline": False, **more}


def event(*parties: str, stage: str = "signed", evidence: str = "", **more: Any) -> dict[str, Any]:
    return {"parties": list(parties), "stage": stage, "pact_type": "other", "evidence": evidence, **more}


def frame(*codes: str, step: Step = SIGNED, text: str = TEXT) -> Frame:
    return made(dict.fromkeys(codes, 0.5), step=step, text=text)


def test_a_frame_in_the_sentence_of_the_evidence_tells_the_event_even_at_another_stage() -> None:
    wanted = event("PER", "CHL", "BRA", stage="ratified", evidence="THEY signed a defence   treaty!")
    assert event_of(frame("PER", "KEN"), label(wanted)) is wanted


def test_evidence_that_is_a_part_of_the_sentence_or_has_it_as_a_part_is_enough() -> None:
    for evidence in ("signed a defence treaty", f"LIMA - {TEXT} More followed."):
        wanted = event("PER", "CHL", "BRA", "ARG", "BOL", stage="rejected", evidence=evidence)
        assert event_of(frame("PER"), label(wanted)) is wanted


def test_without_a_party_in_common_it_tells_nothing_of_the_event() -> None:
    assert event_of(frame("NOR", "KEN"), label(event("PER", "CHL", evidence=TEXT))) is None


def test_a_party_that_may_be_named_is_in_common() -> None:
    wanted = event("PER", "CHL", evidence=TEXT, optional=["NOR"])
    assert event_of(frame("NOR", "KEN"), label(wanted)) is wanted


@pytest.mark.parametrize(
    ("codes", "step", "tells"),
    [
        (("PER", "CHL"), SIGNED, True),
        (("PER", "CHL", "BRA", "ARG"), SIGNED, True),
        (("PER", "CHL", "BRA", "ARG", "BOL"), SIGNED, False),
        (("PER", "CHL"), Step(Stage.INITIALLED, Modality.ACTUAL, "initialled"), True),
        (("PER", "CHL"), Step(Stage.RATIFIED, Modality.ACTUAL, "ratified"), False),
        (("PER", "CHL"), Step(Stage.AGREED, Modality.ACTUAL, "", certain=False), True),
    ],
    ids=["same", "half the parties", "less than half", "finer stage", "other stage", "stage not known"],
)
def test_elsewhere_half_the_parties_and_the_stage_have_to_be_the_same(
    codes: Sequence[str], step: Step, tells: bool
) -> None:
    found = event_of(frame(*codes, step=step), label(event("PER", "CHL")))
    assert (found is not None) is tells


def test_of_two_events_it_tells_the_one_with_more_parties_in_common_then_the_one_proved() -> None:
    nearer, other = event("PER", "CHL"), event("PER", "CHL", "BRA")
    assert event_of(frame("PER", "CHL"), label(other, nearer)) is nearer
    plain, proved = event("PER", "CHL"), event("PER", "CHL", stage="ratified", evidence=TEXT)
    assert event_of(frame("PER", "CHL"), label(plain, proved)) is proved


def test_no_events_nothing_told() -> None:
    assert event_of(frame("PER", "CHL"), label()) is None


def test_every_frame_is_told_with_the_number_and_weight_of_its_article() -> None:
    wanted = event("PER", "CHL")
    one, other, third = frame("PER", "CHL"), frame("NOR", "FIN"), frame("PER", "CHL")
    articles = [
        Labelled("set", label(wanted), (one, other), 3),
        Labelled("set", label(), (), 3),
        Labelled("set", label(borderline=True), (third,), 3),
    ]
    assert list(told(articles)) == [(0, one, wanted, 1.0), (0, other, None, 1.0), (2, third, None, DEBATABLE)]


class FakeReader:
    """Reads no article; has one frame for each, and as many sentences as the text has stops."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def frames(self, articles: Sequence[Article]) -> list[tuple[int, list[Frame]]]:
        self.batches.append(len(articles))
        return [(article.text.count("."), [frame("PER", "CHL", text=article.text)]) for article in articles]


def row(number: int) -> dict[str, Any]:
    return {"id": f"a-{number:03}", "title": "", "text": f"Article {number}." + " More." * number}


def source(folder: Path, count: int, labelled: Sequence[int], others: int = -1, packed: bool = False) -> Source:
    lines = "".join(json.dumps(row(number)) + "\n" for number in range(count))
    articles = folder / ("a.jsonl.gz" if packed else "a.jsonl")
    articles.write_bytes(gzip.compress(lines.encode()) if packed else lines.encode())
    labels = folder / "labels.jsonl"
    known = [{"id": row(number)["id"], "events": [event("PER", "CHL")]} for number in labelled]
    labels.write_text("".join(json.dumps(each) + "\n" for each in known) + "\n", encoding="utf-8")
    return Source("set", articles, labels, others)


def loaded(given: Source) -> list[Labelled]:
    return list(load(cast("Reader", FakeReader()), given))


def test_articles_come_with_their_labels_and_what_was_read_of_them(tmp_path: Path) -> None:
    first, second = loaded(source(tmp_path, 2, labelled=[1]))
    assert (first.name, first.label["events"], first.sentences) == ("set", [], 1)
    assert (second.label["id"], len(second.label["events"]), second.sentences) == ("a-001", 1, 2)
    assert second.frames[0].sentence.text == "Article 1. More."
    assert second.weight == 1.0


def test_of_the_others_as_many_as_asked_for_are_taken_from_all_over_the_file(tmp_path: Path) -> None:
    taken = [each.label["id"] for each in loaded(source(tmp_path, 30, labelled=[7, 29], others=7, packed=True))]
    assert {"a-007", "a-029"} <= set(taken)
    assert len(taken) == 2 + 7
    assert taken == sorted(taken)
    assert max(int(name[2:]) for name in taken if name != "a-029") > 20


def test_long_sources_are_read_in_batches(tmp_path: Path) -> None:
    reader = FakeReader()
    assert len(list(load(cast("Reader", reader), source(tmp_path, 130, labelled=[])))) == 130
    assert reader.batches == [128, 2]
