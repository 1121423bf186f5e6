"""Articles from files to the extractor's own reading, without Kafka."""

from collections.abc import Iterable

from pydantic import ValidationError

from services.cli.articles import Draft, Read, Unreadable
from services.cli.errors import Failed
from services.extractor.offline import Given
from services.extractor.reading import ModelMissing, Reader
from services.extractor.settings import ExtractorSettings
from shared.decoding import explain
from shared.messages import Article
from shared.settings import load


def load_reader() -> Reader:
    """The reader with the model the settings name. Raises `Failed` when it is not installed."""
    try:
        return Reader.load(load(ExtractorSettings).extractor_model)
    except ModelMissing as error:
        raise Failed(f"{error}.") from None


def given(drafts: Iterable[Read]) -> tuple[list[Given], list[Unreadable]]:
    """The articles, each with the id its file gives it or else its own; and what is no article, with the reason."""
    articles: list[Given] = []
    refused: list[Unreadable] = []
    for draft in drafts:
        if isinstance(draft, Draft):
            try:
                article = Article.model_validate(draft.body)
            except ValidationError as error:
                refused.append(Unreadable(draft.place, str(explain(error))))
            else:
                articles.append(Given(draft.given_id or article.id, article))
        else:
            refused.append(draft)
    return articles, refused
