"""A new place, named on an offer's page: it is added to the organisation first, then ticked."""

from dataclasses import replace
from uuid import UUID

from network.core.errors import Invalid
from network.core.filling import fill
from network.directory import sites
from network.directory.tables import SiteFields
from network.web.asking import problems
from network.web.asking.problems import Problems
from network.web.asking.typed import Typed
from network.web.views.hosts import place
from network.web.views.hosts.places import NEW
from network.web.visit import Visit


async def added(visit: Visit, organisation_id: UUID, typed: Typed) -> Typed:
    """Add the place that was named on an offer's page, and tick it there."""
    if not any(typed.one(f"{NEW}{part}") for part in ("name", "address", "town", "postcode")):
        return typed
    plain = Typed({n.removeprefix(NEW): v for n, v in typed.given.items() if n.startswith(NEW)})
    try:
        said, whereabouts = place.read(plain)
        site = fill(SiteFields, said)
        made = await visit.unit.write(sites.add, organisation_id, site, whereabouts)
    except Invalid as refusal:
        wrong = (replace(one, field=f"{NEW}{one.field or 'name'}") for one in problems.of(refusal))
        raise Problems(wrong) from None
    blank = {f"{NEW}{name}": "" for name in plain.given}
    return typed.but(**blank, sites=[*typed.many("sites"), str(made.id)])
