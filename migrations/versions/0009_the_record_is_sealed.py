"""The record is sealed: each event has a place and a seal, and none is changed or removed.

Revision: 0009, after: 0008. Locks the events while those there are get theirs.
"""

from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256

import orjson
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEPT = """
CREATE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays written down' USING ERRCODE = 'restrict_violation';
END
$$
"""
REFUSES = """
CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()
"""


def upgrade() -> None:
    """Go forward."""
    op.add_column("event", sa.Column("seq", sa.BigInteger(), nullable=True))
    op.add_column("event", sa.Column("chain", sa.LargeBinary(), nullable=True))
    seal_all()
    op.alter_column("event", "seq", nullable=False)
    op.alter_column("event", "chain", nullable=False)
    op.create_unique_constraint(op.f("uq_event_seq"), "event", ["seq"])
    op.execute(KEPT)
    op.execute(REFUSES)


def downgrade() -> None:
    """Go back."""
    op.execute("DROP TRIGGER event_is_kept ON event")
    op.execute("DROP FUNCTION event_is_kept()")
    op.drop_constraint(op.f("uq_event_seq"), "event", type_="unique")
    op.drop_column("event", "chain")
    op.drop_column("event", "seq")


def seal_all() -> None:
    """Seal what there is, in the order it happened; form 1, as network/core/chain.py writes it."""
    event = sa.table(
        "event",
        sa.column("id", sa.Uuid()),
        *(sa.column(name) for name in ("at", "name", "about", "by", "by_name")),
        sa.column("detail", JSONB()),
        sa.column("seq", sa.BigInteger()),
        sa.column("chain", sa.LargeBinary()),
    )
    rows = op.get_bind().execute(sa.select(event).order_by(event.c.at, event.c.id)).all()
    sealed, before = [], bytes(32)
    for seq, row in enumerate(rows, 1):
        at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
        by = str(row.by) if row.by else None
        said = [1, seq, str(row.id), at, row.name, str(row.about), by, row.by_name, row.detail]
        before = sha256(before + orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()
        sealed.append({"it": row.id, "at_place": seq, "seal": before})
    if sealed:
        places: dict[str, sa.BindParameter[object]] = {
            "seq": sa.bindparam("at_place"),
            "chain": sa.bindparam("seal"),
        }
        one = sa.update(event).where(event.c.id == sa.bindparam("it")).values(places)
        op.get_bind().execute(one, sealed)
