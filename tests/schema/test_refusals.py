"""What cannot be answered: a sentence a person can act on, a code, and nothing from inside."""

import pytest

from schema.base import global_id
from tests.schema.conftest import Api

NOBODY = "01a201ed-9683-7a6f-b71b-e1a695c300d9"

REFUSED: list[tuple[str, str]] = [
    ('offers(near: {text: "SW1A"}) {totalCount}', "NOT_FOUND"),
    ('offers(near: {text: "BT1 1AA"}) {totalCount}', "INVALID"),
    ('offers(near: {text: ""}) {totalCount}', "INVALID"),
    ("offers(near: {}) {totalCount}", "INVALID"),
    ("offers(near: {latitude: 48.85, longitude: 2.35}) {totalCount}", "INVALID"),
    ("offers(near: {latitude: 1e300, longitude: -1e300}) {totalCount}", "INVALID"),
    ('offers(near: {text: "TN34", within: -1}) {totalCount}', "INVALID"),
    ('offers(near: {text: "TN34", within: 2000000000}) {totalCount}', "INVALID"),
    ('offers(filter: {kinds: ["grop"]}) {totalCount}', "INVALID"),
    ('offers(filter: {madeFor: [{community: "nobody"}]}) {totalCount}', "INVALID"),
    ('offers(filter: {any: [{cost: ["gold"]}]}) {totalCount}', "INVALID"),
    ('offers(filter: {text: "' + "x" * 300 + '"}) {totalCount}', "INVALID"),
    ('offers(filter: {organisation: "rubbish"}) {totalCount}', "INVALID"),
    ("offers(first: 10000) {totalCount}", "INVALID"),
    ("offers(first: 101) {nodes {title}}", "INVALID"),
    ("offers(first: -1) {nodes {title}}", "INVALID"),
    ("offers(last: -1) {nodes {title}}", "INVALID"),
    ("offers(first: 5, last: 5) {nodes {title}}", "INVALID"),
    ('offers(after: "a", before: "b") {nodes {title}}', "INVALID"),
    ('offers(after: "rubbish") {nodes {title}}', "INVALID"),
    ('offers(after: "W10") {nodes {title}}', "INVALID"),
    ('organisations(after: "WyJhIiwgImIiXQ") {nodes {name}}', "INVALID"),
    ("organisations(first: 10000) {nodes {name}}", "INVALID"),
    ('node(id: "rubbish") {id}', "INVALID"),
    ('node(id: "") {id}', "INVALID"),
    (
        f'node(id: "{global_id("Person", NOBODY)}") {{id}}',
        "NOT_FOUND",
    ),
    (
        f'node(id: "{global_id("Offer", NOBODY)}") {{id}}',
        "NOT_FOUND",
    ),
    ('offer(slug: "nothing") {title}', "NOT_FOUND"),
    ('offer(slug: "' + "x" * 5000 + '") {title}', "NOT_FOUND"),
    ('organisation(slug: "nothing") {name}', "NOT_FOUND"),
    ('locality(slug: "nowhere") {name}', "NOT_FOUND"),
    ('vocabulary(code: "nothing") {label}', "NOT_FOUND"),
    ('place(text: "BT1 1AA") {label}', "INVALID"),
    ('place(text: "Hastngs") {label}', "NOT_FOUND"),
]


@pytest.mark.parametrize(("question", "code"), REFUSED)
async def test_what_cannot_be_answered_is_refused_in_a_sentence(
    api: Api, question: str, code: str
) -> None:
    found, sentence = await api.refusal("{" + question + "}")
    assert found == code
    assert sentence[0].isupper()
    assert sentence.rstrip("”").endswith((".", "?"))
    for inner in ("network", "sqlalchemy", "Traceback", "offer_id", "Invalid("):
        assert inner not in sentence


async def test_an_unknown_code_comes_with_the_one_that_was_meant(api: Api) -> None:
    found = await api('{ offers(filter: {kinds: ["grop"]}) { totalCount } }')
    assert found["errors"][0]["extensions"]["suggestion"] == "group"
    assert "Did you mean “group”?" in found["errors"][0]["message"]
