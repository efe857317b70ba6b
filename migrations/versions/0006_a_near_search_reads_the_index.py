"""A near search reads the index, and knows a card again by its stamp.

Revision: 0006, after: 0005. Locks the listings while their indexes on the point are made anew.
An older version beside it could write listings no more: stop it first.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BESIDE = (
    "access, by_and_for, cost, ends_on, for_only, formats, kinds, made_with, n,"
    " sectors, settings, state, themes"
)
EAGER = "autovacuum_vacuum_scale_factor", "autovacuum_vacuum_insert_scale_factor"


def upgrade() -> None:
    """Go forward."""
    op.drop_column("listing", "remote")
    op.drop_column("listing", "due_at")
    stamp: sa.Column[int] = sa.Column(
        "stamp", sa.BigInteger(), server_default=sa.text("0"), nullable=False
    )
    op.add_column("listing", stamp)
    op.execute(
        "update listing l set stamp = s.stamp from (select offer_id,"
        " (random() * 4e18)::int8 as stamp from listing where n = 0) s where s.offer_id = l.offer_id"
    )
    op.drop_index("ix_listing_at", table_name="listing")
    op.drop_index("ix_listing_anywhere", table_name="listing")
    op.execute(
        f"create index ix_listing_at on listing using gist (at) include (offer_id, {BESIDE})"
    )
    op.execute(
        f"create index ix_listing_anywhere on listing (offer_id) include (at, {BESIDE})"
        " where anywhere and n = 0"
    )
    op.execute(f"alter table listing set ({', '.join(f'{name} = 0.02' for name in EAGER)})")


def downgrade() -> None:
    """Go back."""
    op.execute(f"alter table listing reset ({', '.join(EAGER)})")
    op.drop_index("ix_listing_anywhere", table_name="listing")
    op.drop_index("ix_listing_at", table_name="listing")
    op.create_index("ix_listing_at", "listing", ["at"], unique=False, postgresql_using="gist")
    where = sa.text("anywhere and n = 0")
    op.create_index("ix_listing_anywhere", "listing", ["offer_id"], postgresql_where=where)
    op.drop_column("listing", "stamp")
    op.add_column("listing", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    remote: sa.Column[bool] = sa.Column(
        "remote", sa.Boolean(), server_default=sa.text("false"), nullable=False
    )
    op.add_column("listing", remote)
    op.alter_column("listing", "remote", server_default=None)
