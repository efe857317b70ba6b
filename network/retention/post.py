"""What is kept of letters."""

from network.post import letters
from network.retention.rule import Rule

RULES = (
    Rule(
        "letters",
        "Letters we send you",
        {
            "letter.to": "your email address",
            "letter.reply_to": "where an answer goes",
            "letter.subject": "what the letter says",
            "letter.text": "what the letter says, until it is sent",
        },
        "So that no letter is lost, and we see if one did not reach you.",
        "Nobody. If a letter is lost, stewards see the start of the address.",
        "after it is sent, or given up",
        letters.KEPT,
        letters.erase,
    ),
)
