"""What every test may ask for: real servers, a database of its own, names of its own."""

from tests.logs import log_plainly
from tests.servers import database_url, kafka_bootstrap, postgres_url, topic_prefix

__all__ = ["database_url", "kafka_bootstrap", "postgres_url", "topic_prefix"]

log_plainly()
