"""Reading pacts from articles: text in, reports out; no Kafka, HTTP or database.

`Reader` is the whole public face; each step of its cascade is a module of its own beside it.
"""

from services.extractor.reading.parse import DEFAULT_MODEL, ModelMissing
from services.extractor.reading.reader import Reader
from services.extractor.reading.values import Explanation

__all__ = ["DEFAULT_MODEL", "Explanation", "ModelMissing", "Reader"]
