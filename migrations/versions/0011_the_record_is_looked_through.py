"""The record of what was done is found by who, by what and by when.

Revision: 0011, after: 0010. Reads the record once for each index; nothing can be written meanwhile.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_event_at", "event", ["at"])
    op.create_index("ix_event_by", "event", ["by", "seq"])
    op.create_index("ix_event_name", "event", ["name", "seq"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_event_name", table_name="event")
    op.drop_index("ix_event_by", table_name="event")
    op.drop_index("ix_event_at", table_name="event")
