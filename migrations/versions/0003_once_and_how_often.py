"""Keys of what is done once, and how often somebody tried.

Revision: 0003, after: 0002. Locks nothing.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "done",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=True),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_done")),
    )
    op.create_index(op.f("ix_done_at"), "done", ["at"], unique=False)
    op.create_table(
        "pace",
        sa.Column("bucket", sa.String(length=40), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("tokens", sa.Float(precision=53), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "key", name=op.f("pk_pace")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(op.f("ix_pace_at"), "pace", ["at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("pace")
    op.drop_table("done")
