"""Commands and queries over HTTP: what a browser or a script gets, and what it is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import msgspec
import pytest

from domains.queue.commands.calls import EndAnnouncement
from domains.queue.commands.rooms import BeginDay
from hub.api import LARGEST_BODY
from hub.commands import REST, name_of
from hub.house import House
from hub.operations import Operations
from tests.hub.front import front, sign_in
from tests.kit.house import one
from tests.kit.servers import PASSWORD

CALL = "/api/queue/call-first"
ADMIT = {
    "room_id": "ct1",
    "patient_id": "p1",
    "name": "钱多多",
    "sex": "female",
    "birth_date": "1990-05-06",
    "exam_type": "CT",
    "items": ["胸部平扫"],
}


@pytest.fixture
async def browser(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at the door who has not signed in."""
    async with front(house) as client:
        yield client


async def test_a_refusal_is_a_problem_in_the_language_asked_for(browser: httpx.AsyncClient) -> None:
    await sign_in(browser)
    await browser.post(CALL, json={"room_id": "ct1"})
    chinese = await browser.post(CALL, json={"room_id": "ct1"})
    english = await browser.post(CALL, json={"room_id": "ct1"}, headers={"Accept-Language": "en-GB,zh;q=0.5"})
    assert chinese.status_code == english.status_code == 409
    assert chinese.headers["content-type"] == "application/problem+json"
    assert chinese.headers["cache-control"] == "no-store"
    body = chinese.json()
    assert {"type", "title", "status", "code", "detail", "trace_id"} == set(body)
    assert (body["type"], body["title"], body["status"], body["code"]) == (
        "about:blank",
        "Conflict",
        409,
        "queue.room_busy",
    )
    assert body["detail"] == "CT1 室 正在呼叫 CT004 赵一鸣，请等本次呼叫结束后再呼叫。"
    assert english.json()["detail"].startswith("CT1 室 is calling CT004 赵一鸣 right now.")


WRONG: list[tuple[dict[str, object], str]] = [
    ({"name": ""}, "name"),
    ({"sex": "neither"}, "sex"),
    ({"birth_date": "yesterday"}, "birth_date"),
    ({"items": ["ok", ""]}, "items[1]"),
    ({"items": []}, "items"),
    ({"colour": "red"}, "colour"),
    ({"arrears": "yes"}, "arrears"),
    ({"pre_exam_time": "2026-03-02T09:00:00"}, "pre_exam_time"),
]


async def test_what_is_wrong_with_a_field_names_the_field(browser: httpx.AsyncClient) -> None:
    await sign_in(browser, "registrar")
    for change, field in WRONG:
        answer = await browser.post("/api/queue/admit-ticket", json={**ADMIT, **change})
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "invalid"), change
        assert [e["field"] for e in problem["errors"]] == [field], change
        assert problem["detail"].startswith(f"填写的内容有误：{field}: "), change
        assert "钱多多" not in answer.text
    assert (await browser.post("/api/queue/admit-ticket", json=ADMIT)).status_code == 200


