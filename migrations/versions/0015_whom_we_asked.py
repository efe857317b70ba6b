"""Those who decide, what the group asked of them, and what came back.

Revision: 0015, after: 0014. Locks no big table.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "decisionforum",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("remit", sa.String(length=600), nullable=False),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("districts", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("cadence", sa.String(length=200), nullable=False),
        sa.Column("sittings", sa.ARRAY(sa.Date()), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("acknowledge_within", sa.Integer(), nullable=False),
        sa.Column("answer_within", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "level in ('team', 'trust', 'pcn', 'place', 'icp', 'icb', 'national')",
            name=op.f("ck_decisionforum_level"),
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_decisionforum_parent")),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["locality.id"], name=op.f("fk_decisionforum_locality_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["decisionforum.id"], name=op.f("fk_decisionforum_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisionforum")),
        sa.UniqueConstraint("slug", name=op.f("uq_decisionforum_slug")),
    )
    op.create_index(
        op.f("ix_decisionforum_locality_id"), "decisionforum", ["locality_id"], unique=False
    )
    op.create_index(
        op.f("ix_decisionforum_parent_id"), "decisionforum", ["parent_id"], unique=False
    )
    op.create_table(
        "liaison",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["decisionforum.id"], name=op.f("fk_liaison_forum_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison")),
        sa.UniqueConstraint("forum_id", name=op.f("uq_liaison_forum_id")),
    )
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("forum_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ask", sa.String(length=20), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("mandate", sa.String(length=600), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("came_from", sa.Uuid(), nullable=True),
        sa.Column("link", sa.String(length=20), nullable=True),
        sa.Column("waits_since", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sitting", sa.Date(), nullable=True),
        sa.Column("acknowledge_due", sa.Date(), nullable=True),
        sa.Column("answer_due", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("listed_for", sa.Date(), nullable=True),
        sa.Column("deferred_to", sa.Date(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ask in ('change_policy', 'decide', 'explain', 'act', 'note')",
            name=op.f("ck_referral_ask"),
        ),
        sa.CheckConstraint("link in ('passed_on', 'next_rung')", name=op.f("ck_referral_link")),
        sa.CheckConstraint(
            "state in ('drafted', 'wording_agreed', 'sent', 'acknowledged', 'listed_by_forum', 'clarification', 'responded', 'passed_on', 'declined', 'withdrawn', 'lapsed')",
            name=op.f("ck_referral_state"),
        ),
        sa.CheckConstraint("(came_from is null) = (link is null)", name=op.f("ck_referral_linked")),
        sa.CheckConstraint(
            "(sent_at is null) = (answer_due is null)", name=op.f("ck_referral_due")
        ),
        sa.CheckConstraint("came_from <> id", name=op.f("ck_referral_came_from")),
        sa.ForeignKeyConstraint(["came_from"], ["referral.id"], name=op.f("fk_referral_came_from")),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["decisionforum.id"], name=op.f("fk_referral_forum_id")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_referral_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_came_from"), "referral", ["came_from"], unique=False)
    op.create_index(op.f("ix_referral_forum_id"), "referral", ["forum_id"], unique=False)
    op.create_index(op.f("ix_referral_issue_id"), "referral", ["issue_id"], unique=False)
    op.create_index(op.f("ix_referral_root_id"), "referral", ["root_id"], unique=False)
    op.create_index(
        "uq_referral_going",
        "referral",
        ["issue_id", "forum_id"],
        unique=True,
        postgresql_where=sa.text(
            "state in ('drafted', 'wording_agreed', 'sent', 'acknowledged', 'listed_by_forum', 'clarification')"
        ),
    )
    op.create_table(
        "answerlink",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_answerlink_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answerlink")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_answerlink_token_hash")),
    )
    op.create_index(op.f("ix_answerlink_referral_id"), "answerlink", ["referral_id"], unique=False)
    op.create_table(
        "pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ended_on >= began_on", name=op.f("ck_pause_order")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_pause_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_referral_id"), "pause", ["referral_id"], unique=False)
    op.create_index(op.f("ix_pause_root_id"), "pause", ["root_id"], unique=False)
    op.create_index(
        "uq_pause_going",
        "pause",
        ["referral_id"],
        unique=True,
        postgresql_where=sa.text("ended_on is null"),
    )
    op.create_table(
        "response",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("summary", sa.String(length=1500), nullable=False),
        sa.Column("what", sa.String(length=1000), nullable=False),
        sa.Column("who", sa.String(length=160), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=1500), nullable=False),
        sa.Column("where_it_is", sa.String(length=300), nullable=False),
        sa.Column("since", sa.String(length=80), nullable=False),
        sa.Column("whose", sa.String(length=300), nullable=False),
        sa.Column("whose_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind in ('agreed', 'agreed_in_part', 'already_in_place', 'action_done', 'explained', 'not_agreed', 'declined_to_take', 'answered_in_room', 'deferred', 'not_our_remit', 'needs_clarification', 'holding')",
            name=op.f("ck_response_kind"),
        ),
        sa.CheckConstraint(
            "kind not in ('not_agreed', 'declined_to_take') or why <> ''",
            name=op.f("ck_response_why"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_response_referral_id")
        ),
        sa.ForeignKeyConstraint(
            ["whose_id"], ["decisionforum.id"], name=op.f("fk_response_whose_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    op.create_index("ix_response_referral_id", "response", ["referral_id", "at"], unique=False)
    op.create_table(
        "ladderrung",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("root_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "step in ('asked', 'reminded', 'chased', 'chair', 'parent', 'outside')",
            name=op.f("ck_ladderrung_step"),
        ),
        sa.CheckConstraint("ended_on >= began_on", name=op.f("ck_ladderrung_order")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_ladderrung_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladderrung")),
    )
    op.create_index(op.f("ix_ladderrung_root_id"), "ladderrung", ["root_id"], unique=False)
    op.create_index(
        "uq_ladderrung_going",
        "ladderrung",
        ["referral_id"],
        unique=True,
        postgresql_where=sa.text("ended_on is null"),
    )
    op.create_table(
        "wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_wording_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_wording_referral_id_number")),
    )
    op.create_table(
        "judgement",
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("nominator_view", sa.String(), nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "nominator_view in ('accepted', 'partly', 'not_satisfied', 'cannot_tell')",
            name=op.f("ck_judgement_nominator_view"),
        ),
        sa.CheckConstraint(
            "view in ('accepted', 'partly', 'not_satisfied', 'cannot_tell')",
            name=op.f("ck_judgement_view"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_judgement_item_id")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_judgement_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_judgement_referral_id")),
    )
    op.create_index(op.f("ix_judgement_item_id"), "judgement", ["item_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("seen", sa.Boolean(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(seen is null) = (said_at is null)", name=op.f("ck_promise_said")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_promise_issue_id")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_promise_referral_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_promise_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("response_id", name=op.f("uq_promise_response_id")),
    )
    op.create_index(op.f("ix_promise_issue_id"), "promise", ["issue_id"], unique=False)
    op.create_index(op.f("ix_promise_referral_id"), "promise", ["referral_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_promise_referral_id"), table_name="promise")
    op.drop_index(op.f("ix_promise_issue_id"), table_name="promise")
    op.drop_table("promise")
    op.drop_index(op.f("ix_judgement_item_id"), table_name="judgement")
    op.drop_table("judgement")
    op.drop_table("wording")
    op.drop_index(
        "uq_ladderrung_going", table_name="ladderrung", postgresql_where=sa.text("ended_on is null")
    )
    op.drop_index(op.f("ix_ladderrung_root_id"), table_name="ladderrung")
    op.drop_table("ladderrung")
    op.drop_index("ix_response_referral_id", table_name="response")
    op.drop_table("response")
    op.drop_index(
        "uq_pause_going", table_name="pause", postgresql_where=sa.text("ended_on is null")
    )
    op.drop_index(op.f("ix_pause_root_id"), table_name="pause")
    op.drop_index(op.f("ix_pause_referral_id"), table_name="pause")
    op.drop_table("pause")
    op.drop_index(op.f("ix_answerlink_referral_id"), table_name="answerlink")
    op.drop_table("answerlink")
    op.drop_index(
        "uq_referral_going",
        table_name="referral",
        postgresql_where=sa.text(
            "state in ('drafted', 'wording_agreed', 'sent', 'acknowledged', 'listed_by_forum', 'clarification')"
        ),
    )
    op.drop_index(op.f("ix_referral_root_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_issue_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_forum_id"), table_name="referral")
    op.drop_index(op.f("ix_referral_came_from"), table_name="referral")
    op.drop_table("referral")
    op.drop_table("liaison")
    op.drop_index(op.f("ix_decisionforum_parent_id"), table_name="decisionforum")
    op.drop_index(op.f("ix_decisionforum_locality_id"), table_name="decisionforum")
    op.drop_table("decisionforum")
