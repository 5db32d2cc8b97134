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


PATIENT_PRIVACY: Final = """本患者端由您所选的医疗机构使用和管理，用于实名认证、资料与样本送检等就医服务。

一、我们处理的信息：您的手机号码；您主动提交的身份信息、照片、资料和送检信息；您绑定微信时的用户标识；\
登录时间、网络地址与操作记录。

二、处理目的与依据：用于核验身份、提供您申请的服务、向您发送与服务有关的通知，以及安全审计。\
其中身份信息和健康信息属于敏感个人信息，仅限上述用途。

三、存储与保护：数据存储在该机构或其委托方的服务器上，访问与操作均留有不可篡改的记录；\
仅有相应权限的工作人员可以查看。

四、共享：为寄送样本、出具报告所必需的信息会提供给承办机构；除此之外，\
除法律法规要求或获得您的授权外，不向任何第三方提供。

五、您的权利：您可以查询、更正您的信息，撤回同意或申请注销账号，请联系您所选的医疗机构。"""
PATIENT_AGREEMENT: Final = """一、您应当使用本人的手机号码注册，并提交真实、准确、完整的信息；\
为他人办理的，应当取得其授权。

二、请妥善保管密码和验证码，不要告诉他人；发现他人使用您的账号时，请立即修改密码并联系医疗机构。

三、您提交的资料由医疗机构审核。审核结果、送检进度等通知通过本患者端及您选择的方式发送。

四、本患者端不提供急诊服务。如遇紧急情况，请立即前往医院或拨打急救电话。

五、不得干扰平台运行，不得利用平台从事违法活动；违反本协议的，医疗机构可以停用账号。

继续即表示您已阅读并同意本协议。"""


class Settings(msgspec.Struct, frozen=True):
    """Site information, the login page and the two agreements (plain text; an empty line begins a paragraph).

    ``support`` says whom to ask when one cannot get in; ``record`` is the site's registration number.
    The ``patient_`` texts are those of the patient app, its agreements and a notice before sign-in. After
    ``lock_tries`` wrong passwords an account's door stays shut for ``lock_minutes``.
    """

    site: Annotated[str, Meta(min_length=1, max_length=40)] = "Carewire"
    record: Annotated[str, Meta(max_length=60)] = ""
    support: Annotated[str, Meta(max_length=120)] = "所在机构的管理员"
    title: Annotated[str, Meta(min_length=1, max_length=40)] = "医院实时协同平台"
    notice: Annotated[str, Meta(max_length=300)] = ""
    privacy: Annotated[str, Meta(min_length=1, max_length=20_000)] = PRIVACY
    agreement: Annotated[str, Meta(min_length=1, max_length=20_000)] = AGREEMENT
    patient_notice: Annotated[str, Meta(max_length=300)] = ""
    patient_privacy: Annotated[str, Meta(min_length=1, max_length=20_000)] = PATIENT_PRIVACY
    patient_agreement: Annotated[str, Meta(min_length=1, max_length=20_000)] = PATIENT_AGREEMENT
    lock_tries: Annotated[int, Meta(ge=3, le=20)] = 5
    lock_minutes: Annotated[int, Meta(ge=1, le=1440)] = 15
