"""Every page there is, and where: what the application mounts is named here."""

from collections.abc import Mapping
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import Route

from network.web import files, sorry
from network.web.headers import guarded
from network.web.pages import (
    about,
    checks,
    find,
    help_now,
    home,
    inbox,
    kinds,
    offers,
    organisations,
    privacy,
    telling,
    wrong,
)
from network.web.pages.hosts import (
    claim,
    history,
    life,
    new,
    organisation,
    part,
    places,
    preview,
    publish,
    seen,
    starting,
    still,
    team,
    why,
)
from network.web.pages.hosts import home as mine
from network.web.pages.hosts import offers as own
from network.web.pages.keep import claims as claimed
from network.web.pages.keep import (
    groups,
    letters,
    people,
    queue,
    record,
    reports,
    retiring,
    taking_down,
    words,
)
from network.web.pages.keep import offers as waiting
from network.web.pages.keep.gate import for_stewards
from network.web.pages.people import (
    elsewhere,
    erase,
    invitations,
    kept,
    keys,
    me,
    second_step,
    sign_in,
)
from network.web.taking import Form
from network.web.visit import Page, opened

PAGES: tuple[tuple[str, Page], ...] = (
    ("/", home.home),
    ("/find", find.find),
    ("/offers/{slug}", offers.offer),
    ("/organisations/{slug}", organisations.organisation),
    ("/kinds", kinds.kinds),
    ("/kinds/{code}", kinds.kind),
    ("/help-now", help_now.help_now),
    ("/stay-private", about.stay_private),
    ("/about", about.about),
    ("/privacy", privacy.privacy),
    ("/dev/inbox", inbox.inbox),
    ("/hosts", why.why),
)

STEADY = (help_now.help_now, about.stay_private, about.about, privacy.privacy)
"""Pages that answer even with no database and no copy on disk."""

OPEN: tuple[tuple[str, Page | None, Page | None], ...] = (
    ("/sign-in", sign_in.look, sign_in.send),
    ("/sign-in/code", sign_in.coding, sign_in.by_code),
    ("/sign-in/elsewhere", elsewhere.go, None),
    ("/sign-in/openid", elsewhere.back, None),
    ("/sign-in/{token}", sign_in.link, sign_in.by_link),
    ("/signed-out", me.signed_out, None),
    ("/account-gone", erase.gone, None),
    ("/hosts/start", sign_in.starting, sign_in.start),
    ("/invitations/{token}", invitations.look, invitations.answer),
    ("/offers/{slug}/wrong", wrong.look, wrong.tell),
    ("/h", checks.coding, checks.by_typing),
    ("/h/answer", None, checks.answer),
    ("/h/{token}", checks.look, checks.confirm),
    ("/h/{token}/full", telling.full, telling.fill),
    ("/h/{token}/break", telling.pausing, telling.pause),
    ("/h/{token}/closing", telling.closing, telling.close),
)
"""Pages with a form for anyone: how each is shown, and what is done with its form."""

SIGNED: tuple[tuple[str, Page | None, Page | None], ...] = (
    ("/sign-out", None, me.sign_out),
    ("/me", me.me, None),
    ("/me/name", None, me.rename),
    ("/me/sessions", None, me.end),
    ("/me/sessions/all", None, me.end_all),
    ("/me/second-step", second_step.look, second_step.enrol),
    ("/me/second-step/confirm", None, second_step.confirm),
    ("/me/second-step/give", second_step.asking, second_step.give),
    ("/me/second-step/remove", None, second_step.remove),
    ("/me/keys", keys.listed, keys.make),
    ("/me/keys/end", None, keys.end),
    ("/me/kept", kept.look, None),
    ("/me/kept/file", kept.file, None),
    ("/me/kept/yes", None, kept.agree),
    ("/me/kept/take-back", None, kept.take_back),
    ("/me/erase", erase.look, None),
    ("/me/erase/sure", erase.sure, erase.erase),
    ("/claim/{slug}", claim.look, claim.make),
    ("/hosts/home", mine.home, None),
    ("/hosts/organisation/new", starting.starting, starting.start),
    ("/hosts/organisation/{id}", organisation.look, organisation.take),
    ("/hosts/organisation/{id}/people", team.look, team.invite),
    ("/hosts/organisation/{id}/people/take-back", None, team.take_back),
    ("/hosts/organisation/{id}/people/lead", None, team.hand_over),
    ("/hosts/organisation/{id}/people/remove", None, team.remove),
    ("/hosts/organisation/{id}/people/leave", None, team.leave),
    ("/hosts/organisation/{id}/places", places.listed, None),
    ("/hosts/organisation/{id}/places/new", places.adding, places.add),
    ("/hosts/organisation/{id}/places/{site}", places.look, places.take),
    ("/hosts/new/1", new.first, new.begin),
    ("/hosts/new/check/{id}", new.check, new.publish),
    ("/hosts/new/{step}/{id}", new.look, new.take),
    ("/hosts/offers/{id}", own.offer, None),
    ("/hosts/offers/{id}/publish", None, publish.publish),
    ("/hosts/offers/{id}/seen", seen.seen, None),
    ("/hosts/offers/{id}/preview", preview.preview, None),
    ("/hosts/offers/{id}/still-right", still.look, still.confirm),
    ("/hosts/offers/{id}/pause", life.pausing, life.pause),
    ("/hosts/offers/{id}/end", life.ending, life.end),
    ("/hosts/offers/{id}/back", life.returning, life.bring_back),
    ("/hosts/offers/{id}/history", history.history, None),
    ("/hosts/offers/{id}/history/{revision}", history.change, history.restore),
    ("/hosts/offers/{id}/{part}", part.look, part.take),
)
"""Pages for people who are signed in: how each is shown, and what is done with its form."""

