"""Why an article was read as it was, in a terminal: its text in colour, then each decision and what led to it."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from services.cli.render import facts, weighing, words
from services.cli.render.listing import Listing
from services.cli.render.marks import Mark, marked, text_of
from services.extractor.offline import Given
from services.extractor.reading import Explanation
from services.extractor.reading.traits import listed
from services.extractor.reading.values import PassedOver
from shared.messages import PactReport

STYLES = {
    Mark.PARTY: "bold cyan",
    Mark.MENTION: "cyan",
    Mark.PACT: "bold green",
    Mark.STEP: "bold yellow",
}
LEGEND = {
    Mark.PARTY: "party",
    Mark.MENTION: "other country or organisation",
    Mark.PACT: "pact",
    Mark.STEP: "step",
}


def rendered(given: Given, explanation: Explanation, reports: Sequence[PactReport], *, in_colour: bool = True) -> Group:
    """The whole explanation of one article."""
    return Group(
        Text(given.id, style="dim"),
        _coloured(given, explanation, reports),
        Padding(_legend() if in_colour else "", (1, 0) if in_colour else 0),
        Text(weighing.verdict(explanation)),
        *_section("Countries", [facts.grid(weighing.named(explanation.mentions))] if explanation.mentions else []),
        *_section("Passed over", [facts.grid(map(_held, explanation.passed_over))] if explanation.passed_over else []),
        *_frames(explanation),
        *_statements(explanation),
        *_section("Reports", [_reports(reports)] if reports else [Text(f"None. {words.clean(explanation.why)}")]),
        "",
    )


def _legend() -> Text:
    return Text("  ").join(Text(said, style=STYLES[mark]) for mark, said in LEGEND.items())


def _coloured(given: Given, explanation: Explanation, reports: Sequence[PactReport]) -> Text:
    article = given.article
    text = Text()
    for piece, mark in marked(text_of(article.title, article.text), explanation, reports):
        text.append(piece, style=STYLES.get(mark))
    text.stylize("bold", 0, len(article.title))
    return text


def _section(title: str, lines: Iterable[RenderableType]) -> list[RenderableType]:
    shown = list(lines)
    return [Padding(Text(title, style="bold"), (1, 0, 0, 0)), *shown] if shown else []


def _held(passed_over: PassedOver) -> facts.Fact:
    sentence = passed_over.sentence
    return (
        f"sentence {sentence.index}",
        words.clean(listed(passed_over.speak_against)) or "nothing that speaks for it",
    )


def _frames(explanation: Explanation) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for number, weighed in enumerate(explanation.weighed):
        parts += _section(weighing.frame_title(number, weighed), [_grid(weighing.frame_rows(weighed))])
    return parts


def _statements(explanation: Explanation) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for number, told in enumerate(explanation.statements):
        parts += _section(weighing.told_title(number, told), [_grid(weighing.told_rows(told))])
    return parts


def _grid(rows: Iterable[weighing.Row]) -> RenderableType:
    return Padding(facts.grid(rows), (0, 0, 0, 2))


def _reports(reports: Iterable[PactReport]) -> Listing:
    return Listing(
        ("parties", "stage", "modality", "type", "confidence"),
        [
            (
                words.parties(report.parties),
                words.stage(report.stage),
                words.label(report.modality),
                words.label(report.pact_type),
                f"{report.confidence:.2f}",
            )
            for report in reports
        ],
    )
