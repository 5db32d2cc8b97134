"""What this room refuses, and why."""

from hub.errors import Conflict, FieldError, Forbidden, HubError, Invalid, Unauthenticated


class WrongPassword(Unauthenticated):
    """Unknown account, wrong password and disabled account give one answer: nobody can probe for accounts."""

    code = "access.wrong_password"
    zh = "账号或密码不正确。"
    en = "The account or the password is not correct."


class WrongOldPassword(Invalid):
    """Who wants another password must know the present one."""

    code = "access.wrong_old_password"


class TooManyTries(HubError):
    """Known or not, the account (or the address) was wrong too often."""

    status = 429
    code = "access.too_many_tries"
    zh = "尝试次数过多，请 {minutes} 分钟后再试，或联系管理员重置密码。"
    en = "Too many attempts. Please try again in {minutes} minutes, or ask your administrator to reset the password."


class TooManyCodes(HubError):
    """Known or not, for the account (or from the address) codes were asked for too often."""

    status = 429
    code = "access.too_many_codes"
    zh = "获取验证码过于频繁，请 {minutes} 分钟后再试。"
    en = "Codes were asked for too often. Please try again in {minutes} minutes."


class WrongPhoneCode(Invalid):
    """The code of the text message is wrong, too old or used, or there is no such account."""

    code = "access.wrong_phone_code"
    zh = "短信验证码不正确或已过期，请核对账号和最新收到的验证码。"
    en = "The code is wrong or too old. Please check the account and the newest code you received."

    def __init__(self) -> None:
        super().__init__("code", (FieldError("code", f"{self.zh} ({self.en})"),))


class NoMenus(Unauthenticated):
    """The password was right, but the account was given nothing that it may do."""

    code = "access.no_menus"
    zh = "该账号未配置菜单权限，不能登录，请联系管理员。"
    en = "This account was given no menu yet and cannot sign in. Please ask your administrator."


class AgreementsMissing(Invalid):
    """The page must have both agreements ticked."""

    code = "access.agreements_missing"
    zh = "请先阅读并勾选《隐私政策》和《用户协议》。"
    en = "Please read and tick the privacy policy and the user agreement first."


class SecondFactorNeeded(Unauthenticated):
    """The password was right; the code of the authenticator is missing."""

    code = "access.second_factor_needed"
    zh = "请输入身份验证器上的 6 位动态验证码，或一个恢复码。"
    en = "Please enter the 6-digit code of your authenticator, or a recovery code."


class WrongCode(Unauthenticated):
    """The one-time code is wrong, too old or used."""

    code = "access.wrong_code"
    zh = "动态验证码不正确或已使用，请输入最新的验证码。"
    en = "The code is wrong or was used already. Please enter the newest one."


class SignedInElsewhere(Unauthenticated):
    """The same account signed in elsewhere on the same kind of end (SA-006, in its own words)."""

    code = "access.signed_in_elsewhere"
    zh = "您的账号已在其他地点登录，当前登录已被迫下线。如果这不是你本人的操作，请及时修改密码！"
    en = (
        "Your account has signed in elsewhere and this session was forced off. If that was not you, change your"
        " password at once!"
    )


class LeftAlone(Unauthenticated):
    """Nobody touched the page for longer than the institution allows."""

    code = "access.left_alone"
    zh = "长时间未操作，系统已自动退出，请重新登录。"
    en = "You were signed out because the page was not used for a while. Please sign in again."


class AddressRefused(Unauthenticated):
    """The institution's IP list does not have this address."""

    code = "access.address_refused"
    zh = "当前网络地址不在本机构允许登录的范围内，请联系管理员。"
    en = "Your institution does not allow signing in from this network address. Please ask your administrator."


class NoLongerValid(Unauthenticated):
    """The account or the institution is disabled, deleted or past its validity."""

    code = "access.no_longer_valid"
    zh = "账号或机构已停用或已过有效期，请联系管理员。"
    en = "The account or the institution was disabled or is past its validity. Please ask your administrator."


class PasswordWasChanged(Unauthenticated):
    """Another password was set for the account: whoever was in by the old one signs in anew."""

    code = "access.password_was_changed"
    zh = "账号密码已被修改或重置，请使用新密码重新登录。"
    en = "The account's password was changed or reset. Please sign in again with the new one."


class LoginTaken(Conflict):
    """Another account uses this login."""

    code = "access.login_taken"
    zh = "账号 {login} 已被使用，请换一个。"
    en = "The login {login} is taken. Please choose another."


class NameTaken(Conflict):
    """Another one of the institution has this name or number."""

    code = "access.name_taken"
    zh = "“{name}”已存在，请换一个。"
    en = '"{name}" exists already. Please choose another.'


class DisableFirst(Conflict):
    """Only what is disabled can be deleted."""

    code = "access.disable_first"
    zh = "请先禁用，再删除。"
    en = "Please disable it first, then delete it."


