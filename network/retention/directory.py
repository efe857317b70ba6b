"""What is kept about people beside the entries of the directory."""

from network.directory import checks, reasons, reports
from network.retention.rule import NOBODY, Rule, spoken

RULES = (
    Rule(
        "listing",
        "Whom to get in touch with, on an entry",
        {
            "offer.contacts": "names, numbers and addresses you wrote on an offer",
            "organisation.contacts": "those you wrote on your organisation's page",
            "revision.before": "what an offer said before it was changed",
        },
        "So that people can find you. You choose what stands there.",
        "Anyone. What it said before, only people who keep the entry, and stewards.",
        "as long as the entry",
    ),
    Rule(
        "entry",
        "Who did what with an entry",
        {
            "assurance.person": "who said that it is right",
            "revision.by": "who changed it",
            "pending.by": "who wrote words that still wait",
            "decision.by": "who let it through, or refused",
            "claim.decided_by": "who answered a claim",
            "report.answered_by": "who answered a report",
        },
        "So that people who keep an entry can see who changed what.",
        "People who keep the entry, and stewards.",
        "as long as the entry. Your name goes when you take your account away",
    ),
    Rule(
        "claims",
        "Asking to keep an entry",
        {
            "claim.person_id": "that it was you who asked",
            "claim.words": "what you wrote",
            "claim.reason": "why the answer was no",
        },
        "So that somebody can answer you.",
        "You, and those who answer.",
        "after the answer. That you asked stays until you take your account away",
        reasons.KEPT,
        reasons.forget_claims,
    ),
    Rule(
        "decisions",
        "Why something was let through or not",
        {"decision.reason": "what the steward wrote"},
        "So that you can read why, and put it right.",
        "People who keep the entry, and stewards.",
        "after it was written",
        reasons.KEPT,
        reasons.forget_decisions,
    ),
    Rule(
        "checks",
        "Letters that ask if an offer is right",
        {
            "checklink.person_id": "whom we asked",
            "checklink.token_hash": "a scrambled copy of the link",
            "checklink.code_hash": "a scrambled copy of the code",
        },
        "So that one tap is enough to say yes.",
        NOBODY,
        "after we asked",
        checks.LASTS,
        checks.forget,
    ),
    Rule(
        "report_marks",
        "A mark, if you tell us something is not right",
        {"report.marker": "a mark that tells two people apart. It leads to nobody"},
        "So that one person does not count twice.",
        NOBODY,
        "after you told us",
        reports.APART,
        reports.forget_marks,
    ),
    Rule(
        "report_words",
        "What you wrote, if you tell us something is not right",
        {"report.words": "what you wrote. We do not keep who you are"},
        "So that somebody can put it right.",
        "People who keep the entry, and stewards.",
        f"after it was answered, and {spoken(reports.UNREAD)} at most",
        reports.READ,
        reports.forget,
    ),
    Rule(
        "withheld",
        "An address you asked us to hide",
        {
            "siteaddress.site_id": "which place it is",
            "siteaddress.address": "the address",
            "siteaddress.postcode": "its postcode",
        },
        "So that we know which area it is in.",
        "Nobody but those who keep the entry.",
        "as long as the place is in the entry",
    ),
)
