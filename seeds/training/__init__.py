"""Makes the reading's learned models from labelled articles: `python -m seeds.training`, `make train`."""
