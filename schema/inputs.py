"""What a host fills in, as the API takes it. A part left out stays as it is; null empties it.

The room checks what is filled in, so nothing is asked for here that it would only ask for again.
"""

from datetime import date, datetime

import strawberry
from strawberry import UNSET

from schema.changes import Asked
from schema.enums import AccessAnswer, FocusLevel, Means


@strawberry.input(description="A community, and how the offer is made for it.")
class MadeForInput:
    community: str
    level: FocusLevel
    words: str | None = None


@strawberry.input(description="One step of a first visit.")
class StepInput:
    title: str
    line: str = ""


@strawberry.input(
    description="A time it happens. Without an offset it is read in London; `rule` is an RRULE."
)
class SessionInput:
    starts: datetime
    minutes: int
    rule: str | None = None
    except_on: list[date] = strawberry.field(default_factory=list)
    on_bank_holidays: bool | None = None


@strawberry.input(description="One way to get in touch.")
class ContactInput:
    means: Means
    value: str
    who: str | None = None


@strawberry.input(description="Who does the work; null means not stated.")
class PeersInput:
    paid: int | None = None
    volunteers: int | None = None
    members: bool | None = None
    supervised_by_peer: bool | None = None


@strawberry.input(description="How a value of peer support is lived here, in your own words.")
class ValueLivedInput:
    value: str
    words: str


@strawberry.input(description="What an offer says.")
class OfferWords(Asked):
    title: str | None = UNSET
    summary: str | None = UNSET
    what_happens: str | None = UNSET
    kind: str | None = UNSET
    also_kinds: list[str] | None = UNSET
    settings: list[str] | None = UNSET
    formats: list[str] | None = UNSET
    access_routes: list[str] | None = UNSET
    themes: list[str] | None = UNSET
    made_for: list[MadeForInput] | None = UNSET
    who_words: str | None = UNSET
    age_from: int | None = UNSET
    age_to: int | None = UNSET
    leadership: str | None = UNSET
    first_time: list[str] | None = UNSET
    first_visit: list[StepInput] | None = UNSET
    records: list[str] | None = UNSET
    records_words: str | None = UNSET
    reply_time: str | None = UNSET
    how_long: str | None = UNSET
    cost: list[str] | None = UNSET
    cost_words: str | None = UNSET
    session_limit: int | None = UNSET
    usual_size: int | None = UNSET
    people_words: str | None = UNSET
    join_words: str | None = UNSET
    languages: list[str] | None = UNSET
    districts: list[str] | None = UNSET
    anywhere: bool | None = UNSET
    schedule: list[SessionInput] | None = UNSET
    schedule_words: str | None = UNSET
    contacts: list[ContactInput] | None = UNSET
    peers: PeersInput | None = UNSET
    values: list[ValueLivedInput] | None = UNSET
    space: str | None = UNSET
    wait_weeks: int | None = UNSET
    rhythm_months: int | None = UNSET
    sites: list[strawberry.ID] | None = UNSET


@strawberry.input(description="What an organisation says of itself.")
class OrganisationWords(Asked):
    name: str | None = UNSET
    host: str | None = UNSET
    about: str | None = UNSET
    website: str | None = UNSET
    contacts: list[ContactInput] | None = UNSET
    ods_code: str | None = UNSET
    charity_number: str | None = UNSET
    company_number: str | None = UNSET
    home_district: str | None = UNSET
    hosted_by: strawberry.ID | None = UNSET


@strawberry.input(description="Whether a place has an access feature (a code of access_feature).")
class AccessInput:
    feature: str
    answer: AccessAnswer


@strawberry.input(description="What is known of a place, and where it is.")
class SiteWords(Asked):
    name: str | None = UNSET
    address: str | None = UNSET
    postcode: str | None = UNSET
    town: str | None = UNSET
    withheld: bool | None = UNSET
    getting_there: str | None = UNSET
    access: list[AccessInput] | None = UNSET
    access_words: str | None = UNSET
