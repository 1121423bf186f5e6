"""Why an article was read as it was: its text with the words that counted in colour, and each decision in a line."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from services.cli.render import words
from services.cli.render.listing import Listing
from services.extractor.offline import Given
from services.extractor.reading import Explanation
from services.extractor.reading.values import Frame, Mention
from shared.messages import PactReport

COUNTRY = "cyan"
PACT = "bold green"
STEP = "bold yellow"
CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), " ")


def rendered(given: Given, explanation: Explanation, reports: Sequence[PactReport], *, in_colour: bool = True) -> Group:
    """The whole explanation of one article."""
    return Group(
        Text(given.id, style="dim"),
        _coloured(given, explanation),
        Padding(_legend() if in_colour else "", (1, 0) if in_colour else 0),
        _verdicts(explanation),
        *_section("Countries", _mentions(explanation.mentions)),
        *_section("Frames", [_frames(explanation.frames)] if explanation.frames else []),
        *_section("Vetoed", [_vetoed(explanation)] if explanation.vetoed else []),
        *_section("Decisions", (Text(words.clean(rule)) for rule in explanation.rules)),
        *_section("Reports", [_reports(reports)] if reports else [Text("none: nothing here is news of a pact")]),
        "",
    )


def _legend() -> Text:
    return Text.assemble(("country", COUNTRY), "  ", ("pact", PACT), "  ", ("step", STEP))


def _coloured(given: Given, explanation: Explanation) -> Text:
    # One character for one, so that every offset holds.
    text = Text(f"{given.article.title}\n\n{given.article.text}".translate(CONTROLS))
    text.stylize("bold", 0, len(given.article.title))
    for mention in explanation.mentions:
        text.stylize(COUNTRY, mention.start, mention.end)
    for frame in (*explanation.frames, *(frame for frame, _ in explanation.vetoed)):
        start = frame.sentence.start
        text.stylize(PACT, start + frame.anchor.start, start + frame.anchor.end)
        for cue in frame.step.cues:
            text.stylize(STEP, start + cue.start, start + cue.start + len(cue.word))
    return text


def _verdicts(explanation: Explanation) -> Text:
    told = [f"triage: {explanation.triage}"]
    if explanation.language:
        told.append(f"language: {explanation.language}")
    told.append(f"{words.many(len(explanation.candidates), 'sentence')} parsed")
    return Text("; ".join(told))


def _section(title: str, lines: Iterable[RenderableType]) -> list[RenderableType]:
    shown = list(lines)
    return [Padding(Text(title, style="bold"), (1, 0, 0, 0)), *shown] if shown else []


def _mentions(mentions: Iterable[Mention]) -> list[RenderableType]:
    by_code: dict[str, set[str]] = {}
    for mention in mentions:
        by_code.setdefault(mention.code, set()).add(mention.surface)
    named = (f"{words.country(code)} ({', '.join(sorted(said))})" for code, said in sorted(by_code.items()))
    told = "; ".join(named)
    return [Text(words.clean(told))] if told else []


def _frames(frames: Iterable[Frame]) -> Listing:
    return Listing(
        ("sentence", "stage", "modality", "type", "parties", "pact", "step", "rule"),
        [
            (
                str(frame.sentence.index),
                words.stage(frame.step.stage),
                words.label(frame.step.modality),
                words.label(frame.pact_type),
                " ".join(dict.fromkeys(party.code for party in frame.parties)),
                words.clean(frame.anchor.surface),
                words.clean(frame.step.trigger),
                frame.anchor.rule,
            )
            for frame in frames
        ],
    )


def _vetoed(explanation: Explanation) -> Listing:
    return Listing(
        ("sentence", "pact", "step", "veto", "because of"),
        [
            (
                str(frame.sentence.index),
                words.clean(frame.anchor.surface),
                words.clean(frame.step.trigger),
                words.label(veto.reason),
                words.clean(veto.words),
            )
            for frame, veto in explanation.vetoed
        ],
    )


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
