"""E-mail against a real SMTP server on loopback."""

from __future__ import annotations

from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from domains.messages.adapters import mail
from domains.messages.adapters.adapter import Letter
from domains.messages.adapters.wire import Wire
from domains.messages.model import Outcome
from tests.domains.messages.post import Post
from tests.kit.clock import MORNING

LETTER = Letter(
    out_id="0198-1", address="wu@hospital.test", title="危急值\n血钾", text="血钾 6.8", at=MORNING, first_at=MORNING
)


async def test_a_letter_arrives_under_our_own_number(post: tuple[Post, mail.Settings], wire: Wire) -> None:
    handler, settings = post
    outcome = await mail.send(wire, settings, LETTER)
    assert (outcome.state, outcome.code) == ("sent", "250")
    (envelope,) = handler.letters
    read = message_from_bytes(envelope.content)
    assert envelope.rcpt_tos == ["wu@hospital.test"]
    assert str(make_header(decode_header(read["Subject"]))) == "危急值 血钾"
    assert read["Message-ID"] == "<0198-1@hospital.test>"
    payload = read.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == "血钾 6.8"


@pytest.mark.parametrize(
    ("reply", "state", "code"),
    [("550 5.1.1 no such user wu@hospital.test", "failed", "550"), ("451 4.3.0 try later", "retry", "451")],
)
async def test_what_the_server_refuses_is_final_or_for_later(
    post: tuple[Post, mail.Settings], wire: Wire, reply: str, state: str, code: str
) -> None:
    handler, settings = post
    handler.rcpt = reply
    outcome = await mail.send(wire, settings, LETTER)
    assert (outcome.state, outcome.code, outcome.reason) == (state, code, reply.split()[1])
    handler.rcpt, handler.data = "", reply
    assert (await mail.send(wire, settings, LETTER)).state == state


async def test_a_wrong_password_is_final(post: tuple[Post, mail.Settings], wire: Wire) -> None:
    _, settings = post
    wrong = mail.Settings(settings.host, settings.port, settings.sender, "none", "carewire", "wrong")
    outcome = await mail.send(wire, wrong, LETTER)
    assert (outcome.state, outcome.code) == ("failed", "535")


async def test_a_server_that_is_not_there_is_tried_later(wire: Wire) -> None:
    gone = mail.Settings("127.0.0.1", 1, "hub@hospital.test", "none")
    assert await mail.send(wire, gone, LETTER) == Outcome(state="retry", code="unreachable", reason="SMTPConnectError")
