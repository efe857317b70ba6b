"""Numbers that name an organisation elsewhere: looked at for their form, and written one way.

Whether a number is theirs is for people to see: the registers are open to everybody.
"""

import re

from network.core.errors import Invalid

ODS = re.compile(r"[A-Z0-9]{3,10}")
"""Codes of the NHS Organisation Data Service: RXX a trust, A12345 a practice, 504 a council."""

CHARITY = re.compile(r"\d{6,7}(-\d{1,3})?|SC0\d{5}|NIC1\d{5}")
"""England and Wales: 6 or 7 digits, -1 and on for a charity linked to another (Charity Commission).
Scotland: SC0 and 5 digits (OSCR). Northern Ireland: NIC, 1 and 5 digits (CCNI)."""

COMPANY = re.compile(r"\d{8}|[A-Z]{2}\d{6}|R\d{7}|(IP|SP)\d{5}R")
"""Companies House: 8 digits, or two letters (SC, NI, OC, CE for a charity that is a company of its
own kind …) and 6 digits; old ones of Northern Ireland R and 7; registered societies IP … R."""


def ods_code(typed: str | None) -> str | None:
    """Read an ODS code."""
    code = _plain(typed)
    if code and not ODS.fullmatch(code):
        raise Invalid("An ODS code has 3 to 10 letters and numbers, like A12345.", field="ods_code")
    return code


def charity_number(typed: str | None) -> str | None:
    """Read the number of a charity in any part of the United Kingdom."""
    number = _plain(typed)
    if number and not CHARITY.fullmatch(number):
        raise Invalid(
            "A charity number looks like 1234567, SC012345 in Scotland, or NIC123456 in Northern"
            " Ireland.",
            field="charity_number",
        )
    return number


def company_number(typed: str | None) -> str | None:
    """Read the number of a company; noughts that were left out in front are put back."""
    number = _plain(typed)
    if number and number.isdigit():
        number = number.zfill(8)
    if number and not COMPANY.fullmatch(number):
        raise Invalid(
            "A company number has 8 characters, like 01234567 or SC123456.", field="company_number"
        )
    return number


def _plain(typed: str | None) -> str | None:
    return re.sub(r"[\s.]+", "", typed or "").upper() or None
