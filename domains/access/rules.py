"""The rules that this room ships (post-checkup.md §9.2, W-PC-53 and W-PC-54)."""

from __future__ import annotations

from typing import Final

from hub.levels import Level
from realtime_rules.ports import Pack
from realtime_rules.rule import Recipient, Rule
from realtime_rules.triggers.counted import Counted
from realtime_rules.triggers.happened import Happened
from realtime_rules.triggers.step import Step

_HOUR: Final = 'at.getHours("Asia/Shanghai")'
_ADMINISTRATORS: Final = (Recipient(kind="role", name="admin"),)

PACK: Final = Pack(
    "access",
    (
        Rule(
            code="W-PC-54",
            zh="非常规时间登录预警",
            en="Sign-in at an unusual time",
            trigger=Happened(on=Step(fact="access.signed_in", when=f"{_HOUR} >= 22 || {_HOUR} < 6")),
            key=("account_id",),
            level=Level.LOW,
            says_zh="{event.account_id} 在非常规时间登录",
            says_en="{event.account_id} signed in at an unusual time",
            to=_ADMINISTRATORS,
            source="W-PC-54 PC-286",
        ),
        Rule(
            code="W-PC-53",
            zh="异地登录预警",
            en="Sign-in from another place",
            trigger=Happened(on=Step(fact="access.signed_in", when="event.new_place")),
            key=("account_id",),
            level=Level.MEDIUM,
            says_zh="{event.account_id} 从陌生网络登录",
            says_en="{event.account_id} signed in from a network never used before",
            to=_ADMINISTRATORS,
            channels=("popup", "wechat", "wecom", "sms"),
            source="W-PC-53 PC-286",
        ),
        Rule(
            code="CW-ACCESS-01",
            zh="连续登录失败预警",
            en="Repeated failed sign-ins",
            trigger=Counted(on=Step(fact="access.sign_in_refused"), at_least=5, seconds=600),
            key=("account_id",),
            level=Level.MEDIUM,
            says_zh="账号 10 分钟内登录失败 5 次",
            says_en="Five failed sign-ins of one account within ten minutes",
            to=_ADMINISTRATORS,
        ),
    ),
)
