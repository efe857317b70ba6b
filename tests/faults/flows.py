"""What people do, each with a canary in their hands: by pages and API, then by the verbs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx

from network.core.settings import Settings
from network.core.tokens import fresh
from network.core.unit import Unit
from network.directory import claims, reports
from network.directory.organisations import Origin
from network.directory.parts import Contact, Means
from network.directory.reports import Wrong
from network.directory.tables import Offer, Organisation, Standing
from network.people import (
    accounts,
    erasure,
    invitations,
    keys,
    second_factor,
    sessions,
    sign_in,
)
from network.people.invitations import Wish
from network.people.keys import KeyFields, Scope
from network.people.sign_in import Asking as AskingIn
from network.people.tables import PersonFields
from network.people.teams import Team
from tests import make, make_people
from tests.conftest import NOW, OneTransaction
from tests.faults.canaries import Cage
from tests.make_people import Asking
from tests.web.signing import browsing, letter

SETTINGS = Settings(secret="s" * 32)
AT_DOORS = 8
"""As many of each kind go through the doors: more in one go would be held back."""
LINK = re.compile(r"/sign-in/([\w-]{20,})")
SEARCH = """query($t: String!, $n: String!) {
    offers(filter: {text: $t}, near: {text: $n}) { totalCount }
}"""


@dataclass
class Town:
    """Where it happens: who keeps it true, an entry to act on, and how to ask as somebody."""

    cage: Cage
    keeper: Unit
    asking: Asking
    sessions: OneTransaction
    folder: Path
    each: int

    @property
    def at_doors(self) -> range:
        """Say which of each kind go through the doors."""
        return range(min(self.each, AT_DOORS))

    @property
    def by_verbs(self) -> range:
        """Say which go by the verbs."""
        return range(AT_DOORS, self.each)


async def live(town: Town) -> None:
    """Let everything happen."""
    run_by = await make.organisation(town.keeper, NOW)
    offer = await make.offer(town.keeper, NOW, run_by.id, districts=[make.HASTINGS])
    await come_in(town)
    await look_for_support(town, offer)
    await say_that_it_is_wrong(town, offer)
    await keep_an_entry(town, run_by)
    await ask_for_an_entry(town)


async def come_in(town: Town) -> None:
    """Sign in, be called something, take a second step, and make a key."""
    cage = town.cage
    for _ in town.at_doors:
        email = cage.out("email")
        async with browsing(town.sessions, town.folder, NOW) as browser:
            await browser.open("/sign-in?to=/me")
            await browser.send({"email": email})
            token = LINK.search(await letter(town.keeper, email))
            assert token
            cage.known("link", token[1])
            await browser.open(f"/sign-in/{token[1]}")
            page = await browser.send()
            assert page.heading == "Me and my sign-in"
            cage.known("token", next(iter(browser.client.cookies.values())))
            await browser.send({"name": cage.out("name")}, action="/me/name")
            await browser.open("/me/second-step")
            page = await browser.post("/me/second-step", [])
            secret = re.search(r'name="secret" value="(\w+)"', page.html)
            assert secret
            cage.known("totp", secret[1])
            wrong = await browser.send({"code": "000000"})
            assert wrong.status == 400
    for _ in town.by_verbs:
        actor = await make_people.signed_in(town.keeper, NOW, cage.out("email"))
        own = town.asking(actor)
        await own.write(accounts.rename, PersonFields(name=cage.out("name")))
        cage.known("totp", await own.write(second_factor.enrol, SETTINGS, NOW))
        assert actor.person
        cage.known("token", await town.keeper.write(sessions.open_, actor.person, NOW))
        made = await own.write(keys.create, KeyFields(name="Ours", scopes=[Scope.READ]), NOW)
        cage.known("token", made.token.removeprefix("as_"))
        here = AskingIn(cage.out("email"), fresh(), cage.out("search"))
        await town.keeper.write(sign_in.ask, here, SETTINGS, NOW)


async def look_for_support(town: Town, offer: Offer) -> None:
    """Search by the page and by the API, rightly and wrongly."""
    for n in range(town.each):
        words, place = town.cage.out("search"), town.cage.out("postcode")
        async with browsing(town.sessions, town.folder, NOW) as browser:
            asked = urlencode({"near": place, "q": words})
            answer = await browser.client.get(f"/find?{asked}", follow_redirects=True)
            assert answer.status_code in {200, 400}
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert answer.headers["cache-control"] == "private, no-store"
            if n in town.at_doors:
                await browser.client.get(f"/{words}")
                await browser.client.get(f"/offers/{offer.slug}?{asked}")
                await browser.client.post("/find", data={"q": words})
            await api(browser.client, SEARCH, t=words, n=place)
            await api(browser.client, f'{{ offer(slug: "{words}") {{ nothing{words} }} }}')


async def api(client: httpx.AsyncClient, query: str, **variables: str) -> httpx.Response:
    """Ask the API."""
    return await client.post("/graphql", json={"query": query, "variables": variables})


async def say_that_it_is_wrong(town: Town, offer: Offer) -> None:
    """Say that something on a listing is not right."""
    for _ in town.at_doors:
        async with browsing(town.sessions, town.folder, NOW) as browser:
            await browser.open(f"/offers/{offer.slug}/wrong")
            said = await browser.send({"ticks": "other", "words": town.cage.out("report")})
            assert said.heading == "Thank you"
    for _ in range(min(len(town.by_verbs), reports.MOST - AT_DOORS)):
        wrong = Wrong(["other"], town.cage.out("report"))
        await town.keeper.write(reports.make, offer.id, wrong, NOW)


async def keep_an_entry(town: Town, run_by: Organisation) -> None:
    """Hide an address, write a number on a draft, and ask somebody to help."""
    cage = town.cage
    for _ in range(town.each):
        place = await make.site(
            town.keeper, run_by.id, name="A quiet house", withheld=True, address=cage.out("address")
        )
        shown: dict[str, Any] = {"sites": [place.id], "title": "Behind a closed door"}
        shown["contacts"] = [make.PHONE]
        await make.offer(town.keeper, NOW, run_by.id, **shown)
        number = Contact(means=Means.PHONE, value=cage.out("phone"), who=None)
        await make.offer(town.keeper, NOW, run_by.id, contacts=[number], draft=True)
    jo = town.asking(await make_people.host(town.keeper, NOW, run_by.id, "jo@example.org"))
    for _ in town.at_doors:
        wish = Wish(cage.out("invited"))
        await jo.write(invitations.invite, Team(run_by.id, run_by.name), wish, SETTINGS, NOW)
    cage.hear("what a host is given of herself", str(await jo.read(erasure.papers)))


async def ask_for_an_entry(town: Town) -> None:
    """Claim an entry in one's own words, and be refused in a steward's."""
    for n in range(town.each):
        entry = await make.organisation(
            town.keeper, NOW, name=f"Group {n}", origin=Origin(Standing.UNCONFIRMED)
        )
        who = await make_people.signed_in(town.keeper, NOW, f"claimant{n}@example.org")
        made = await town.asking(who).write(claims.make, entry.id, town.cage.out("reason"), NOW)
        await town.keeper.write(claims.refuse, made.id, town.cage.out("reason"), NOW)
