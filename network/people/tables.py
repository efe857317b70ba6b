"""The tables of people. Of every token only a hash is kept: a copy of them lets nobody in."""

import unicodedata
from datetime import datetime
from uuid import UUID

from pydantic import field_validator
from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from network.core.actor import Role
from network.core.fields import MOMENT, TEXTS, personal, public, secret
from network.core.ids import new_id

ROLES = ", ".join(f"'{role}'" for role in Role)
HASHES = ARRAY(LargeBinary)
MINE = {"foreign_key": "person.id", "ondelete": "CASCADE"}
"""What hangs on a person goes when they go."""


def one_line(text: str) -> str:
    """Read a name as one plain line: it stands in letters, and may turn no line or direction."""
    plain = (" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return " ".join("".join(plain).split())


class PersonFields(SQLModel):
    """What a person says of themself: what to call them. A first name is plenty."""

    name: str = personal("", max_length=80)

    @field_validator("name")
    @classmethod
    def _plain(cls, name: str) -> str:
        return one_line(name)


class Person(PersonFields, table=True):
    """Somebody with an account. `email_key`: the address as it is looked up, in small letters."""

    __table_args__ = (UniqueConstraint("email_key"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    email: str | None = personal(None, max_length=254)
    email_key: str | None = personal(None, max_length=254)
    created_at: datetime = personal(type_=MOMENT)
    seen_at: datetime | None = personal(None, type_=MOMENT)


class SignIn(SQLModel, table=True):
    """A link and a code on their way to an address. Nobody need be known by it yet.

    `browser_hash`: which browser asked, by a value only it holds. `closed_at`: used, or dead.
    """

    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index("ix_signin_email_key", "email_key", "asked_at"),
        Index("ix_signin_browser_hash", "browser_hash", "asked_at"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    email: str = personal(max_length=254)
    email_key: str = personal(max_length=254)
    token_hash: bytes = secret(type_=LargeBinary)
    code_hash: bytes = secret(type_=LargeBinary)
    browser_hash: bytes = secret(type_=LargeBinary)
    tries: int = public(0)
    asked_at: datetime = personal(type_=MOMENT)
    expires_at: datetime = personal(type_=MOMENT)
    closed_at: datetime | None = personal(None, type_=MOMENT)


class Session(SQLModel, table=True):
    """One browser in which somebody is signed in. It holds no copy of what they may do."""

    __table_args__ = (UniqueConstraint("token_hash"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    person_id: UUID = personal(index=True, **MINE)
    token_hash: bytes = secret(type_=LargeBinary)
    started_at: datetime = personal(type_=MOMENT)
    used_at: datetime = personal(type_=MOMENT)
    ended_at: datetime | None = personal(None, type_=MOMENT)
    strong_at: datetime | None = personal(None, type_=MOMENT)


class KeptGrant(SQLModel, table=True):
    """A role that a person has for an organisation, a locality or a forum. One host leads."""

    __table_args__ = (
        UniqueConstraint("person_id", "role", "scope"),
        CheckConstraint(f"role in ({ROLES})", name="role"),
        CheckConstraint("not lead or role = 'host'", name="lead"),
        Index("uq_keptgrant_lead", "scope", unique=True, postgresql_where=text("lead")),
        Index("ix_keptgrant_scope", "scope", "role"),
    )

    id: UUID = public(default_factory=new_id, primary_key=True)
    person_id: UUID = personal(**MINE)
    role: str = public(max_length=20)
    scope: UUID = public()
    lead: bool = public(False)
    granted_at: datetime = public(type_=MOMENT)
    granted_by: UUID | None = personal(None)


class Invitation(SQLModel, table=True):
    """A letter that asks somebody to help keep an organisation's entry. It can be used once.

    `as_lead`: the entry is handed over to them. `closed_at`: accepted, withdrawn, or dead.
    """

    __table_args__ = (UniqueConstraint("token_hash"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    organisation_id: UUID = public(index=True)
    email: str = personal(max_length=254)
    email_key: str = personal(max_length=254)
    token_hash: bytes = secret(type_=LargeBinary)
    as_lead: bool = public(False)
    invited_by: UUID | None = personal(None)
    invited_at: datetime = public(type_=MOMENT)
    expires_at: datetime = public(type_=MOMENT)
    closed_at: datetime | None = public(None, type_=MOMENT)
    accepted_by: UUID | None = personal(None)


class ApiKey(SQLModel, table=True):
    """A program's way in. `prefix` is what people see of it later; `strong`: see `Actor`."""

    __table_args__ = (UniqueConstraint("token_hash"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    person_id: UUID = personal(index=True, **MINE)
    organisation_id: UUID | None = public(None, index=True)
    name: str = personal(min_length=1, max_length=60)
    prefix: str = public(max_length=16)
    token_hash: bytes = secret(type_=LargeBinary)
    scopes: list[str] = public(type_=TEXTS)
    strong: bool = public(False)
    created_at: datetime = public(type_=MOMENT)
    used_at: datetime | None = public(None, type_=MOMENT)
    revoked_at: datetime | None = public(None, type_=MOMENT)


class SecondFactor(SQLModel, table=True):
    """A person's second factor: codes from an app on their phone, and a few for a lost phone.

    `sealed`: the app's secret, sealed with a key that is not in the database. `last_step`: the
    half minute of the last code, so that it works once.
    """

    person_id: UUID = personal(primary_key=True, **MINE)
    sealed: bytes = secret(type_=LargeBinary)
    recovery: list[bytes] = secret(default_factory=list, type_=HASHES)
    last_step: int = secret(0)
    tries: int = public(0)
    tried_at: datetime | None = personal(None, type_=MOMENT)
    enrolled_at: datetime = personal(type_=MOMENT)
    confirmed_at: datetime | None = personal(None, type_=MOMENT)


class Identity(SQLModel, table=True):
    """Who somebody is to a provider of sign-in: its name, and what it calls them."""

    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: UUID = public(default_factory=new_id, primary_key=True)
    person_id: UUID = personal(index=True, **MINE)
    issuer: str = personal(max_length=255)
    subject: str = personal(max_length=255)
    linked_at: datetime = personal(type_=MOMENT)
    used_at: datetime = personal(type_=MOMENT)
