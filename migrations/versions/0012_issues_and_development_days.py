"""Issues, who put them forward, development days, and what is agreed there.

Revision: 0012, after: 0011. Locks no big table.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "reason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
    )
    op.create_index("ix_reason_about", "reason", ["about", "at"], unique=False)
    op.create_table(
        "dayseries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["locality.id"], name=op.f("fk_dayseries_locality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dayseries")),
    )
    op.create_index(op.f("ix_dayseries_locality_id"), "dayseries", ["locality_id"], unique=False)
    op.create_table(
        "issue",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("what_happens", sa.String(length=2000), nullable=False),
        sa.Column("what_should_change", sa.String(length=1000), nullable=False),
        sa.Column("who_it_affects", sa.String(length=500), nullable=False),
        sa.Column("topics", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("widest", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concerns", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("closed_as", sa.String(length=40), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("split_from", sa.Uuid(), nullable=True),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("redacted", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_as is not null)", name=op.f("ck_issue_reason")
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (received_at is null)", name=op.f("ck_issue_received")
        ),
        sa.CheckConstraint(
            "state in ('draft', 'nominated', 'needs_wording', 'listed', 'scheduled', 'in_debate', 'agreed_forward', 'with_forums', 'answered', 'reported_back', 'awaiting_delivery', 'closed', 'routed_out')",
            name=op.f("ck_issue_state"),
        ),
        sa.CheckConstraint(
            "visibility in ('public', 'members', 'facilitators', 'route_holders')",
            name=op.f("ck_issue_visibility"),
        ),
        sa.ForeignKeyConstraint(
            ["locality_id"], ["locality.id"], name=op.f("fk_issue_locality_id")
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["issue.id"], name=op.f("fk_issue_merged_into")),
        sa.ForeignKeyConstraint(["split_from"], ["issue.id"], name=op.f("fk_issue_split_from")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("reference", name=op.f("uq_issue_reference")),
    )
    op.create_index("ix_issue_locality_id", "issue", ["locality_id", "state"], unique=False)
    op.create_table(
        "conflict",
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_conflict_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_conflict_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", "person_id", name=op.f("pk_conflict")),
    )
    op.create_index(op.f("ix_conflict_person_id"), "conflict", ["person_id"], unique=False)
    op.create_table(
        "day",
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue", sa.String(length=300), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("locality_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("access_confirmed", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("for_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scribe", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state in ('planned', 'nominations_open', 'agenda_building', 'published', 'in_progress', 'held', 'minutes_for_check', 'confirmed', 'postponed', 'cancelled')",
            name=op.f("ck_day_state"),
        ),
        sa.CheckConstraint(
            "starts_at < ends_at and closes_at <= starts_at", name=op.f("ck_day_order")
        ),
        sa.ForeignKeyConstraint(["locality_id"], ["locality.id"], name=op.f("fk_day_locality_id")),
        sa.ForeignKeyConstraint(["series_id"], ["dayseries.id"], name=op.f("fk_day_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day")),
    )
    op.create_index("ix_day_locality_id", "day", ["locality_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_day_series_id"), "day", ["series_id"], unique=False)
    op.create_table(
        "merging",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=True),
        sa.Column("other", sa.Boolean(), nullable=True),
        sa.Column("reversible", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('asked', 'done', 'refused', 'undone')", name=op.f("ck_merging_state")
        ),
        sa.CheckConstraint("issue_id <> into_id", name=op.f("ck_merging_two")),
        sa.ForeignKeyConstraint(["into_id"], ["issue.id"], name=op.f("fk_merging_into_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_merging_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merging")),
    )
    op.create_index(op.f("ix_merging_into_id"), "merging", ["into_id"], unique=False)
    op.create_index(op.f("ix_merging_issue_id"), "merging", ["issue_id"], unique=False)
    op.create_table(
        "nomination",
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("openness", sa.String(length=20), nullable=False),
        sa.Column("receipt", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(openness = 'anonymous') = (receipt is not null)", name=op.f("ck_nomination_receipt")
        ),
        sa.CheckConstraint(
            "openness <> 'anonymous' or person_id is null", name=op.f("ck_nomination_anonymous")
        ),
        sa.CheckConstraint(
            "openness in ('named', 'facilitators', 'anonymous')",
            name=op.f("ck_nomination_openness"),
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_nomination_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nomination_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("issue_id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("receipt", name=op.f("uq_nomination_receipt")),
    )
    op.create_index(op.f("ix_nomination_person_id"), "nomination", ["person_id"], unique=False)
    op.create_table(
        "original",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(length=None), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_original_issue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original")),
    )
    op.create_index(op.f("ix_original_issue_id"), "original", ["issue_id"], unique=False)
    op.create_table(
        "support",
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_support_issue_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_support_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", "person_id", name=op.f("pk_support")),
    )
    op.create_index(op.f("ix_support_person_id"), "support", ["person_id"], unique=False)
    op.create_table(
        "agendaitem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=True),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("brief", sa.String(length=1000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("lead", sa.String(length=120), nullable=False),
        sa.Column("speaker", sa.String(length=20), nullable=False),
        sa.Column("carried_from", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('welcome', 'previous_minutes', 'report_back', 'nominated_issue', 'expert_talk', 'information', 'members_news', 'subgroup', 'break', 'urgent', 'restricted')",
            name=op.f("ck_agendaitem_kind"),
        ),
        sa.CheckConstraint(
            "speaker in ('none', 'asked', 'coming', 'not_coming', 'without')",
            name=op.f("ck_agendaitem_speaker"),
        ),
        sa.CheckConstraint(
            "state in ('proposed', 'placed', 'ready', 'open', 'concluded', 'carried_over', 'not_reached', 'withdrawn')",
            name=op.f("ck_agendaitem_state"),
        ),
        sa.ForeignKeyConstraint(
            ["carried_from"], ["agendaitem.id"], name=op.f("fk_agendaitem_carried_from")
        ),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name=op.f("fk_agendaitem_day_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_agendaitem_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agendaitem")),
        sa.UniqueConstraint("carried_from", name=op.f("uq_agendaitem_carried_from")),
    )
    op.create_index(op.f("ix_agendaitem_day_id"), "agendaitem", ["day_id"], unique=False)
    op.create_index(op.f("ix_agendaitem_issue_id"), "agendaitem", ["issue_id"], unique=False)
    op.create_index(
        "uq_agendaitem_issue_live",
        "agendaitem",
        ["issue_id"],
        unique=True,
        postgresql_where=sa.text(
            "referral_id is null and state in ('proposed', 'placed', 'ready', 'open')"
        ),
    )
    op.create_index(
        "uq_agendaitem_open",
        "agendaitem",
        ["day_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "uq_agendaitem_referral_live",
        "agendaitem",
        ["referral_id"],
        unique=True,
        postgresql_where=sa.text("state in ('proposed', 'placed', 'ready', 'open')"),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("needs", sa.String(length=600), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "way in ('in_room', 'by_video', 'by_phone', 'in_writing')",
            name=op.f("ck_attendance_way"),
        ),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name=op.f("fk_attendance_day_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("day_id", "person_id", name=op.f("uq_attendance_day_id_person_id")),
    )
    op.create_index(op.f("ix_attendance_person_id"), "attendance", ["person_id"], unique=False)
    op.create_table(
        "action",
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_action_issue_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_action_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_issue_id"), "action", ["issue_id"], unique=False)
    op.create_index(op.f("ix_action_item_id"), "action", ["item_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("wording", sa.String(length=2000), nullable=False),
        sa.Column("objections", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("minority", sa.String(length=1000), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "method <> 'vote' or agree + against + unsure > 0", name=op.f("ck_agreement_counted")
        ),
        sa.CheckConstraint(
            "method in ('consent', 'sense_check', 'vote')", name=op.f("ck_agreement_method")
        ),
        sa.CheckConstraint(
            "result in ('forward', 'settled_here', 'noted', 'not_taken_forward', 'other')",
            name=op.f("ck_agreement_result"),
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_agreement_issue_id")),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_agreement_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_issue_id"), "agreement", ["issue_id"], unique=False)
    op.create_index(op.f("ix_agreement_item_id"), "agreement", ["item_id"], unique=False)
    op.create_table(
        "idea",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["agendaitem.id"], name=op.f("fk_idea_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
    )
    op.create_index(op.f("ix_idea_item_id"), "idea", ["item_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_idea_item_id"), table_name="idea")
    op.drop_table("idea")
    op.drop_index(op.f("ix_agreement_item_id"), table_name="agreement")
    op.drop_index(op.f("ix_agreement_issue_id"), table_name="agreement")
    op.drop_table("agreement")
    op.drop_index(op.f("ix_action_item_id"), table_name="action")
    op.drop_index(op.f("ix_action_issue_id"), table_name="action")
    op.drop_table("action")
    op.drop_index(op.f("ix_attendance_person_id"), table_name="attendance")
    op.drop_table("attendance")
    op.drop_index(
        "uq_agendaitem_referral_live",
        table_name="agendaitem",
        postgresql_where=sa.text("state in ('proposed', 'placed', 'ready', 'open')"),
    )
    op.drop_index(
        "uq_agendaitem_open", table_name="agendaitem", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_index(
        "uq_agendaitem_issue_live",
        table_name="agendaitem",
        postgresql_where=sa.text(
            "referral_id is null and state in ('proposed', 'placed', 'ready', 'open')"
        ),
    )
    op.drop_index(op.f("ix_agendaitem_issue_id"), table_name="agendaitem")
    op.drop_index(op.f("ix_agendaitem_day_id"), table_name="agendaitem")
    op.drop_table("agendaitem")
    op.drop_index(op.f("ix_support_person_id"), table_name="support")
    op.drop_table("support")
    op.drop_index(op.f("ix_original_issue_id"), table_name="original")
    op.drop_table("original")
    op.drop_index(op.f("ix_nomination_person_id"), table_name="nomination")
    op.drop_table("nomination")
    op.drop_index(op.f("ix_merging_issue_id"), table_name="merging")
    op.drop_index(op.f("ix_merging_into_id"), table_name="merging")
    op.drop_table("merging")
    op.drop_index(op.f("ix_day_series_id"), table_name="day")
    op.drop_index("ix_day_locality_id", table_name="day")
    op.drop_table("day")
    op.drop_index(op.f("ix_conflict_person_id"), table_name="conflict")
    op.drop_table("conflict")
    op.drop_index("ix_issue_locality_id", table_name="issue")
    op.drop_table("issue")
    op.drop_index(op.f("ix_dayseries_locality_id"), table_name="dayseries")
    op.drop_table("dayseries")
    op.drop_index("ix_reason_about", table_name="reason")
    op.drop_table("reason")
