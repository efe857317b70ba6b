"""The door at /graphql: what it takes, what it answers, and what it never lets out."""

from typing import Any

import httpx
import orjson
import pytest
from structlog.testing import capture_logs

from schema.asked import NEWER, OLDER, media
from schema.documents import digest_of
from schema.errors import AWAY, CALM
from tests.schema.tiny import client, door

JSON = {"content-type": "application/json"}
TRUSTED = "query($text:String){thing(text:$text){name}}"
ID = digest_of(TRUSTED)


async def posted(body: bytes | dict[str, Any], **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    async with client(door()) as http:
        sent = JSON | {name.replace("_", "-"): value for name, value in headers.items()}
        return await http.post("/graphql", content=content, headers=sent)


def first_error(response: httpx.Response) -> dict[str, Any]:
    error: dict[str, Any] = response.json()["errors"][0]
    return error


async def test_a_query_is_answered_with_its_cost() -> None:
    response = await posted({"query": "{things(first:2){nodes{name}}}"})
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{NEWER}; charset=utf-8"
    assert response.json() == {
        "data": {"things": {"nodes": [{"name": "a"}, {"name": "a"}]}},
        "extensions": {
            "cost": {
                "nodes": 3,
                "fields": 3,
                "depth": 3,
                "mostNodes": 5000,
                "mostFields": 250,
                "mostDepth": 10,
            }
        },
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1",
        b"null",
        b'"{thing{name}}"',
        b"[]",
        b'[{"query":"{thing{name}}"}]',
        b"{}",
        b'{"query":1}',
        b'{"query":null}',
        b'{"query":"{thing{name}}","variables":[]}',
        b'{"query":"{thing{name}}","variables":"{}"}',
        b'{"query":"{thing{name}}","operationName":7}',
        b'{"query":"{thing{name}}","operationName":"Other"}',
        b'{"query":"{thing{name}}","extensions":1}',
        b'{"query":"{thing{name}}"',
        b"\xff\xfe",
        b'{"query":"\xc3\x28"}',
        b'{"query":"{thing{name}}","variables":{"a":"\\ud800"}}',
        b'{"query":"{thing{name}}","variables":{"a":"\\u0000"}}',
        b'{"query":"{thing{name}}\\u0000"}',
        b'{"query":"{thing{name}}","variables":{"a":' + b"9" * 5000 + b"}}",
        b'{"query":"{thing{name}}","variables":{"a":1e999}}',
        b'{"query":"{thing{name}}","variables":{"a":NaN}}',
        b"[" * 5000,
        b"[" * 900 + b"]" * 900,
        b'{"query":"{thing{name}}","variables":{"a":' + b"[" * 40 + b"]" * 40 + b"}}",
        b'{"query":"{thing{name}}","variables":{"a":[' + b"1," * 2000 + b"1]}}",
        b'{"query":"query($n:Int){things(first:$n){nodes{name}}}","variables":{"n":4294967296}}',
        b'{"query":"query($n:Int){things(first:$n){nodes{name}}}","variables":{"n":true}}',
        b'{"documentId":"nothing"}',
    ],
)
async def test_a_body_that_cannot_be_taken_gets_a_sentence_and_400(body: bytes) -> None:
    response = await posted(body)
    assert response.status_code == 400
    error = first_error(response)
    assert error["message"].endswith(".") or "'" in error["message"]
    assert error["extensions"]["code"] in {"INVALID", "TOO_COSTLY", "NOT_FOUND"}
    assert "data" not in response.json()


async def test_a_body_that_is_too_big_is_not_read() -> None:
    assert (await posted(b"x" * 65_537)).status_code == 413
    assert (await posted(b"", content_length="99999999999999999999")).status_code == 413


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "multipart/form-data; boundary=x", "application/json; charset=latin-1"],
)
async def test_only_json_in_utf8_is_taken(content_type: str) -> None:
    response = await posted({"query": "{thing{name}}"}, content_type=content_type)
    assert response.status_code == 415


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", NEWER),
        ("*/*", NEWER),
        ("application/*", NEWER),
        (NEWER, NEWER),
        (OLDER, OLDER),
        (f"{OLDER}, {NEWER}", OLDER),
        (f"{NEWER}, {OLDER};q=0.9", NEWER),
        (f"{OLDER};q=0.9, {NEWER}", NEWER),
        (f"text/html, {OLDER};q=0.1", OLDER),
        (f"{OLDER}; charset=utf-8", OLDER),
        (f"{NEWER};q=0", None),
        (f"{NEWER};q=nonsense", None),
        ("text/html", None),
    ],
)
def test_the_answer_comes_in_the_form_that_was_wanted(accept: str, expected: str | None) -> None:
    assert media(accept) == expected


async def test_a_form_we_do_not_speak_is_406() -> None:
    response = await posted({"query": "{thing{name}}"}, accept="text/html")
    assert response.status_code == 406


@pytest.mark.parametrize(("accept", "status"), [(NEWER, 400), (OLDER, 200)])
async def test_a_wrong_query_is_400_in_the_newer_form_and_200_in_the_older(
    accept: str, status: int
) -> None:
    response = await posted({"query": "{nothing}"}, accept=accept)
    assert response.status_code == status
    assert response.headers["content-type"].startswith(accept)
    assert first_error(response)["message"] == "Cannot query field 'nothing' on type 'Query'."


