"""What the interfaces of WeChat and WeCom have in common: a pass in the address, and numbered errors.

Sources: WeChat, "getStableAccessToken" and "Global return codes"; WeCom, documents 91039 and 90313.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import httpx

from domains.messages.adapters.wire import Failed, Pass, Wire, call
from domains.messages.model import Outcome

STALE: Final = frozenset({40001, 40014, 42001})
"""The pass is wrong or has ended; with a new one the same call may do."""
LATER: Final = frozenset({-1, 43108, 45033, 45011})
"""Busy, or too many at once."""


async def with_pass(
    wire: Wire, owner: tuple[str, ...], fetch: Callable[[], Awaitable[Pass]], made: Callable[[str], httpx.Request]
) -> dict[str, Any]:
    """Call with the pass of ``owner``; once more with a new one when the vendor does not take it."""
    answer = _object(await call(wire, made(await wire.token(owner, fetch))))
    if code_of(answer) in STALE:
        wire.forget(owner)
        answer = _object(await call(wire, made(await wire.token(owner, fetch))))
    return answer


async def fetched(wire: Wire, request: httpx.Request) -> Pass:
    """A new pass; what goes wrong here has sent nothing."""
    try:
        answer = _object(await call(wire, request))
    except Failed as failed:
        raise Failed(Outcome(state="retry", code=failed.outcome.code, reason=failed.outcome.reason)) from failed
    token = answer.get("access_token")
    if not token:
        raise Failed(refusal(answer))
    return Pass(str(token), wire.clock() + timedelta(seconds=int(answer.get("expires_in", 7200))))


async def stable_pass(wire: Wire, endpoint: str, app_id: str, secret: str) -> Pass:
    """WeChat's pass that does not make others' passes of the same account invalid."""
    body = {"grant_type": "client_credential", "appid": app_id, "secret": secret}
    return await fetched(wire, httpx.Request("POST", f"{endpoint}/cgi-bin/stable_token", json=body))


def refusal(answer: dict[str, Any]) -> Outcome:
    """What an error of the vendor means for the delivery."""
    code = code_of(answer)
    return Outcome(
        state="retry" if code in LATER else "failed", code=str(code), reason=str(answer.get("errmsg", ""))[:200]
    )


def code_of(answer: dict[str, Any]) -> int:
    """The error's number; 0 is none."""
    return int(answer.get("errcode", 0))


def _object(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise Failed(Outcome(state="unclear", code="no_object"))
    return answer