async def test_a_missing_field_and_what_is_no_json(browser: httpx.AsyncClient) -> None:
    await sign_in(browser)
    missing = (await browser.post(CALL, json={})).json()
    assert missing["errors"] == [{"field": "room_id", "message": "必填 (required)"}]
    for body in (
        b"{",
        b"\xff\xfe",
        b'{"room_id": "\xff"}',
        b'{"room_id": "\\ud800"}',
        b"[]",
        b"[" * 100_000,
        b'{"room_id": "\\u0000"}',
    ):
        answer = await browser.post(CALL, content=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body[:20]


async def test_a_cookie_does_not_change_what_is_refused(browser: httpx.AsyncClient) -> None:
    await sign_in(browser)
    for body in (b"{", b'{"account": "\xff"}', b'{"a":' + b"[" * 100_000, b"[]", b"1"):
        answer = await browser.post("/api/access/refresh", content=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body[:20]


async def test_another_content_type_and_a_body_too_large(browser: httpx.AsyncClient) -> None:
    await sign_in(browser)
    form = await browser.post(CALL, content="room_id=ct1", headers={"Content-Type": "text/plain"})
    assert (form.status_code, form.json()["code"]) == (415, "unsupported_media_type")
    assert "application/json" in form.json()["detail"]
    body = b'{"room_id":"' + b"x" * LARGEST_BODY + b'"}'
    large = await browser.post(CALL, content=body)
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    utf8 = {"Content-Type": "application/json; charset=utf-8"}
    charset = await browser.post(CALL, json={"room_id": "ct1"}, headers=utf8)
    assert charset.status_code == 200


async def test_what_there_is_no_door_for(browser: httpx.AsyncClient, house: House) -> None:
    await sign_in(browser, "admin")
    for name in ("queue/dance", "nowhere/at-all", name_of(EndAnnouncement), name_of(BeginDay), "access/create-account"):
        answer = await browser.post(f"/api/{name}", json={})
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_operation"), name
    assert {name_of(EndAnnouncement), name_of(BeginDay)} < set(Operations(house.dispatch).kinds)


async def test_who_is_nobody_and_who_has_no_right(browser: httpx.AsyncClient) -> None:
    nobody = await browser.post(CALL, json={"nonsense": 1})
    assert (nobody.status_code, nobody.json()["code"]) == (401, "unauthenticated")
    await sign_in(browser, "doctor")
    unentitled = await browser.post(CALL, json={"nonsense": 1})
    assert (unentitled.status_code, unentitled.json()["code"]) == (403, "forbidden")
    assert "queue.call" in unentitled.json()["detail"]
    assert "errors" not in unentitled.json()


async def test_a_token_of_nobody(browser: httpx.AsyncClient) -> None:
    for token in ("nonsense", "a.b.c", "é.é.é", ""):
        headers = {b"Authorization": f"Bearer {token}".encode()}
        answer = await browser.post("/api/queue/list-rooms", json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), token


async def test_a_repeated_key_gives_the_first_answer(browser: httpx.AsyncClient, house: House) -> None:
    await sign_in(browser)
    key = {"Idempotency-Key": "k-1"}
    first, second = [await browser.post(CALL, json={"room_id": "ct1"}, headers=key) for _ in range(2)]
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert await one(house, "select sum(calls) from queue_tickets") == 1
    other = await browser.post(CALL, json={"room_id": "ct2"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    for bad in ("", "x" * 201):
        answer = await browser.post(CALL, json={"room_id": "ct2"}, headers={"Idempotency-Key": bad})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_secret_answer_is_given_once(browser: httpx.AsyncClient, house: House) -> None:
    body = {"account": "technician", "password": PASSWORD}
    key = {"Idempotency-Key": "k-1"}
    first, second = [await browser.post("/api/access/sign-in", json=body, headers=key) for _ in range(2)]
    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (409, "already_done")
    assert "token" not in second.text
    assert await one(house, "select count(*) from access_sessions") == 1


async def test_the_trace_of_the_asker_is_kept(browser: httpx.AsyncClient, house: House) -> None:
    await sign_in(browser)
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    await browser.post(CALL, json={"room_id": "ct1"}, headers=headers)
    assert await one(house, "select trace from hub_audit where command = 'queue/call-first'") == trace
    refused = await browser.post(CALL, json={"room_id": "ct1"}, headers=headers)
    assert refused.json()["trace_id"] == trace


async def test_a_trace_that_is_none_is_replaced(browser: httpx.AsyncClient) -> None:
    none = ["", "garbage", *(f"00-{32 * digit}-b7ad6b7169203331-01" for digit in "x0A"), f"00-{31 * 'a'}-b7-01"]
    traces = {(await browser.post(CALL, json={}, headers={"traceparent": h})).json()["trace_id"] for h in none}
    assert len(traces) == len(none)
    assert not [trace for trace in traces if not trace or any(trace in header for header in none)]


async def test_the_document_lists_what_is_open_over_rest(browser: httpx.AsyncClient, house: House) -> None:
    answer = await browser.get("/api/openapi.json")
    document = msgspec.json.decode(answer.content)
    kinds = Operations(house.dispatch).kinds
    assert set(document["paths"]) == {f"/api/{name}" for name, kind in kinds.items() if REST in kind.asks.exposed}
    call = document["paths"][CALL]["post"]
    assert (call["x-kind"], call["x-permission"], call["security"]) == ("command", "queue.call", [{"bearer": []}])
    assert document["paths"]["/api/access/sign-in"]["post"]["security"] == []


async def test_an_answer_is_not_stored_by_proxies(browser: httpx.AsyncClient) -> None:
    await sign_in(browser)
    answer = await browser.post("/api/queue/list-rooms", json={})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
