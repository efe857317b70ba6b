"""What is kept about people who take part in development days and put issues forward."""

from network.forum import attendance, links
from network.retention.rule import NOBODY, Rule

FACILITATORS = "You, and facilitators."

RULES = (
    Rule(
        "nomination",
        "Putting an issue forward",
        {
            "nomination.person_id": "that it was you, if you gave your name",
            "nomination.receipt": "a scrambled copy of your receipt, if you gave no name",
        },
        "So that we can ask you about it, and tell you what came of it.",
        "Facilitators, and others only if you said so.",
        "as long as the issue. Your name goes when you take your account away",
    ),
    Rule(
        "original",
        "What an issue said at first",
        {"original.sealed": "the words before we took out details of other people, locked"},
        "So that a mistake can be put right.",
        NOBODY,
        "as long as the issue",
    ),
    Rule(
        "support",
        "Saying “this is so for me too”",
        {"support.person_id": "that it was you"},
        "So that nobody counts twice. We only show how many.",
        "You.",
        "as long as the issue, or until you take your account away",
    ),
    Rule(
        "part",
        "Looking after issues and days",
        {
            "conflict.person_id": "that you handed an issue over, as it is about your team",
            "reason.by": "who wrote a question or a reason",
            "agreement.by": "who wrote down what was agreed",
        },
        "So that it is fair, and we can tell who did what.",
        "Facilitators.",
        "as long as the issue. Your name goes when you take your account away",
    ),
    Rule(
        "attendance",
        "Coming to a development day",
        {
            "attendance.person_id": "that it is you",
            "attendance.coming": "if you come",
            "attendance.came": "if you were there",
            "attendance.named": "if we may use your name in the notes",
        },
        "So that there is a place for you, and you can check the notes.",
        FACILITATORS,
        "until you take your account away",
    ),
    Rule(
        "needs",
        "What you need on the day",
        {"attendance.needs": "what you told us you need"},
        "So that you can take part.",
        FACILITATORS,
        "after the day. It goes at once if you do not come after all",
        attendance.KEPT,
        attendance.forget,
    ),
    Rule(
        "liaison",
        "Where we write to those who decide",
        {"liaison.email_key": "the email address of whoever takes our questions there"},
        "So that a question reaches them.",
        FACILITATORS,
        "as long as we ask them, or until you ask us to forget it",
    ),
    Rule(
        "answers",
        "Writing down answers",
        {
            "response.by": "who wrote down what they said",
            "judgement.by": "who wrote down what the group thinks of it",
            "promise.by": "who said if a promise was kept",
        },
        "So that it is fair, and we can tell who did what.",
        FACILITATORS,
        "as long as the issue. Your name goes when you take your account away",
    ),
    Rule(
        "answer_links",
        "Answering by a link",
        {"answerlink.token_hash": "a scrambled copy of the link in our letter"},
        "So that those we asked can answer without an account.",
        NOBODY,
        "after we make it",
        links.LASTS,
        links.forget,
    ),
)
