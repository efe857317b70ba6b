"""Earlier texts of offers, words that wait for a steward, and who looks after an entry.

Revision: 0007, after: 0006. Locks organisations and offers while their keepers are filled in.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "pending",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "fields", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_pending_offer_id")),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_pending")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("changed", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("waits", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_revision_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("offer_id", "version", name=op.f("uq_revision_offer_id_version")),
    )
    op.add_column("offer", sa.Column("kept_by", sa.Uuid(), nullable=True))
    op.add_column("offer", sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_offer_kept_by"), "offer", ["kept_by"], unique=False)
    op.create_foreign_key(op.f("fk_offer_kept_by"), "offer", "locality", ["kept_by"], ["id"])
    op.add_column("organisation", sa.Column("kept_by", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_organisation_kept_by"), "organisation", ["kept_by"], unique=False)
    op.create_foreign_key(
        op.f("fk_organisation_kept_by"), "organisation", "locality", ["kept_by"], ["id"]
    )
    op.add_column("site", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.alter_column("site", "version", server_default=None)
    op.execute(
        "UPDATE organisation SET kept_by = d.locality_id FROM district d WHERE d.code = home_district"
    )
    op.execute(
        "UPDATE offer SET kept_by = o.kept_by FROM organisation o WHERE o.id = organisation_id"
    )
    op.execute(
        "UPDATE offer SET kept_by = d.locality_id FROM district d"
        " WHERE kept_by IS NULL AND d.code = offer.districts[1]"
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column("site", "version")
    op.drop_constraint(op.f("fk_organisation_kept_by"), "organisation", type_="foreignkey")
    op.drop_index(op.f("ix_organisation_kept_by"), table_name="organisation")
    op.drop_column("organisation", "kept_by")
    op.drop_constraint(op.f("fk_offer_kept_by"), "offer", type_="foreignkey")
    op.drop_index(op.f("ix_offer_kept_by"), table_name="offer")
    op.drop_column("offer", "waits_since")
    op.drop_column("offer", "kept_by")
    op.drop_table("revision")
    op.drop_table("pending")
