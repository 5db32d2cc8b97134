"""The platform's settings, with the texts that come with the house."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec import Meta

PRIVACY: Final = """本平台由使用单位（医疗机构）部署和管理，用于诊疗、预约、登记、叫号及相关管理工作。

一、我们处理的信息：您的账号、姓名、联系方式、所属机构与科室；登录时间、网络地址与操作记录；\
以及您在工作中录入和查阅的患者信息。

二、处理目的与依据：用于身份核验、权限控制、诊疗服务与安全审计。患者信息仅限诊疗及法律法规规定的用途。

三、存储与保护：数据存储在使用单位的服务器上，敏感字段加密保存，访问与操作均留有不可篡改的记录。

四、共享：除法律法规要求或获得授权外，不向任何第三方提供个人信息。

五、您的权利：您可以向所在机构的管理员查询、更正本人信息，或申请停用账号。

如对本政策有疑问，请联系所在机构的管理员。"""
AGREEMENT: Final = """一、账号由所在机构的管理员开通，仅限本人使用，不得转借。请妥善保管密码；\
发现他人使用您的账号时，请立即修改密码并告知管理员。

二、请仅在履行工作职责所需的范围内查阅、录入和使用患者信息，\
并遵守保密义务和所在机构的规章制度。

三、您的登录、操作和访问会被记录，用于安全审计。

四、不得干扰平台运行，不得绕过权限控制，不得利用平台从事违法活动。

五、违反本协议的，管理员可以停用账号；造成损失的，依法承担责任。

继续登录即表示您已阅读并同意本协议。"""


class Settings(msgspec.Struct, frozen=True):
    """Site information, the login page and the two agreements (plain text; an empty line begins a paragraph).

    ``support`` says whom to ask when one cannot get in; ``record`` is the site's registration number. After
    ``lock_tries`` wrong passwords an account's door stays shut for ``lock_minutes``.
    """

    site: Annotated[str, Meta(min_length=1, max_length=40)] = "Carewire"
    record: Annotated[str, Meta(max_length=60)] = ""
    support: Annotated[str, Meta(max_length=120)] = "所在机构的管理员"
    title: Annotated[str, Meta(min_length=1, max_length=40)] = "医院实时协同平台"
    notice: Annotated[str, Meta(max_length=300)] = ""
    privacy: Annotated[str, Meta(min_length=1, max_length=20_000)] = PRIVACY
    agreement: Annotated[str, Meta(min_length=1, max_length=20_000)] = AGREEMENT
    lock_tries: Annotated[int, Meta(ge=3, le=20)] = 5
    lock_minutes: Annotated[int, Meta(ge=1, le=1440)] = 15
