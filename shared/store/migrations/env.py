"""Alembic's way in: it runs on the connection that `shared.store.migrate` hands over."""

from alembic import context

from shared.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_type=True)
context.run_migrations()
