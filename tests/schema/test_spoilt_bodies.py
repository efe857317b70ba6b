"""Bodies nobody meant to send: spoilt in places, or any JSON at all. None is a fault of ours."""

import random
from typing import Any

import httpx
import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schema.spoiling import spoilt
from tests.schema.tiny import client, door

JSON = {"content-type": "application/json"}
QUERY = "query($text:String){thing(text:$text){name}}"
GOOD = orjson.dumps(
    {
        "query": "query Q($n:Int=2,$t:String){things(first:$n,text:$t){nodes{name ...F}}}"
        " fragment F on Thing {again{name} many(first:3){name}}",
        "variables": {"n": 3, "t": "bipolar é 😀", "list": [1, 2.5, None, True]},
        "operationName": "Q",
    }
)


async def test_no_spoilt_body_is_a_fault_of_ours() -> None:
    chance = random.Random(20261122)  # noqa: S311  # the same bodies every time
    statuses = set()
    async with client(door()) as http:
        for _ in range(600):
            response = await http.post("/graphql", content=spoilt(GOOD, chance), headers=JSON)
            statuses.add(response.status_code)
            assert response.status_code in {200, 400}
            assert "INTERNAL" not in response.text
    assert statuses == {200, 400}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(query=st.text(max_size=60) | st.just(QUERY), variables=anything, name=anything)
async def test_any_json_is_answered_or_refused(query: str, variables: Any, name: Any) -> None:
    try:
        body = orjson.dumps({"query": query, "variables": variables, "operationName": name})
    except TypeError:  # a number JSON cannot hold
        return
    async with client(door()) as http:
        response: httpx.Response = await http.post("/graphql", content=body, headers=JSON)
    assert response.status_code in {200, 400}
    assert "INTERNAL" not in response.text
