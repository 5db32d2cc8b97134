"""What lies in the demo hospital's message centre."""

from __future__ import annotations

from typing import Final

from domains.messages.commands.announcing import Announce
from hub.demo import DemoSeed, founder
from hub.house import House

ROLES: Final = ("head", "doctor", "reviewer", "technician", "registrar", "operator")
TITLE: Final = "欢迎使用消息中心"
TEXT: Final = "预警、通知和任务结果都会送到消息中心；在“我的接收设置”里可以设置短信、微信、邮件和免打扰时间。"


async def _seed(house: House, password: str) -> None:
    """Everybody is welcomed; the administrators by e-mail too, so that the delivery log has something to show."""
    del password
    caller = founder(house, "demo")
    await house.dispatch(caller, Announce(title=TITLE, text=TEXT, roles=("admin",), ways=("email",), once="welcome"))
    await house.dispatch(caller, Announce(title=TITLE, text=TEXT, roles=ROLES, once="welcome"))


seed: Final = DemoSeed(50, _seed)