class StillUsed(Conflict):
    """Something still belongs to it."""

    code = "access.still_used"
    zh = "还有 {count} 个{what}在使用，不能删除，请先调整。"
    en = "{count} {what_en} still use it, so it cannot be deleted. Please change them first."


class Kept(Conflict):
    """The super administrator's role, and one's own account and institution, cannot be taken away."""

    code = "access.kept"
    zh = "{what}不能删除或禁用。"
    en = "{what_en} cannot be deleted or disabled."


class RoleNotUsable(Conflict):
    """Only enabled roles of the institution can be given."""

    code = "access.role_not_usable"
    zh = "所选角色不存在或已禁用，请重新选择。"
    en = "A chosen role does not exist or is disabled. Please choose again."


class OverCeiling(Forbidden):
    """Nobody can grant more than his own institution has (ID-010), nor a role more than its institution (AI-725)."""

    code = "access.over_ceiling"
    zh = "超出了机构的菜单权限范围，不能授予：{rights}。"
    en = "This goes beyond what the institution may use: {rights}."


class AlreadyOpened(Conflict):
    """What is open already has its terms changed instead."""

    code = "access.already_opened"
    zh = "“{application}”已开通，请点击“新增”修改其配置。"
    en = '"{application}" is open already. Change its terms instead.'


class NotOpened(Conflict):
    """Only what is open has terms to change."""

    code = "access.not_opened"
    zh = "“{application}”尚未开通，请先开通。"
    en = '"{application}" is not open yet. Open it first.'


class TooManyPhotos(Invalid):
    """An institution shows a few photos of itself."""

    code = "access.too_many_photos"
    zh = "最多上传 {most} 张照片，请先删除一些。"
    en = "At most {most} photos. Please remove some first."

    def __init__(self, most: int) -> None:
        super().__init__("photo_ids", (FieldError("photo_ids", f"最多 {most} 张 (at most {most})"),))
        self.params = {"most": most}


class KindRefused(Forbidden):
    """The platform creates any institution, a regional one ordinary ones only, an ordinary one none (AI-702)."""

    code = "access.kind_refused"
    zh = "当前机构不能创建此类型的租户。"
    en = "Your institution cannot create a tenant of this type."


class MenuMisplaced(Invalid):
    """The levels are directory, menu, menu, button (AI-729)."""

    code = "access.menu_misplaced"
    zh = "菜单层级为：目录-菜单-菜单-按钮，请按层级创建。"
    en = "The levels are directory, menu, menu, button; this does not fit here."


class PatientDoorShut(HubError):
    """No such institution, or it lets no patients in: one answer, which tells of no institution."""

    status = 404
    code = "access.patient_door_shut"
    zh = "该机构不存在、已停用或未开通患者端，请核对链接或联系医院。"
    en = "This institution is unknown, closed, or has no patient app. Please check the link or ask the hospital."


class WrongPhoneOrPassword(Unauthenticated):
    """Unknown phone and wrong password give one answer: nobody can probe for patients."""

    code = "access.wrong_phone_or_password"
    zh = "手机号或密码不正确。"
    en = "The phone number or the password is not correct."


class TooManyPhoneTries(HubError):
    """Known or not, the phone (or the address) was wrong too often."""

    status = 429
    code = "access.too_many_phone_tries"
    zh = "尝试次数过多，请 {minutes} 分钟后再试。"
    en = "Too many attempts. Please try again in {minutes} minutes."


class PhoneRegistered(Conflict):
    """Told only to who has proven that the phone is his."""

    code = "access.phone_registered"
    zh = "该手机号已注册，请直接登录。"
    en = "This phone is registered already. Please sign in."


class WechatNotBound(Conflict):
    """WeChat knows who it is, the institution does not yet."""

    code = "access.wechat_not_bound"
    zh = "该微信尚未绑定手机号，请先用手机号登录，再绑定微信。"
    en = "This WeChat account belongs to no phone number yet. Please sign in by phone first, then link it."


class WechatTaken(Conflict):
    """One WeChat user is one patient of an institution."""

    code = "access.wechat_taken"
    zh = "该微信已绑定其他手机号，请先在原账号中解除绑定。"
    en = "This WeChat account belongs to another phone number. Please unlink it there first."


class WechatOff(Conflict):
    """The institution has no mini-program in use."""

    code = "access.wechat_off"
    zh = "本机构未开通微信登录，请使用手机号登录。"
    en = "This institution has no sign-in by WeChat. Please sign in by phone."


class WrongWechatCode(Invalid):
    """WeChat does not know this code, or not any more."""

    code = "access.wrong_wechat_code"
    zh = "微信登录凭证无效或已使用，请重新发起微信登录。"
    en = "The WeChat code is wrong or was used already. Please start again in WeChat."

    def __init__(self) -> None:
        super().__init__("code", (FieldError("code", f"{self.zh} ({self.en})"),))
