"""The vendors, as their documents describe them, on loopback: they check signatures and keep what they delivered."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

KEY_ID, KEY_SECRET = "LTAItest", "aliyun-secret"
APP_ID, APP_SECRET = "wx1234567890", "wechat-secret"
CORP_ID, CORP_SECRET, AGENT = "ww12345", "wecom-secret", 1000002
HOOK_SECRET = "webhook-secret"


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Vendors:
    """All of them at one address. ``delivered`` is what people got: (vendor, whom, what)."""

    url: str = ""
    delivered: list[tuple[str, str, Any]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    refusals: list[dict[str, Any] | int] = field(default_factory=list)
    """Given once each instead of delivering: a JSON object, or a bare HTTP status."""
    silent: int = 0
    """So many times the vendor delivers, but hangs up before it answers."""
    receipts: dict[str, int] = field(default_factory=dict)
    """SendStatus of text messages by OutId; 3 (arrived) where nothing is said."""
    tokens: int = 0
    token: str = ""
    known: set[str] = field(default_factory=set)
    users: dict[str, str] = field(default_factory=dict)
    """The open ids behind the codes of ``wx.login``; each code works once."""

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """What the vendor says to a request."""
        self.asked.append(asked)
        routes: dict[str, Callable[[Asked], tuple[int, Any]]] = {
            "/": self._aliyun,
            "/cgi-bin/stable_token": self._stable_token,
            "/cgi-bin/gettoken": self._wecom_token,
            "/cgi-bin/message/template/send": self._template,
            "/cgi-bin/message/subscribe/send": self._subscribe,
            "/cgi-bin/message/send": self._wecom,
            "/hook": self._hook,
            "/sns/jscode2session": self._session,
        }
        return routes[asked.path](asked)

    def _refused(self) -> tuple[int, Any] | None:
        if not self.refusals:
            return None
        refusal = self.refusals.pop(0)
        return (refusal, {}) if isinstance(refusal, int) else (200, refusal)

    def _aliyun(self, asked: Asked) -> tuple[int, Any]:
        if not _signed_by_aliyun(asked):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched."}
        if (refused := self._refused()) is not None:
            return refused
        params = asked.query
        if asked.headers["x-acs-action"] == "SendSms":
            self.delivered.append(("sms", params["PhoneNumbers"], params))
            return 200, {"Code": "OK", "Message": "OK", "BizId": f"biz-{len(self.delivered)}", "RequestId": "r"}
        sent = [p for v, phone, p in self.delivered if v == "sms" and phone == params["PhoneNumber"]]
        details = [
            {
                "OutId": p["OutId"],
                "PhoneNum": p["PhoneNumbers"],
                "TemplateCode": p["TemplateCode"],
                "SendStatus": self.receipts.get(p["OutId"], 3),
                "ErrCode": {2: "MOBILE_NOT_ON_SERVICE", 3: "DELIVERED"}.get(self.receipts.get(p["OutId"], 3), ""),
            }
            for p in sent
        ]
        return 200, {"Code": "OK", "TotalCount": str(len(details)), "SmsSendDetailDTOs": {"SmsSendDetailDTO": details}}

    def _pass(self, *, right: bool) -> tuple[int, Any]:
        if not right:
            return 200, {"errcode": 40125, "errmsg": "invalid appsecret"}
        self.tokens += 1
        self.token = f"token-{self.tokens}"
        return 200, {"access_token": self.token, "expires_in": 7200}

    def _stable_token(self, asked: Asked) -> tuple[int, Any]:
        given = asked.json
        right = (given["grant_type"], given["appid"], given["secret"]) == ("client_credential", APP_ID, APP_SECRET)
        return self._pass(right=right)

    def _wecom_token(self, asked: Asked) -> tuple[int, Any]:
        return self._pass(right=(asked.query["corpid"], asked.query["corpsecret"]) == (CORP_ID, CORP_SECRET))

    def _tencent(self, asked: Asked, vendor: str, same: str | None, done: dict[str, Any]) -> tuple[int, Any]:
        if asked.query["access_token"] != self.token:
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        if (refused := self._refused()) is not None:
            return refused
        if same is None or same not in self.known:
            self.delivered.append((vendor, asked.json["touser"], asked.json))
        if same is not None:
            self.known.add(same)
        return 200, {"errcode": 0, "errmsg": "ok", **done}

    def _template(self, asked: Asked) -> tuple[int, Any]:
        return self._tencent(asked, "wechat", asked.json["client_msg_id"], {"msgid": 200228332})

    def _subscribe(self, asked: Asked) -> tuple[int, Any]:
        return self._tencent(asked, "mini_program", None, {})

    def _wecom(self, asked: Asked) -> tuple[int, Any]:
        given = asked.json
        if given["agentid"] != AGENT:
            return 200, {"errcode": 40056, "errmsg": "invalid agentid"}
        same = asked.body.decode() if given.get("enable_duplicate_check") == 1 else None
        return self._tencent(asked, "wecom", same, {"msgid": "m1"})

    def _session(self, asked: Asked) -> tuple[int, Any]:
        if (refused := self._refused()) is not None:
            return refused
        given = asked.query
        right = (given["appid"], given["secret"], given["grant_type"]) == (APP_ID, APP_SECRET, "authorization_code")
        if not right:
            return 200, {"errcode": 40125, "errmsg": "invalid appsecret"}
        openid = self.users.pop(given["js_code"], None)
        if openid is None:
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        return 200, {"openid": openid, "session_key": "c2Vzc2lvbg=="}

    def _hook(self, asked: Asked) -> tuple[int, Any]:
        head = asked.headers
        text = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + asked.body
        right = base64.b64encode(hmac.new(HOOK_SECRET.encode(), text, hashlib.sha256).digest()).decode()
        if head["webhook-signature"] != f"v1,{right}":
            return 401, {}
        if (refused := self._refused()) is not None:
            return refused
        if head["idempotency-key"] not in self.known:
            self.delivered.append(("webhook", "", asked.json))
        self.known.add(head["idempotency-key"])
        return 204, None


def _signed_by_aliyun(asked: Asked) -> bool:
    """Worked out from the request as it came, after the document."""
    scheme, _, rest = asked.headers["authorization"].partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    names = parts["SignedHeaders"].split(";")
    query = "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in sorted(asked.query.items()))
    heads = "".join(f"{name}:{asked.headers[name]}\n" for name in names)
    digest = hashlib.sha256(asked.body).hexdigest()
    canonical = f"{asked.method}\n{asked.path}\n{query}\n{heads}\n{';'.join(names)}\n{digest}"
    text = f"{scheme}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    right = hmac.new(KEY_SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    wanted = {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
    return (scheme, parts["Credential"], parts["Signature"]) == (
        "ACS3-HMAC-SHA256",
        KEY_ID,
        right,
    ) and wanted <= set(names)


class Server:
    """Serves them on a free port of loopback until it is closed."""

    def __init__(self) -> None:
        self.vendors = vendors = Vendors()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                split = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                query = dict(parse_qsl(split.query, keep_blank_values=True))
                status, answer = vendors.answer(Asked(self.command, split.path, query, headers, body))
                if vendors.silent and split.path not in {"/cgi-bin/stable_token", "/cgi-bin/gettoken"}:
                    vendors.silent -= 1
                    self.close_connection = True
                    return
                told = b"" if answer is None else json.dumps(answer).encode()
                self.send_response(status)
                if status != 204:
                    self.send_header("content-length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            do_GET = do_POST  # noqa: N815 - the name that the base class looks for

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        vendors.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
