"""Why an article was read as it was: in a terminal and as a page."""

from html.parser import HTMLParser

import pytest
from rich.console import Console

from services.cli.render.explanation import rendered
from services.cli.render.marks import Mark, marked, text_of
from services.cli.render.page import Explained, page
from services.extractor.offline import Given
from services.extractor.reading import Explanation
from services.extractor.reading.linear import Linear
from services.extractor.reading.traits import listed, said
from services.extractor.reading.values import (
    Anchor,
    AnchorKind,
    Cue,
    Fate,
    Frame,
    Mention,
    MentionKind,
    Reason,
    Sentence,
    Step,
    Told,
    Veto,
    Weighed,
)
from shared.messages import Article
from shared.vocabulary import Modality, PactType, Stage
from tests.messages import report

TITLE = "Pact <b>news</b>"
TEXT = "Japan and Ukraine signed a defence pact, Russia said."
START = len(TITLE) + 2
PARTIES = (
    Mention("JPN", START, START + 5, "Japan", MentionKind.NAME),
    Mention("UKR", START + 10, START + 17, "Ukraine", MentionKind.NAME),
)
RUSSIA = Mention("RUS", START + 41, START + 47, "Russia", MentionKind.NAME)
FRAME = Frame(
    sentence=Sentence(1, START, TEXT),
    anchor=Anchor(AnchorKind.PACT, 27, 39, "defence pact", 35, "named"),
    step=Step(Stage.SIGNED, Modality.ACTUAL, "signed", (Cue("signed", "sign", 18),)),
    pact_type=PactType.MUTUAL_DEFENCE,
    parties=PARTIES,
    veto=Veto("history", "said", 1),
    score=0.83,
    stages={"signed": 0.91, "announced": 0.06},
    types={"mutual_defence": 0.8},
    chances=((PARTIES[0], 0.99), (PARTIES[1], 0.98), (RUSSIA, 0.12)),
)
GIVEN = Given("a-1", Article(title=TITLE, text=TEXT))


def explanation(*, reported: bool = True) -> Explanation:
    """One frame, in one statement."""
    told = Told(PARTIES, Stage.SIGNED, Modality.ACTUAL, PactType.MUTUAL_DEFENCE, {"stage": 0.91}, (0,), 0.77, reported)
    against = (Reason("r:veto=history", -0.4), Reason("w:said", -0.1))
    return Explanation(
        triage="passed",
        language="en",
        mentions=[*PARTIES, RUSSIA],
        sentences=2,
        candidates=[FRAME.sentence],
        weighed=[Weighed(FRAME, Fate.TOLD, (Reason("w:signed", 0.5),), against, 0)],
        statements=[told],
        why="" if reported else "The surest statement is not sure enough.",
    )


def in_terminal(told: Explanation, *, reports: bool = True, width: int = 200) -> str:
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:
        console.print(rendered(GIVEN, told, [report()] if reports else []))
    return capture.get()


def test_each_word_that_counted_is_marked_as_what_it_is() -> None:
    pieces = list(marked(text_of(TITLE, TEXT), explanation(), [report()]))
    assert "".join(piece for piece, _ in pieces) == f"{TITLE}\n\n{TEXT}"
    assert [(piece, mark) for piece, mark in pieces if mark is not Mark.PLAIN] == [
        ("Japan", Mark.PARTY),
        ("Ukraine", Mark.PARTY),
        ("signed", Mark.STEP),
        ("defence pact", Mark.PACT),
        ("Russia", Mark.MENTION),
    ]


def test_without_a_report_nobody_is_party() -> None:
    marks = {mark for _, mark in marked(text_of(TITLE, TEXT), explanation(reported=False), [])}
    assert Mark.PARTY not in marks
    assert Mark.MENTION in marks


@pytest.mark.parametrize("width", [40, 200])
def test_a_frame_tells_rules_objection_probabilities_and_reasons(width: int) -> None:
    out = " ".join(in_terminal(explanation(), width=width).split())
    for shown in ("“defence pact”", "history", "signed 0.91", "mutual defence 0.80", "RUS 0.12", "0.83", "(-0.40)"):
        assert shown in out


def test_a_statement_names_its_frames_and_its_confidence() -> None:
    out = in_terminal(explanation())
    assert "Statement 1, reported: confidence 0.77" in out
    assert "part of statement 1" in out


def test_an_article_without_a_report_says_why() -> None:
    out = in_terminal(explanation(reported=False), reports=False)
    assert "None. The surest statement is not sure enough." in out
    assert "not sure enough" in page([Explained(GIVEN, explanation(reported=False), [])])


class Tags(HTMLParser):
    """The tags of a page, and whether each was closed in its turn."""

    VOID = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.linked += [name for name, _ in attrs if name in {"src", "href"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_escaped_and_needs_nothing_else() -> None:
    tags = Tags()
    made = page([Explained(GIVEN, explanation(), [report()])] * 2)
    tags.feed(made)
    assert tags.open == []
    assert tags.linked == []
    assert not tags.seen & {"b", "script", "link"}
    assert "Pact &lt;b&gt;news&lt;/b&gt;</h1>" in made
    assert '<mark class="party">Japan</mark>' in made
    assert "prefers-color-scheme: dark" in made


def test_an_article_without_a_title_keeps_its_text() -> None:
    given = Given("a-2", Article(text="Rain & wind."))
    assert "Rain &amp; wind.</p>" in page([Explained(given, Explanation(triage="dropped"), [])])


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        ("b:Land sign", "words “⟨country⟩ sign”"),
        ("b:^ the", "words “⟨beginning⟩ the”"),
        ("r:veto=none", "the rules object: nothing"),
        ("r:tag0=VBD", "form of the step word: VBD"),
        ("r:negated", "negated"),
        ("t:+sign>with>L", "order: sign … with … ⟨name⟩"),
        ("mf:sign&+ratify", "innermost step and what is near it: sign and ratify"),
        ("z:unknown", "z:unknown"),
    ],
)
def test_traits_in_words(trait: str, words: str) -> None:
    assert said(trait) == words


def test_the_heaviest_traits_of_each_side() -> None:
    model = Linear(("no", "yes"), (0.0,), {"w:a": (0.5,), "w:b": (-0.2,), "w:c": (-0.9,), "w:d": (0.1,)})
    traits = ["w:a", "w:b", "w:c", "w:unknown"]
    assert model.reasons(traits, 1, against=True) == [("w:c", -0.9)]
    assert listed(Reason(*reason) for reason in model.reasons(traits, 5)) == "word “a” (+0.50)"
