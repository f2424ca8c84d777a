"""Run by Alembic: migrate over the connection that ``store_engine.migrate`` has opened."""

from __future__ import annotations

from alembic import context

from tutor.learning.store_schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
