"""Signing in by another service, where the operator chose one: there, and back again."""

from starlette.responses import RedirectResponse, Response

from network.core.errors import Invalid, Missing, Refusal, TooMany
from network.core.openid import LASTS
from network.core.outside import SignInProvider
from network.people import openid
from network.people.sign_in import Entry
from network.web import pacing, press, signed
from network.web.pages.people import coming, sign_in
from network.web.press import NEVER_KEPT
from network.web.visit import Visit

ANSWERED = ("code", "state", "iss", "error")
"""What a provider sends along with the browser (RFC 6749, RFC 9207)."""
LONGEST_ANSWER = 4000
MOST = 60
"""Each sign-in comes by twice, and people in one building may share an address."""


async def go(visit: Visit) -> Response:
    """Lead to the provider. What is needed on the way back goes along in the browser, sealed.

    A link and not a form: our own pages may send forms nowhere else, redirects included.
    """
    provider = _provider(visit)
    to = coming.to(visit.request.query_params.get("to", ""))
    try:
        await _paced(visit)
        begun = await provider.begin(visit.now)
    except (Invalid, TooMany) as refusal:
        return sign_in.not_in(visit, refusal, to)
    headers = {**press.SAFE, "Cache-Control": NEVER_KEPT}
    response = RedirectResponse(begun.url, 303, headers)
    seconds = int(LASTS.total_seconds())
    signed.remember_leaving(response, begun.kept, seconds)
    return signed.remember_asking(response, signed.asking(visit.request).browser, to, seconds)


async def back(visit: Visit) -> Response:
    """Sign somebody in as the provider says, or say why not, and what to do instead.

    Either way the browser has used up what it brought along: the same address leads nowhere again.
    """
    provider = _provider(visit)
    try:
        response = await sign_in.let_in(visit, await _entered(visit, provider))
    except Refusal as refusal:
        response = sign_in.not_in(visit, refusal, signed.asking(visit.request).to)
    return signed.back_again(response)


async def _entered(visit: Visit, provider: SignInProvider) -> Entry:
    query = visit.request.query_params
    answer = {name: query[name][:LONGEST_ANSWER] for name in ANSWERED if name in query}
    await _paced(visit)
    claims = await provider.finish(signed.leaving(visit.request), answer, visit.now)
    return await visit.unit.write(openid.admit, claims, visit.now)


async def _paced(visit: Visit) -> None:
    """Hold back whoever comes again and again, since each time we ask another service.

    The count gives the connection back, too: none is held while that service makes us wait.
    """
    await pacing.hold(visit, "sign-in elsewhere", pacing.asker(visit.request), most=MOST)


def _provider(visit: Visit) -> SignInProvider:
    provider = sign_in.provider(visit)
    if provider is None:
        raise Missing("")
    return provider
