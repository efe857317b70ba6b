"""Links that ask whether an offer is right, reports, how often one was seen, stewards' words.

Revision: 0010, after: 0009. Locks no big table.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "checklink",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_checklink_offer_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_checklink_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklink")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_checklink_token_hash")),
    )
    op.create_index("ix_checklink_offer_id", "checklink", ["offer_id", "code_hash"], unique=False)
    op.create_index(op.f("ix_checklink_person_id"), "checklink", ["person_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticks", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("marker", sa.LargeBinary(), nullable=True),
        sa.Column("independent", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('mended', 'right', 'unclear')", name=op.f("ck_report_outcome")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_report_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_offer_id", "report", ["offer_id", "at"], unique=False)
    op.create_table(
        "seen",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("lists", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_seen_offer_id")),
        sa.PrimaryKeyConstraint("offer_id", "day", name=op.f("pk_seen")),
    )
    op.add_column(
        "term", sa.Column("by_stewards", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.alter_column("term", "by_stewards", server_default=None)


def downgrade() -> None:
    """Go back."""
    op.drop_column("term", "by_stewards")
    op.drop_table("seen")
    op.drop_index("ix_report_offer_id", table_name="report")
    op.drop_table("report")
    op.drop_index(op.f("ix_checklink_person_id"), table_name="checklink")
    op.drop_index("ix_checklink_offer_id", table_name="checklink")
    op.drop_table("checklink")
