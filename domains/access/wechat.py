"""Who a user of a WeChat mini-program is, by the code that WeChat gave its page.

Source: WeChat, "code2Session" (GET /sns/jscode2session). A code is good once, for five minutes.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any, Final

import httpx
import msgspec

from domains.access.errors import WrongWechatCode
from hub.errors import Unavailable
from hub.mini_programs import MiniProgram

log = logging.getLogger(__name__)

WRONG: Final = frozenset({40029, 40163})
"""No code of this mini-program, or used already."""
TIMEOUT: Final = 5.0
"""Seconds that the whole question may take: somebody waits, and so does a connection to the database."""
MOST: Final = 8
"""So many questions may be under way in one process: those of strangers must not hold all its connections."""
PART: Final = "微信 WeChat"


@dataclass(slots=True)
class _Turns:
    free: int


_TURNS: Final = _Turns(MOST)


async def openid_of(program: MiniProgram, code: str) -> str:
    """The user's open id in this mini-program; raises ``WrongWechatCode`` or ``Unavailable``."""
    if not _TURNS.free:
        raise Unavailable(part=PART)
    _TURNS.free -= 1
    try:
        answer = await _asked(program, code)
    finally:
        _TURNS.free += 1
    openid, error = answer.get("openid"), answer.get("errcode", 0)
    if openid and not error:
        return str(openid)
    if error in WRONG:
        raise WrongWechatCode
    log.warning("WeChat refused to tell who a code belongs to", extra={"errcode": error})
    raise Unavailable(part=PART)


async def _asked(program: MiniProgram, code: str) -> dict[str, Any]:
    # The client's own log lines hold whole addresses, and WeChat wants the secret in its.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    params = {
        "appid": program.app_id,
        "secret": program.app_secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    try:
        async with asyncio.timeout(TIMEOUT), httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False) as client:
            response = await client.get(f"{program.endpoint}/sns/jscode2session", params=params)
        # WeChat calls its JSON text/plain.
        answer = msgspec.json.decode(response.content)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, msgspec.DecodeError) as error:
        log.warning("WeChat gave no usable answer", extra={"error": type(error).__name__})
        raise Unavailable(part=PART) from error
    return answer if isinstance(answer, dict) else {}
