"""The session in the browser: what the cookie is, and what can be done with it."""

from __future__ import annotations

from http.cookies import SimpleCookie

import httpx
import pytest

from hub.house import House
from tests.hub.front import front, sign_in
from tests.kit.house import one
from tests.kit.servers import PASSWORD

COOKIE = "carewire_refresh_token"


def morsel(answer: httpx.Response) -> dict[str, str]:
    """The refresh cookie's attributes and value, as the answer sets it."""
    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    return {"value": cookie.value, **{k: str(v) for k, v in cookie.items() if v}}


@pytest.mark.parametrize(("host", "secure"), [("127.0.0.1", False), ("192.168.1.5", True)])
async def test_the_refresh_token_is_out_of_reach_of_scripts(house: House, host: str, *, secure: bool) -> None:
    async with front(house, host=host) as client:
        answer = await client.post("/api/access/sign-in", json={"account": "technician", "password": PASSWORD})
    cookie = morsel(answer)
    assert cookie["httponly"] == "True"
    assert cookie["samesite"] == "strict"
    assert cookie["path"] == "/api/access"
    assert int(cookie["max-age"]) == 30 * 24 * 3600
    assert ("secure" in cookie) is secure
    assert "refresh_token" not in answer.json()
    assert cookie["value"] not in answer.text


async def test_signing_in_tells_what_the_page_needs(house: House) -> None:
    async with front(house) as client:
        session = await sign_in(client)
    assert set(session) == {"token", "expires_in", "connection_token", "account", "institution"}
    assert session["account"]["login"] == "technician"
    assert "queue.call" in session["account"]["permissions"]
    assert session["institution"] == {"id": "demo", "name": "示范医院", "time_zone": "Asia/Shanghai"}
    assert session["expires_in"] == 3600


async def test_the_cookie_alone_goes_on_with_the_session(house: House) -> None:
    async with front(house) as client:
        await sign_in(client)
        del client.headers["Authorization"]
        answer = await client.post("/api/access/refresh", json={})
        assert answer.status_code == 200
        token = {"Authorization": f"Bearer {answer.json()['token']}"}
        assert (await client.post("/api/queue/list-rooms", json={}, headers=token)).status_code == 200
        client.cookies.clear()
        without = await client.post("/api/access/refresh", json={})
        assert (without.status_code, without.json()["code"]) == (401, "unauthenticated")


async def test_signing_out_ends_session_and_cookie(house: House) -> None:
    async with front(house) as client:
        await sign_in(client)
        cookie = client.cookies[COOKIE]
        answer = await client.post("/api/access/sign-out", json={})
        assert answer.status_code == 200
        assert answer.json() == {}
        gone = morsel(answer)
        assert (gone["value"], gone["max-age"], gone["path"]) == ("", "0", "/api/access")
        assert COOKIE not in client.cookies
        kept = {"Cookie": f"{COOKIE}={cookie}"}
        again = await client.post("/api/access/refresh", json={}, headers=kept)
        assert (again.status_code, again.json()["code"]) == (401, "unauthenticated")


async def test_no_secret_reaches_the_audit(house: House) -> None:
    async with front(house) as client:
        await sign_in(client)
        cookie = client.cookies[COOKIE]
        await sign_in(client)  # the browser sends the cookie of the earlier session along
        assert client.cookies[COOKIE] != cookie
        await client.post("/api/access/refresh", json={})
        await client.post("/api/access/sign-out", json={})
    audit = "select string_agg(convert_from(body, 'UTF8') || command, ' ') from hub_audit where command like 'access/%'"
    text = str(await one(house, audit))
    assert text.count("access/sign-in") == 2
    assert {"access/refresh", "access/sign-out"} <= {word for word in text.replace("}", "} ").split() if "/" in word}
    assert cookie not in text
    assert PASSWORD not in text


async def test_a_forgotten_token_and_none_say_what_to_do(house: House) -> None:
    async with front(house) as client:
        answer = await client.post("/api/queue/list-rooms", json={})
        english = await client.post("/api/queue/list-rooms", json={}, headers={"Accept-Language": "en"})
    assert answer.json()["detail"] == "请先登录。"
    assert english.json()["detail"] == "Please sign in first."
