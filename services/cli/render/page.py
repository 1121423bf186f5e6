"""Why articles were read as they were, as one page that needs nothing else: style inside, no script, no address."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from services.cli.render import weighing, words
from services.cli.render.explanation import LEGEND
from services.cli.render.marks import Mark, marked, text_of
from services.extractor.offline import Given
from services.extractor.reading import Explanation
from services.extractor.reading.traits import listed
from shared.messages import PactReport

STYLE = """
:root { color-scheme: light dark; --ink: #1d2229; --paper: #fdfdfb; --faint: #5f6875; --line: #d9dce1; --box: #f4f5f3;
  --party: #b8dcf5; --mention: #e4eef5; --pact: #c4e8c3; --step: #fbe3a3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e2e5e9; --paper: #16191d; --faint: #9aa4b1; --line: #363c44;
  --box: #1e2328; --party: #1d4f73; --mention: #24333f; --pact: #235228; --step: #5e4a10; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 54rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 1rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
article + article { margin-top: 4rem; border-top: 2px solid var(--line); padding-top: 2rem; }
.id, dt, .legend, .note { color: var(--faint); font-size: .875rem; }
.text { white-space: pre-wrap; margin: 0; }
mark { color: var(--ink); border-radius: .2em; padding: .05em .15em; }
.party { background: var(--party); font-weight: 600; } .mention { background: var(--mention); }
.pact { background: var(--pact); } .step { background: var(--step); }
details, .report { border: 1px solid var(--line); border-radius: .4rem; background: var(--box); padding: .5rem .75rem;
  margin: .5rem 0; }
summary { cursor: pointer; } .why { border-left: .25rem solid var(--faint); padding-left: .75rem; }
dl { display: grid; grid-template-columns: minmax(7rem, 11rem) 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dd { margin: 0; }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
"""


@dataclass(frozen=True, slots=True)
class Explained:
    """One article, how it was read, and what came of it."""

    given: Given
    explanation: Explanation
    reports: Sequence[PactReport]


def page(explained: Iterable[Explained]) -> str:
    """The whole page."""
    articles = list(explained)
    title = articles[0].given.article.title if len(articles) == 1 else words.many(len(articles), "article")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_safe(title or 'An article')} – how it was read</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join("".join(_article(one)) for one in articles)
        + "\n</body>\n</html>\n"
    )


def _safe(text: str) -> str:
    return escape(words.clean(text))


def _article(one: Explained) -> Iterator[str]:
    explanation = one.explanation
    yield f'<article>\n<p class="id">{_safe(one.given.id)}</p>\n'
    yield from _text(one)
    yield f'<p class="legend">{" ".join(_mark(said, mark) for mark, said in LEGEND.items())}</p>\n'
    yield f"<h2>Reports</h2>\n{''.join(map(_report, one.reports))}"
    if not one.reports:
        yield f'<p class="why">None. {_safe(explanation.why)}</p>\n'
    yield f'<p class="note">{_safe(weighing.verdict(explanation))}</p>\n'
    if explanation.statements:
        yield "<h2>What the frames say together</h2>\n"
        for number, told in enumerate(explanation.statements):
            yield _box(weighing.told_title(number, told), weighing.told_rows(told), is_open=told.reported)
    if explanation.weighed:
        yield "<h2>Frames</h2>\n"
        for number, weighed in enumerate(explanation.weighed):
            yield _box(weighing.frame_title(number, weighed), weighing.frame_rows(weighed), is_open=number == 0)
    if explanation.passed_over:
        yield "<h2>Sentences passed over for their words</h2>\n"
        for held in explanation.passed_over:
            rows = [("sentence", held.sentence.text), ("speaks against", listed(held.speak_against))]
            yield _box(f"Sentence {held.sentence.index}", rows)
    if explanation.mentions:
        yield f"<h2>Countries and organisations</h2>\n{_list(weighing.named(explanation.mentions))}"
    yield "</article>"


def _text(one: Explained) -> Iterator[str]:
    article = one.given.article
    pieces = marked(text_of(article.title, article.text), one.explanation, one.reports)
    left = len(article.title)
    yield "<h1>"
    for piece, mark in pieces:
        if left >= 0 and len(piece) > left:
            # The title ends inside this piece or before it; what follows are the two line ends, then the text.
            yield f'{_mark(piece[:left], mark)}</h1>\n<p class="text">{_mark(piece[left:].lstrip(chr(10)), mark)}'
            left = -1
        else:
            yield _mark(piece, mark)
            left -= len(piece) if left >= 0 else 0
    yield "</p>\n"


def _mark(text: str, mark: Mark) -> str:
    if mark is Mark.PLAIN or not text:
        return escape(text)
    return f'<mark class="{mark}">{escape(text)}</mark>'


def _box(title: str, rows: Iterable[weighing.Row], *, is_open: bool = False) -> str:
    return f"<details{' open' if is_open else ''}><summary>{_safe(title)}</summary>\n{_list(rows)}</details>\n"


def _list(rows: Iterable[weighing.Row]) -> str:
    return f"<dl>{''.join(f'<dt>{_safe(name)}</dt><dd>{_safe(said)}</dd>' for name, said in rows)}</dl>\n"


def _report(report: PactReport) -> str:
    stage = words.stage(report.stage, report.modality).plain
    told = f"{stage}, {words.label(report.pact_type)}, confidence {report.confidence:.2f}"
    return f'<p class="report"><strong>{_safe(words.parties(report.parties))}</strong><br>{_safe(told)}</p>\n'
