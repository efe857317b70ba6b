"""Keep the next date beside a listing.

Revision: 0002, after: 0001. Locks the listings while their next dates are filled in.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("listing", sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE listing SET next_at = upcoming[1]")


def downgrade() -> None:
    """Go back."""
    op.drop_column("listing", "next_at")
