"""How many statements an answer takes: as many for forty things as for two."""

from network.core.unit import Unit
from network.directory.tables import Offer
from tests import make
from tests.conftest import NOW
from tests.schema.conftest import Api, fresh

PAGE = """query($n: Int) { offers(near: {text: "TN34"}, first: $n) { totalCount facets { code }
  place { district { name } locality { name } }
  nodes { title organisation { name about hostedBy { name } } districts { name }
          sites { name district { name } } pathways { offer { title } } } } }"""


async def test_a_long_answer_takes_as_many_statements_as_a_short_one(
    api: Api, steward: Unit, statements: list[str]
) -> None:
    for number in range(40):
        run_by = await make.organisation(steward, NOW, name=f"Group {number}")
        place = await make.site(steward, run_by.id)
        await make.offer(
            steward, NOW, run_by.id, sites=[place.id], districts=[make.HASTINGS, make.ROTHER]
        )
    await api.data(PAGE, n=1)  # the words are read now, and remembered
    with fresh(statements):
        assert len((await api.data(PAGE, n=2))["offers"]["nodes"]) == 2
        few = len(statements)
    with fresh(statements):
        assert len((await api.data(PAGE, n=40))["offers"]["nodes"]) == 40
        assert len(statements) == few


async def test_counts_cost_nothing_when_they_are_not_asked_for(
    api: Api, table: Offer, statements: list[str]
) -> None:
    for asked, counted in (
        ("nodes { title }", False),
        ("totalCount", True),
        ("facets { code }", True),
    ):
        with fresh(statements):
            await api.data(f"{{ offers {{ {asked} }} }}")
            assert any("count(*)" in one for one in statements) is counted
    with fresh(statements):
        await api.data("{ offers { ...Some } } fragment Some on OfferConnection { totalCount }")
        assert any("count(*)" in one for one in statements)


async def test_a_question_to_the_directory_is_one_statement_once_its_cards_were_read(
    api: Api, table: Offer, statements: list[str]
) -> None:
    asked = "{ offers { nodes { title organisation { name } sites { name } } } }"
    await api.data("{ vocabularies { code } }")
    with fresh(statements):
        await api.data(asked)
        assert len(statements) == 2  # the second for all cards together
    with fresh(statements):
        await api.data(asked)
        assert len(statements) == 1
