"""Apache Kafka, PostgreSQL and every service on one machine, with nothing but Python installed."""
