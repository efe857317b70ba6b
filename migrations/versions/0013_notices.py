"""Which rungs a listing has come to, what is to be told to whom, how far the record was read.

Revision: 0013, after: 0012. Locks no big table.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward. What was done before this is not told to anybody any more."""
    op.create_table(
        "rung",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("cycle", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "rung in ('soon', 'due', 'again', 'late', 'call', 'doubted')",
            name=op.f("ck_rung_rung"),
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_rung_offer_id")),
        sa.PrimaryKeyConstraint("offer_id", "cycle", "rung", name=op.f("pk_rung")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("cycle", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_notice_person_id_key")),
    )
    op.create_index(
        "ix_notice_told_at",
        "notice",
        ["person_id"],
        unique=False,
        postgresql_where=sa.text("told_at is null"),
    )
    op.create_table(
        "bookmark",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bookmark")),
    )
    op.execute(
        "insert into bookmark (name, seq) select 'notices', coalesce(max(seq), 0) from event"
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("bookmark")
    op.drop_index(
        "ix_notice_told_at", table_name="notice", postgresql_where=sa.text("told_at is null")
    )
    op.drop_table("notice")
    op.drop_table("rung")