KEEP: tuple[tuple[str, Page | None, Page | None], ...] = (
    ("/keep", queue.look, None),
    ("/keep/groups/{id}", groups.look, None),
    ("/keep/groups/{id}/let-in", None, groups.let_in),
    ("/keep/groups/{id}/send-back", None, groups.send_back),
    ("/keep/offers/{id}", waiting.look, None),
    ("/keep/offers/{id}/let-through", None, waiting.let_through),
    ("/keep/offers/{id}/send-back", None, waiting.send_back),
    ("/keep/offers/{id}/take-down", taking_down.look, taking_down.take),
    ("/keep/claims/{id}", claimed.look, None),
    ("/keep/claims/{id}/yes", None, claimed.accept),
    ("/keep/claims/{id}/no", None, claimed.refuse),
    ("/keep/reports", reports.listed, None),
    ("/keep/reports/{id}", reports.look, reports.answer),
    ("/keep/words", words.lists, None),
    ("/keep/words/{vocabulary}", words.listed, None),
    ("/keep/words/{vocabulary}/new", words.adding, words.add),
    ("/keep/words/{vocabulary}/{code}", words.look, words.change),
    ("/keep/words/{vocabulary}/{code}/again", None, words.use_again),
    ("/keep/words/{vocabulary}/{code}/retire", retiring.retiring, retiring.retire),
    ("/keep/words/{vocabulary}/{code}/merge", retiring.merging, retiring.merge),
    ("/keep/people", people.look, people.find),
    ("/keep/people/give", None, people.give),
    ("/keep/people/{id}", people.person, people.grant),
    ("/keep/people/{id}/sign-out", None, people.sign_out),
    ("/keep/people/{id}/roles/{grant}", people.taking, people.take_away),
    ("/keep/record", record.look, record.ask),
    ("/keep/record/check", record.check, None),
    ("/keep/letters", letters.look, None),
    ("/keep/letters/again", None, letters.again),
    ("/keep/letters/let-go", None, letters.let_go),
)
"""Pages for stewards, who have given a second step."""


def _form(path: str, look: Page | None, take: Page | None, *, signed: bool) -> Route:
    form = Form(look, take, signed=signed)
    return Route(path, form.serve, methods=form.methods)


routes = [
    *(Route(path, opened(page, steady=page in STEADY), methods=["GET"]) for path, page in PAGES),
    *(_form(*page, signed=False) for page in OPEN),
    *(_form(*page, signed=True) for page in SIGNED),
    *(
        _form(path, for_stewards(look), for_stewards(take), signed=True)
        for path, look, take in KEEP
    ),
    Route("/static/{name:path}", files.serve, methods=["GET"]),
]

handlers: Mapping[Any, Any] = {404: sorry.by_status, 405: sorry.by_status, 500: sorry.broken}
"""What Starlette answers with when no route does; for `exception_handlers`."""


def middleware(house: Any) -> list[Middleware]:  # noqa: ARG001  # the same for every house
    """Name what stands before every door, the other doors too."""
    return [Middleware(guarded)]
