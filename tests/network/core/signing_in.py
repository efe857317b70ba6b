"""What tests of sign-in by another service share: providers as processes, and a browser."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from network.core import openid
from network.core.errors import Invalid
from network.core.openid import Provider
from network.core.outside import Begun
from network.core.settings import Settings
from tests.provider import CLIENT
from tests.waiting import stopped

ODD, AWAY = "cannot be trusted", "does not work just now"


@asynccontextmanager
async def process(*words: str, port: int, **environment: str) -> AsyncIterator[str]:
    """Run a provider as a process of its own, and give its address once it answers."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", *words),
        env=os.environ | environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await answers(f"{address}/.well-known/openid-configuration")
        yield address
    finally:
        await stopped(running)


async def answers(url: str) -> None:
    """Wait until somebody answers."""
    async with httpx.AsyncClient() as client, asyncio.timeout(30):
        while True:
            try:
                await client.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return


def free() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def settings(issuer: str, **more: Any) -> Settings:
    chosen: dict[str, Any] = {
        "secret": "s" * 32,
        "public_url": "https://support.example.org",
        "openid_issuer": issuer,
        "openid_client_id": CLIENT,
        "openid_client_secret": "hush",
        "openid_label": "Sussex NHS",
    }
    return Settings.model_validate(chosen | more)


def made(issuer: str, **more: Any) -> Provider:
    found = openid.provider(settings(issuer, **more))
    assert found
    return found


def brought_back(answer: httpx.Response) -> dict[str, str]:
    assert answer.is_redirect, answer.text
    back = urlsplit(answer.headers["location"])
    assert back._replace(query="").geturl() == "https://support.example.org/sign-in/openid"
    return dict(parse_qsl(back.query))


async def refused(one: Provider, begun: Begun, answer: Mapping[str, str], at: datetime) -> str:
    """Give the sentence with which somebody is not let in."""
    with pytest.raises(Invalid) as no:
        await one.finish(begun.kept, answer, at)
    return no.value.sentence
