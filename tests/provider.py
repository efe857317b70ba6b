"""A strict sign-in provider for tests, run as a process of its own: `uvicorn tests.provider:app`.

It lets everybody in as “jo-1”, knows its one client by a private key only (its public half is in
CLIENT_KEY), checks PKCE, tells the address through userinfo, and on request answers wrongly: add
`&fault=…` to where the browser goes, or `POST /next/…` before it comes.
"""

import hmac
import json
import os
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey, import_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = "alongside"
WAY = "RS512"
keys = {"signing": RSAKey.generate_key(2048, auto_kid=True)}
STRANGER = RSAKey.generate_key(2048, auto_kid=True)
seen: set[str] = set()
used: set[str] = set()
next_fault: list[str] = []


def here(request: Request) -> str:
    """Give our name: where we are asked."""
    return str(request.base_url).rstrip("/")


async def configuration(request: Request) -> Response:
    """Say what we offer."""
    base = here(request)
    return JSONResponse(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "jwks_uri": f"{base}/keys",
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": [WAY],
        }
    )


async def ring(request: Request) -> Response:
    """Give the keys that we sign with now."""
    return JSONResponse({"keys": [keys["signing"].as_dict(private=False)]})


async def rotate(request: Request) -> Response:
    """Sign with a new key from now on."""
    keys["signing"] = RSAKey.generate_key(2048, auto_kid=True)
    return Response(status_code=204)


async def misbehave(request: Request) -> Response:
    """Answer the next browser that comes with a fault."""
    next_fault.append(request.path_params["fault"])
    return Response(status_code=204)


async def authorize(request: Request) -> Response:
    """Let everybody in; what is to be remembered goes along in the code."""
    asked = dict(request.query_params)
    if next_fault:
        asked["fault"] = next_fault.pop()
    code = orjson.dumps(asked | {"at": time.time_ns()}).hex()
    answer = {"state": asked["state"], "code": code, "iss": here(request)}
    answer |= {
        "state": {"state": "another"},
        "other_iss": {"iss": "https://elsewhere.example.org"},
        "denied": {"code": "", "error": "access_denied"},
    }.get(asked.get("fault", ""), {})
    on = f"{asked['redirect_uri']}?{urlencode(answer)}"
    if asked.get("fault") == "ask":
        return HTMLResponse(f'<h1>Are you Jo?</h1><a href="{escape(on)}">Yes</a>')
    return RedirectResponse(on, 302)


async def token(request: Request) -> Response:
    """Change a code for tokens, for our client only, and once."""
    form = dict(parse_qsl((await request.body()).decode()))
    asked: dict[str, Any] = orjson.loads(bytes.fromhex(form["code"]))
    if not proved(form["client_assertion"], f"{here(request)}/token"):
        return JSONResponse({"error": "invalid_client"}, 401)
    if create_s256_code_challenge(form["code_verifier"]) != asked["code_challenge"]:
        return JSONResponse({"error": "invalid_grant"}, 400)
    if form["code"] in used:
        return JSONResponse({"error": "invalid_grant"}, 400)
    used.add(form["code"])
    fault = asked.get("fault", "")
    if fault in ODD:
        return ODD[fault]()
    access = fault or "good"
    given: dict[str, Any] = {"access_token": access, "token_type": "Bearer"}
    if fault != "no_token":
        given["id_token"] = signed(fault, claimed(fault, asked, here(request)))
    return JSONResponse(given)


async def userinfo(request: Request) -> Response:
    """Tell the address of whoever the access token is for."""
    fault = request.headers["authorization"].removeprefix("Bearer ")
    told: dict[str, Any] = {"sub": "jo-1", "name": "Jo", "email": "jo@example.org"}
    told["email_verified"] = fault != "unchecked"
    if fault == "userinfo":
        told["sub"] = "somebody else"
    if fault == "no_email":
        del told["email"]
    return JSONResponse(told)


def proved(assertion: str, audience: str) -> bool:
    """Check that our client signed this, for us, now, and never before."""
    try:
        found = jwt.decode(assertion, import_key(json.loads(os.environ["CLIENT_KEY"])), [WAY])
        registry = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": CLIENT},
            sub={"essential": True, "value": CLIENT},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            jti={"essential": True},
        )
        registry.validate(found.claims)
    except (JoseError, ValueError):
        return False
    again = found.claims["jti"] in seen
    seen.add(found.claims["jti"])
    return not again and found.claims["exp"] - time.time() <= 300


def claimed(fault: str, asked: dict[str, Any], base: str) -> dict[str, Any]:
    """Say whom we let in, wrongly where that is asked for."""
    now = int(time.time())
    good = {"iss": base, "sub": "jo-1", "aud": CLIENT, "iat": now, "exp": now + 60}
    good["nonce"] = asked["nonce"]
    wrong: dict[str, dict[str, Any]] = {
        "iss": {"iss": "https://elsewhere.example.org"},
        "aud": {"aud": "another client"},
        "azp": {"aud": [CLIENT, "another client"], "azp": "another client"},
        "exp": {"exp": now - 120},
        "iat": {"iat": now + 3600, "exp": now + 7200},
        "nonce": {"nonce": "another"},
        "no_nonce": {"nonce": None},
        "no_sub": {"sub": ""},
        "at_hash": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    }
    return {
        name: value for name, value in (good | wrong.get(fault, {})).items() if value is not None
    }


def signed(fault: str, claims: dict[str, Any]) -> str:
    """Sign a word, wrongly where that is asked for."""
    if fault == "unsigned":
        return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), algorithms=["none"])
    if fault == "shared":
        return shared(claims)
    key = STRANGER if fault in {"stranger", "forged"} else keys["signing"]
    kid = keys["signing"].kid if fault == "forged" else key.kid
    return jwt.encode({"alg": "RS256", "kid": kid}, claims, key, algorithms=["RS256"])


def shared(claims: dict[str, Any]) -> str:
    """Sign with our public key as though it were a shared secret; no library would."""
    header = {"alg": "HS256", "kid": keys["signing"].kid}
    whole = b".".join(written(orjson.dumps(part)) for part in (header, claims))
    mark = hmac.digest(keys["signing"].as_pem(private=False), whole, "sha256")
    return b".".join((whole, written(mark))).decode()


def written(part: bytes) -> bytes:
    """Write a part of a token."""
    return urlsafe_b64encode(part).rstrip(b"=")


ODD: dict[str, Callable[[], Response]] = {
    "500": lambda: Response(status_code=500),
    "text": lambda: Response("{not json"),
    "list": lambda: JSONResponse([]),
    "huge": lambda: JSONResponse({"id_token": "x" * 300_000}),
    "moved": lambda: RedirectResponse("/elsewhere", 302),
}
app = Starlette(
    routes=[
        Route("/.well-known/openid-configuration", configuration),
        Route("/keys", ring),
        Route("/rotate", rotate, methods=["POST"]),
        Route("/next/{fault}", misbehave, methods=["POST"]),
        Route("/authorize", authorize),
        Route("/token", token, methods=["POST"]),
        Route("/userinfo", userinfo),
    ]
)
