"""Alembic's migrations of the learning store; they travel with the package."""