@pytest.mark.parametrize("accept", [NEWER, OLDER])
async def test_what_is_no_request_at_all_is_400_in_both_forms(accept: str) -> None:
    assert (await posted(b"nonsense", accept=accept)).status_code == 400


async def test_names_close_to_a_wrong_one_are_not_given_away() -> None:
    for query in ("{thin{name}}", "{thing{nam}}", "{thing(tex:1){name}}", "{...on Thin{name}}"):
        assert "Did you mean" not in (await posted({"query": query})).text


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("missing", "NOT_FOUND", "There is no such thing."),
        ("denied", "FORBIDDEN", "This is not yours to do."),
        ("invalid", "INVALID", "Enter a town."),
        ("fault", "INTERNAL", CALM),
    ],
)
async def test_a_refused_read_is_null_with_a_sentence_and_a_code(
    text: str, code: str, sentence: str
) -> None:
    response = await posted({"query": TRUSTED, "variables": {"text": text}})
    assert response.status_code == 200
    assert response.json()["data"] == {"thing": None}
    assert first_error(response)["message"] == sentence
    assert first_error(response)["extensions"]["code"] == code
    assert first_error(response)["path"] == ["thing"]


async def test_a_refusal_names_its_field_and_a_better_value() -> None:
    response = await posted({"query": TRUSTED, "variables": {"text": "invalid"}})
    assert first_error(response)["extensions"] == {
        "code": "INVALID",
        "field": "text",
        "suggestion": "Hove",
    }


@pytest.mark.parametrize(
    ("text", "status", "code"), [("gone", 503, "UNAVAILABLE"), ("too many", 429, "RATE_LIMITED")]
)
@pytest.mark.parametrize("accept", [NEWER, OLDER])
async def test_what_may_be_tried_again_says_so(
    text: str, status: int, code: str, accept: str
) -> None:
    response = await posted({"query": TRUSTED, "variables": {"text": text}}, accept=accept)
    assert response.status_code == status
    assert int(response.headers["retry-after"]) > 0
    assert first_error(response)["extensions"]["code"] == code
    assert "data" not in response.json()


async def test_what_was_found_is_kept_when_another_part_could_not_be_reached() -> None:
    response = await posted({"query": '{thing{name} b:thing(text:"gone"){name}}'})
    assert response.status_code == 200
    assert response.json()["data"] == {"thing": {"name": "a"}, "b": None}
    assert first_error(response)["message"] == AWAY


async def test_a_fault_is_logged_once_without_the_question() -> None:
    with capture_logs() as logs:
        response = await posted({"query": TRUSTED, "variables": {"text": "fault"}})
    assert "hunter2" not in response.text
    assert [entry["event"] for entry in logs] == ["unexpected"]
    assert logs[0]["kind"] == "ValueError"
    assert "hunter2" not in str(logs)
    assert TRUSTED not in str(logs)


async def test_a_refusal_is_not_logged() -> None:
    with capture_logs() as logs:
        await posted({"query": TRUSTED, "variables": {"text": "missing"}})
    assert logs == []


async def test_get_answers_trusted_documents_and_nothing_else() -> None:
    async with client(door({ID: TRUSTED})) as http:
        whole = await http.get("/graphql", params={"documentId": ID, "variables": '{"text":"b"}'})
        assert whole.json()["data"] == {"thing": {"name": "b"}}
        for params in (
            {"query": "{thing{name}}"},
            {"documentId": "0" * 64},
            {"documentId": ID, "variables": "[]"},
            {"documentId": ID, "variables": "{"},
            {"documentId": ID, "variables": '{"text":"\\u0000"}'},
            {"variables": "{}"},
            {},
        ):
            refused = await http.get("/graphql", params=params)
            assert refused.status_code == 400
            assert first_error(refused)["extensions"]["code"] in {"INVALID", "NOT_FOUND"}


async def test_other_methods_are_told_which_to_use() -> None:
    async with client(door()) as http:
        for method in ("PUT", "DELETE", "PATCH"):
            response = await http.request(method, "/graphql")
            assert response.status_code == 405
            assert "POST" in response.headers["allow"]


async def test_a_remembered_answer_is_the_same_and_can_be_skipped() -> None:
    served = door({ID: TRUSTED})
    async with client(served) as http:
        params = {"documentId": ID, "variables": '{"text":"b"}'}
        fresh = await http.get("/graphql", params=params)
        again = await http.get("/graphql", params=params)
        assert (again.content, again.headers) == (fresh.content, fresh.headers)
        spaced = await http.get("/graphql", params=params | {"variables": '{ "text": "b" }'})
        assert spaced.headers["etag"] == fresh.headers["etag"]
        skipped = await http.get(
            "/graphql", params=params, headers={"if-none-match": fresh.headers["etag"]}
        )
        assert (skipped.status_code, skipped.content) == (304, b"")
        older = await http.get("/graphql", params=params, headers={"accept": OLDER})
        assert older.headers["content-type"].startswith(OLDER)


async def test_a_refused_answer_is_not_remembered() -> None:
    async with client(door({ID: TRUSTED})) as http:
        params = {"documentId": ID, "variables": '{"text":"missing"}'}
        refused = await http.get("/graphql", params=params)
        assert "etag" not in refused.headers
        assert refused.headers["cache-control"] == "no-store"
