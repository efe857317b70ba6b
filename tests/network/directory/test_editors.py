"""Editors: whoever is asked to help sees for which entry, though nobody else may see it yet."""

import re
from datetime import datetime

import pytest
from sqlmodel import col, select

from network.core.errors import Missing
from network.core.settings import Settings
from network.core.unit import Unit
from network.directory import editors, organisations
from network.directory.organisations import Origin
from network.directory.tables import Standing
from network.people import invitations
from network.people.invitations import Wish
from network.people.teams import Team
from network.post.tables import KeptLetter
from tests import make
from tests.conftest import OneTransaction


async def test_an_invitation_says_for_which_entry_though_it_is_new(
    steward: Unit, unit: Unit, sessions: OneTransaction, now: datetime
) -> None:
    host = await make.organisation(steward, now, origin=Origin(Standing.NEW))
    with pytest.raises(Missing):
        await unit.read(organisations.get, host.id)
    team = Team(host.id, host.name, host.kept_by)
    settings = Settings(secret="s" * 32)
    await steward.write(invitations.invite, team, Wish("alex@example.org"), settings, now)
    async with sessions.reading() as db:
        letters = select(KeptLetter).order_by(col(KeptLetter.id).desc())
        text = (await db.scalars(letters)).first()
    token = re.search(r"/invitations/(\S+)", text.text or "") if text else None
    assert token
    asked = await unit.read(editors.asked, token[1], now)
    assert (asked.organisation.id, asked.invitation.as_lead) == (host.id, False)
    with pytest.raises(Missing):
        await unit.read(editors.asked, token[1] + "x", now)
