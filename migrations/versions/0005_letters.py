"""Letters that wait, were sent, or were given up.

Revision: 0005, after: 0004. Locks nothing.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("to", sa.String(length=254), nullable=True),
        sa.Column("reply_to", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.String(length=150), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=20), nullable=True),
        sa.CheckConstraint("state in ('waiting', 'sent', 'dead')", name=op.f("ck_letter_state")),
        sa.CheckConstraint(
            "state <> 'waiting' or \"to\" is not null", name=op.f("ck_letter_addressed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(
        "ix_letter_next_try_at",
        "letter",
        ["next_try_at"],
        unique=False,
        postgresql_where="state = 'waiting'",
    )
    op.create_index("ix_letter_state", "letter", ["state", "made_at"], unique=False)
    op.create_index(op.f("ix_letter_to"), "letter", ["to"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("letter")
