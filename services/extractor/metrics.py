"""What the extractor counts beside the shared metrics."""

from prometheus_client import Counter, Histogram

ARTICLES = Counter("pactwatch_articles_read_total", "Articles read, by whether they speak of a pact.", ["outcome"])
REPORTS = Counter("pactwatch_reports_total", "Reports read from articles.", ["pact_type", "stage"])
READING = Histogram(
    "pactwatch_reading_seconds",
    "Time to read one batch of articles.",
    buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30),
)
BATCH = Histogram("pactwatch_reading_batch_articles", "Articles in a batch.", buckets=(1, 2, 5, 10, 20, 50, 100, 200))
CONFIDENCE = Histogram(
    "pactwatch_report_confidence_ratio", "Confidence of reports.", buckets=(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
)
