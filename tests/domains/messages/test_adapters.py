"""Each vendor's interface as documented: signatures, passes, error codes, and what a silence means."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from domains.messages.adapters import mini_program, sms, webhook, wechat, wecom
from domains.messages.adapters.adapter import Letter
from domains.messages.adapters.aliyun import sign
from domains.messages.adapters.wire import Failed, Wire
from domains.messages.model import Outcome
from tests.domains.messages import vendors as v
from tests.domains.messages.vendors import Vendors
from tests.kit.clock import MORNING, StillClock


def letter(address: str, **other: Any) -> Letter:
    given = {"code": "SMS_1", "params": {"thing1": "危急值 血钾 6.8 mmol/L，请立即处理并回读确认结果"}, **other}
    return Letter(
        out_id="0198-1", address=address, title="危急值", text="血钾 6.8", at=MORNING, first_at=MORNING, **given
    )


def sms_settings(vendors: Vendors, secret: str = v.KEY_SECRET) -> sms.Settings:
    return sms.Settings(v.KEY_ID, secret, "示范医院", vendors.url)


def wechat_settings(vendors: Vendors, secret: str = v.APP_SECRET) -> wechat.Settings:
    return wechat.Settings(v.APP_ID, secret, vendors.url)


def mini_settings(vendors: Vendors) -> mini_program.Settings:
    return mini_program.Settings(v.APP_ID, v.APP_SECRET, vendors.url, "formal")


def wecom_settings(vendors: Vendors) -> wecom.Settings:
    return wecom.Settings(v.CORP_ID, v.AGENT, v.CORP_SECRET, vendors.url)


def test_the_signature_is_that_of_the_vendors_own_example() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    expected = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    assert sign("POST", query, headers, "YourAccessKeySecret") == expected


async def test_a_text_message_is_accepted_and_later_found_delivered(vendors: Vendors, wire: Wire) -> None:
    one = letter("13800000001", params={"text": "血钾 6.8&=+ ~*" + "长" * 40})
    sent = await sms.send(wire, sms_settings(vendors), one)
    assert sent == Outcome(state="sent", code="OK", provider_id="biz-1")
    ((vendor, phone, params),) = vendors.delivered
    assert (vendor, phone, params["SignName"], params["TemplateCode"]) == ("sms", "13800000001", "示范医院", "SMS_1")
    assert params["TemplateParam"].startswith('{"text":"血钾 6.8&=+ ~*长')
    assert len(params["TemplateParam"]) == len('{"text":""}') + sms.LONGEST
    assert await sms.ask(wire, sms_settings(vendors), one) == Outcome(state="delivered", code="DELIVERED")
    vendors.receipts["0198-1"] = 2
    assert (await sms.ask(wire, sms_settings(vendors), one)).state == "failed"
    vendors.receipts["0198-1"] = 1
    assert (await sms.ask(wire, sms_settings(vendors), one)).state == "sent"


async def test_the_vendor_tells_when_it_never_got_it(vendors: Vendors, wire: Wire) -> None:
    assert (await sms.ask(wire, sms_settings(vendors), letter("13800000001"))).state == "unclear"


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("isv.BUSINESS_LIMIT_CONTROL", "retry"),
        ("isp.SYSTEM_ERROR", "retry"),
        ("Throttling.User", "retry"),
        ("isv.MOBILE_NUMBER_ILLEGAL", "failed"),
        ("isv.AMOUNT_NOT_ENOUGH", "failed"),
        ("isv.SMS_TEMPLATE_ILLEGAL", "failed"),
    ],
)
async def test_what_the_vendor_refuses_is_final_or_for_later(
    vendors: Vendors, wire: Wire, code: str, state: str
) -> None:
    vendors.refusals.append({"Code": code, "Message": "no"})
    outcome = await sms.send(wire, sms_settings(vendors), letter("13800000001"))
    assert (outcome.state, outcome.code) == (state, code)
    assert vendors.delivered == []


async def test_a_wrong_secret_is_refused_by_the_signature(vendors: Vendors, wire: Wire) -> None:
    outcome = await sms.send(wire, sms_settings(vendors, "wrong"), letter("13800000001"))
    assert (outcome.state, outcome.code) == ("failed", "SignatureDoesNotMatch")


async def test_an_official_account_sends_its_template_with_one_pass_for_all(vendors: Vendors, wire: Wire) -> None:
    for _ in range(2):
        outcome = await wechat.send(wire, wechat_settings(vendors), letter("openid-1"))
        assert (outcome.state, outcome.provider_id) == ("sent", "200228332")
    assert vendors.tokens == 1
    assert len(vendors.delivered) == 1  # the same client_msg_id reaches a person once
    body = vendors.delivered[0][2]
    assert (body["touser"], body["template_id"], body["client_msg_id"]) == ("openid-1", "SMS_1", "0198-1")
    assert body["data"]["thing1"]["value"].startswith("危急值")


async def test_a_pass_that_has_ended_is_got_anew(vendors: Vendors, wire: Wire, clock: StillClock) -> None:
    settings = wechat_settings(vendors)
    await wechat.send(wire, settings, letter("openid-1"))
    vendors.token = "another process got a new one"
    assert (await wechat.send(wire, settings, letter("openid-1"))).state == "sent"
    assert vendors.tokens == 2
    clock.forward(hours=2)
    assert (await wechat.send(wire, settings, letter("openid-1"))).state == "sent"
    assert vendors.tokens == 3


async def test_a_wrong_app_secret_says_so(vendors: Vendors, wire: Wire) -> None:
    with pytest.raises(Failed) as failed:
        await wechat.send(wire, wechat_settings(vendors, "wrong"), letter("openid-1"))
    assert (failed.value.outcome.state, failed.value.outcome.code) == ("failed", "40125")


@pytest.mark.parametrize(("code", "state"), [(43101, "failed"), (40003, "failed"), (47003, "failed"), (-1, "retry")])
async def test_a_mini_program_tells_who_has_not_subscribed(vendors: Vendors, wire: Wire, code: int, state: str) -> None:
    vendors.refusals.append({"errcode": code, "errmsg": "user refuse to accept the msg"})
    outcome = await mini_program.send(wire, mini_settings(vendors), letter("openid-1"))
    assert (outcome.state, outcome.code) == (state, str(code))
    assert (await mini_program.send(wire, mini_settings(vendors), letter("openid-1"))).state == "sent"
    assert len(vendors.delivered[0][2]["data"]["thing1"]["value"]) == 20


@pytest.mark.covers("SS-042")
@pytest.mark.parametrize(
    ("page", "opens", "opened"),
    [
        ("pages/index", "me", "pages/index?opens=me"),
        ("pages/index?tid=demo", "me", "pages/index?tid=demo&opens=me"),
        ("pages/index", "", "pages/index"),
    ],
)
async def test_a_tap_on_a_subscription_message_opens_what_the_message_names(
    vendors: Vendors, wire: Wire, page: str, opens: str, opened: str
) -> None:
    settings = mini_program.Settings(v.APP_ID, v.APP_SECRET, vendors.url, "formal", page)
    about = {"page": "samples/form", "opens": opens} if opens else {}
    assert (await mini_program.send(wire, settings, letter("openid-1", about=about))).state == "sent"
    assert vendors.delivered[0][2]["page"] == opened


async def test_wecom_delivers_a_letter_once_however_often_it_comes(vendors: Vendors, wire: Wire) -> None:
    for _ in range(2):
        assert (await wecom.send(wire, wecom_settings(vendors), letter("zhangsan"))).state == "sent"
    ((_, user, body),) = vendors.delivered
    assert user == "zhangsan"
    assert body["text"]["content"].startswith("危急值\n血钾 6.8")
    vendors.refusals.append({"errcode": 0, "invaliduser": "zhangsan"})
    assert (await wecom.send(wire, wecom_settings(vendors), letter("zhangsan"))).code == "invaliduser"
    vendors.refusals.append({"errcode": 81013, "errmsg": "user & party & tag all invalid"})
    assert (await wecom.send(wire, wecom_settings(vendors), letter("zhangsan"))).state == "failed"


async def test_a_webhook_is_signed_and_has_its_key(vendors: Vendors, wire: Wire) -> None:
    settings = webhook.Settings(f"{vendors.url}/hook", v.HOOK_SECRET)
    one = letter("", topic="alerts.alert", level="high", about={"alert_id": "a1"})
    for _ in range(2):
        assert (await webhook.send(wire, settings, one)).state == "delivered"
    ((_, _, body),) = vendors.delivered
    assert (body["type"], body["data"]["about"], body["data"]["level"]) == ("alerts.alert", {"alert_id": "a1"}, "high")
    assert vendors.asked[0].headers["idempotency-key"] == "0198-1"
    wrong = webhook.Settings(f"{vendors.url}/hook", "wrong")
    assert await webhook.send(wire, wrong, one) == Outcome(state="failed", code="http_401")


async def test_what_was_not_handed_over_may_be_tried_again_what_was_may_have_arrived(
    vendors: Vendors, wire: Wire
) -> None:
    async def fails(url: str) -> tuple[str, str]:
        with pytest.raises(Failed) as failed:
            await webhook.send(wire, webhook.Settings(url, v.HOOK_SECRET), letter(""))
        return failed.value.outcome.state, failed.value.outcome.code

    url = f"{vendors.url}/hook"
    vendors.silent = 1
    assert await fails(url) == ("unclear", "no_answer")
    assert len(vendors.delivered) == 1
    vendors.refusals = [502, 429]
    assert await fails(url) == ("unclear", "http_502")
    assert await fails(url) == ("retry", "http_429")
    assert await fails("http://127.0.0.1:1/hook") == ("retry", "unreachable")


async def test_no_secret_and_no_pass_is_logged(vendors: Vendors, wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await wecom.send(wire, wecom_settings(vendors), letter("zhangsan"))
    assert v.CORP_SECRET not in caplog.text
    assert "token-1" not in caplog.text


async def test_a_pass_is_kept_until_shortly_before_its_end(vendors: Vendors, wire: Wire, clock: StillClock) -> None:
    await wecom.send(wire, wecom_settings(vendors), letter("zhangsan"))
    clock.forward(minutes=114)
    await wecom.send(wire, wecom_settings(vendors), letter("zhangsan"))
    assert vendors.tokens == 1
    clock.moment += timedelta(minutes=2)
    await wecom.send(wire, wecom_settings(vendors), letter("zhangsan"))
    assert vendors.tokens == 2
