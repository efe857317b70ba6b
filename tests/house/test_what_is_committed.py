"""Nothing of one machine, no download host and no secret is in the project."""

import re

import pytest

from tests.house.tree import committed, text_of

BINARY = (".woff2", ".png", ".jpg", ".ico", ".gz", ".zip", ".webp")
TEXTS = [name for name in committed() if not name.endswith(BINARY)]

# Written apart so that this file does not hold what it looks for.
HOSTS = ("pypi" + ".org/simple", "files.python" + "hosted.org", "registry.npm" + "js.org")
MIRRORS = ("--index" + "-url", "--extra-index" + "-url", "deb.deb" + "ian.org", "regist" + "ry=")
MACHINE = ("/wo" + "rk/", "/tm" + "p/", "/ro" + "ot/", "/ho" + "me/", "/var/fol" + "ders/")
SECRETS = re.compile(
    "-----BEGIN [A-Z ]*PRIV" + "ATE KEY|gh[pousr]_[A-Za-z0-9]{30}|AKIA[0-9A-Z]{16}|xox[bp]-[0-9]"
)


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_names_no_download_host_no_machine_and_no_secret(name: str) -> None:
    text = text_of(name)
    assert [found for found in (*HOSTS, *MIRRORS, *MACHINE) if found in text] == []
    assert SECRETS.search(text) is None


def test_no_promise_is_left_in_the_code() -> None:
    promise = re.compile(r"\b(TO" + "DO|FIX" + "ME|X" + r"XX)\b")
    left = [
        n for n in TEXTS if n.endswith((".py", ".jinja", ".scss")) and promise.search(text_of(n))
    ]
    assert left == []
