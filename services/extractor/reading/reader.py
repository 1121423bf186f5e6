"""The cascade: triage, mentions, candidate sentences, parse, frames, judge, statements, confidence, reports."""

from collections.abc import Callable, Sequence
from datetime import datetime

from spacy.language import Language
from spacy.tokens import Doc

from services.extractor.reading import candidates, document, mentions, parse, sentences, triage
from services.extractor.reading.candidates import Candidate
from services.extractor.reading.confidence import confidence
from services.extractor.reading.context import context
from services.extractor.reading.draft import Draft
from services.extractor.reading.explain import explanation
from services.extractor.reading.frames import frames
from services.extractor.reading.judge import judge, prepare
from services.extractor.reading.language import language
from services.extractor.reading.plain import full_text, readable
from services.extractor.reading.report import report
from services.extractor.reading.values import Explanation, Frame
from shared.messages import Article, PactReport

REPORTED = 0.6
"""Confidence from which a statement is reported."""


class Reader:
    """Reads articles. Pure CPU and deterministic; safe in a one-thread executor, not in several threads at once."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    @classmethod
    def load(cls, model: str = parse.DEFAULT_MODEL) -> "Reader":
        """A reader with the spaCy model of this package name. Raises `ModelMissing`."""
        reader = cls(parse.load(model))
        prepare()
        return reader

    def read(
        self, articles: Sequence[Article], ingested_at: Sequence[datetime | None], now: datetime
    ) -> list[list[PactReport]]:
        """The reports of each article, in order; an article that tells of no pact, or not in English, has none.

        `ingested_at` is when each article reached the topic, None where not known; `now` becomes `read_at`.
        """
        drafts = [self._draft(article) for article in articles]
        self._parse([draft for draft in drafts if draft.candidates])
        return [
            self._reports(draft, ingested, now) if draft.frames else []
            for draft, ingested in zip(drafts, ingested_at, strict=True)
        ]

    def frames(self, articles: Sequence[Article]) -> list[tuple[int, list[Frame]]]:
        """All frames of each article before they are judged, and its number of sentences: what training learns from."""
        drafts = [self._draft(article, gated=False) for article in articles]
        self._parse([draft for draft in drafts if draft.candidates], judged=False)
        return [(len(draft.sentences), draft.frames) for draft in drafts]

    def explain(self, article: Article) -> Explanation:
        """How one article was read, and why."""
        draft = self._draft(article)
        self._parse([draft], judged=False)
        return explanation(draft, REPORTED)

    def _draft(self, article: Article, gated: bool = True) -> Draft:
        """The steps that need no parser; `gated`: without the sentences whose words rule out news of a pact."""
        text = full_text(article)
        plain = readable(text)
        draft = Draft(article, text, plain)
        if not triage.passes(plain):
            return draft
        draft.language = language(plain, article.language)
        if draft.language != "en":
            return draft
        draft.sentences = sentences.split(plain, len(article.title))
        when = article.published_at.date() if article.published_at else None
        draft.mentions = mentions.find(plain, when)
        if draft.mentions:
            draft.candidates = candidates.find(draft.sentences, draft.mentions, gated)
        if not draft.candidates:
            return draft
        draft.context = context(draft.sentences, draft.mentions, plain, article.source, when)
        return draft

    def _parse(self, drafts: list[Draft], judged: bool = True) -> None:
        """Parse all candidate sentences together; keep the frames that the judge holds for possible."""
        work = [
            (parse.easier(candidate.sentence.text, candidate.sentence.is_title), (draft, candidate))
            for draft in drafts
            for candidate in draft.candidates
        ]

        worth: Callable[[Frame], bool] = judge().plausible if judged else (lambda _: True)

        def make(doc: Doc, item: tuple[Draft, Candidate]) -> list[Frame]:
            draft, candidate = item
            return frames(doc, candidate, draft.mentions, draft.context, worth)

        found = [
            (draft, frame)
            for (_, (draft, _)), told in zip(work, parse.parsed(self._nlp, work, make), strict=True)
            for frame in told
        ]
        weighed = judge().weigh_all([frame for _, frame in found]) if judged else [frame for _, frame in found]
        for (draft, _), frame in zip(found, weighed, strict=True):
            if frame is not None:
                draft.frames.append(frame)

    def _reports(self, draft: Draft, ingested_at: datetime | None, now: datetime) -> list[PactReport]:
        told = document.statements(draft.frames)
        sure = [(statement, confidence(statement, told, len(draft.sentences))) for statement in told]
        found = [(statement, each) for statement, each in sure if each >= REPORTED]
        reports: dict[str, PactReport] = {}
        for statement, each in found:
            made = report(
                statement,
                draft.article,
                draft.text,
                draft.sentences,
                draft.mentions,
                ingested_at,
                now,
                alone=len(found) == 1,
                sure=each,
            )
            reports.setdefault(made.report_id, made)
        return list(reports.values())
