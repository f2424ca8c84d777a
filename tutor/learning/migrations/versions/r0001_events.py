"""The events table, to which rows are only ever added: triggers refuse anything else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, its indexes and the triggers that keep it append-only."""
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("uid", sa.Text, nullable=False, unique=True),
        sa.Column("learner", sa.Text, nullable=False),
        sa.Column("course", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("exam", sa.Text, nullable=False),
        sa.Column("chosen", sa.JSON, nullable=False),
        sa.Column("correct", sa.Boolean),
        sa.Column("confidence", sa.Text),
        sa.Column("grade", sa.Text),
        sa.Column("seconds", sa.Float),
        sa.Column("detail", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_of_learner", "events", ["learner", "course", "seq"])
    op.create_index("events_of_exam", "events", ["learner", "exam", "seq"])
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


_SQLITE = tuple(
    f"CREATE TRIGGER events_no_{verb} BEFORE {verb.upper()} ON events "
    "BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END"
    for verb in ("update", "delete")
)
_POSTGRESQL = (
    "CREATE FUNCTION events_are_only_added() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are only ever added'; END $$",
    "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
    "FOR EACH STATEMENT EXECUTE FUNCTION events_are_only_added()",
)
