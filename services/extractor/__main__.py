"""Start the extractor: `python -m services.extractor`."""

from services.extractor.app import work
from services.extractor.settings import ExtractorSettings
from shared.service import main

if __name__ == "__main__":
    main("extractor", ExtractorSettings, work)
