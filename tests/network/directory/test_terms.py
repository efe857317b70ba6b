"""The words of the vocabularies as they are remembered between questions."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from network.core import database
from network.core.actor import Actor
from network.core.errors import Invalid
from network.core.unit import EngineSessions, Unit
from network.directory import terms
from network.directory.tables import TermFields, Vocabulary
from tests import make, postgres
from tests.conftest import NOW

ONE_WORD = [TermFields(code="sitting", label="Sitting together")]


async def test_a_refused_change_spoils_no_word_that_was_read_for_it(
    steward: Unit, unit: Unit
) -> None:
    terms.forget()
    with pytest.raises(Invalid):
        await make.organisation(steward, NOW, host="nobody we know")
    assert (await unit.read(terms.words)).term("host", "charity").label


async def test_words_that_were_never_committed_are_not_remembered(
    steward: Unit, unit: Unit
) -> None:
    before = await unit.read(terms.words)
    with pytest.raises(InterruptedError):
        await steward.write(_changed_and_broken_off)
    after = await unit.read(terms.words)
    assert [t.code for t in after.listed("kind")] == [t.code for t in before.listed("kind")]


async def _changed_and_broken_off(db: AsyncSession, actor: Actor) -> None:
    known = (await terms.words(db, actor)).vocabularies["kind"]
    await terms.keep(db, actor, Vocabulary.model_validate(known.model_dump()), ONE_WORD)
    assert [t.code for t in (await terms.words(db, actor)).listed("kind")] == ["sitting"]
    raise InterruptedError


async def test_two_databases_of_one_process_have_each_their_own_words(
    server: str, unit: Unit
) -> None:
    empty = database.engine(await postgres.make_database(server, "wordless"), size=1)
    assert (await unit.read(terms.words)).vocabularies
    async with Unit(EngineSessions(empty)) as other:
        assert (await other.read(terms.words)).vocabularies == {}
    await empty.dispose()
