"""Makes the reading's learned models from labelled articles: `python -m services.extractor.training`, `make train`."""
