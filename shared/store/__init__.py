"""PostgreSQL: the tables, their migrations, and the outbox. Who writes what stands beside each table."""
