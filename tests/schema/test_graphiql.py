"""GraphiQL is there for developers, from our own files, and nowhere else."""

import re

from schema.graphiql import FILES, names
from tests.schema.tiny import TinyHouse, client, door

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def test_a_developer_s_browser_gets_the_page_and_every_file_it_names() -> None:
    async with client(door(house=TinyHouse("development"))) as http:
        page = await http.get("/graphql", headers=BROWSER)
        assert page.headers["content-type"].startswith("text/html")
        assert "script-src 'self'" in page.headers["content-security-policy"]
        for address in re.findall(r'(?:src|href)="([^"]+)"', page.text):
            assert address.startswith("/graphql/files/")
            assert (await http.get(address)).status_code == 200
        assert (await http.get("/graphql/files/LICENSES")).status_code == 404
        assert (await http.get("/graphql/files/..%2f..%2fbuild.py")).status_code == 404


async def test_in_production_there_is_none() -> None:
    async with client(door()) as http:
        assert (await http.get("/graphql", headers=BROWSER)).status_code == 400
        assert (await http.get("/graphql/files/page.js")).status_code == 404


def test_its_own_files_call_nobody() -> None:
    for name in ("index.html", "page.js", "page.css"):
        assert "//" not in (FILES / name).read_text(encoding="utf-8")
    assert "graphiql.min.js" in names()
