"""Patients make themselves accounts and come in, by phone and password or a code to the phone."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final, Literal

from msgspec import Meta
from sqlalchemy.exc import IntegrityError

from domains.access import passwords, permissions
from domains.access.commands import phone_codes
from domains.access.commands.accounts import end_sessions
from domains.access.commands.checks import NAME_LENGTHS, check_length, check_patient_password, check_patient_phone
from domains.access.commands.credentials import Secret, set_password
from domains.access.commands.door import Door, PatientDoor
from domains.access.commands.phone_codes import ASKED, CodeAsked
from domains.access.commands.sign_in import Done, Session, come_in, go_on, go_out
from domains.access.errors import AgreementsMissing, PhoneRegistered, WrongPhoneCode
from domains.access.events import PatientRegistered, PatientSignedIn
from domains.access.model.patients import called, login_of
from domains.access.model.roles import PATIENT
from domains.access.patient_door import InstitutionCode, admitting
from domains.access.store import accounts
from hub.caller import PUBLIC, Permission
from hub.ciphers import keyed_digest
from hub.codes import Code
from hub.commands import CLI, REST, Command, Tx, handles
from hub.errors import Invalid
from hub.ids import new_id

JAR: Final = "carewire_patient"
"""Staff and patient can be signed in in one browser."""
Purpose = Literal["register", "sign_in", "reset"]
Phone = Annotated[str, Meta(min_length=1, max_length=20)]
PhoneCode = Annotated[str, Meta(min_length=1, max_length=32)]
_FROM_PAGES: Final = frozenset({REST})


class AskPatientCode(Command, frozen=True):
    """Have a code sent to a phone, for one purpose; the answer does not tell whether the phone is registered."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = _FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"phone"})
    institution: InstitutionCode
    phone: Phone
    purpose: Purpose


class RegisterPatient(Command, frozen=True):
    """Make oneself a patient's account in an institution by a code to the phone, and come in.

    ``agreed``: both agreements were ticked.
    """

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = _FROM_PAGES
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"phone", "code", "password", "confirmation"})
    cookie: ClassVar[str | None] = "refresh_token"
    jar: ClassVar[str] = JAR
    institution: InstitutionCode
    phone: Phone
    code: PhoneCode
    password: Secret
    confirmation: Secret
    agreed: bool = False


class SignInPatient(Command, frozen=True):
    """Come in by phone and either password or a code to the phone; ``agreed``: both agreements were ticked."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = _FROM_PAGES
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"phone", "code", "password"})
    cookie: ClassVar[str | None] = "refresh_token"
    jar: ClassVar[str] = JAR
    institution: InstitutionCode
    phone: Phone
    password: Annotated[str, Meta(max_length=128)] = ""
    code: Annotated[str, Meta(max_length=32)] = ""
    agreed: bool = False


class ResetPatientPassword(Command, frozen=True):
    """Set a new password, typed twice, by a code to the phone; all sessions end, and one signs in with it."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = _FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"phone", "code", "password", "confirmation"})
    institution: InstitutionCode
    phone: Phone
    code: PhoneCode
    password: Secret
    confirmation: Secret


class RefreshPatient(Command, frozen=True):
    """Go on with a patient's session whose access token has run out."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = _FROM_PAGES
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"refresh_token"})
    cookie: ClassVar[str | None] = "refresh_token"
    jar: ClassVar[str] = JAR
    refresh_token: str = ""


class SignOutPatient(Command, frozen=True):
    """End the session of this request, and take the patient app's cookie away."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = _FROM_PAGES
    cookie: ClassVar[str | None] = "refresh_token"
    jar: ClassVar[str] = JAR


class CreatePatient(Command, frozen=True):
    """Give a patient of the caller's institution a way in, from the machine itself."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = frozenset({CLI})
    private: ClassVar[frozenset[str]] = frozenset({"phone", "name", "password"})
    phone: Phone
    name: str
    password: Secret


@handles(AskPatientCode)
async def ask_patient_code(cmd: AskPatientCode, tx: Tx) -> CodeAsked:
    """Whoever registers proves his phone, registered or not; other codes go to registered phones only.

    Known or not, the same is counted and the same is answered. It is counted by phone, whatever the institution: its
    owner is not to be flooded.
    """
    phone = check_patient_phone(cmd.phone)
    tenant = await _into(tx, cmd.institution)
    await phone_codes.take_turn(tx, phone)
    account = await accounts.by_login(tx.db, login_of(tenant, phone), PATIENT)
    if cmd.purpose == "register" or (account is not None and not account.disabled):
        titles = _TITLES[cmd.purpose]
        letter = Code(topic="access.patient_code", phone=phone, title_zh=titles[0], title_en=titles[1])
        await phone_codes.give(tx, _holder(tx, cmd.purpose, phone), letter)
    return ASKED


_TITLES: Final[dict[Purpose, tuple[str, str]]] = {
    "register": ("注册验证码", "Code for registering"),
    "sign_in": ("登录验证码", "Code for signing in"),
    "reset": ("重置密码验证码", "Code for a new password"),
}


@handles(RegisterPatient)
async def register_patient(cmd: RegisterPatient, tx: Tx) -> Session:
    """What was typed is looked at first, so that nobody uses his code up on a weak password."""
    phone = check_patient_phone(cmd.phone)
    _check_agreed(agreed=cmd.agreed)
    check_patient_password(cmd.password, cmd.confirmation)
    tenant = await _into(tx, cmd.institution)
    door = PatientDoor(tx, tenant, phone)
    await door.knock()
    if not await phone_codes.takes(tx, tenant, _holder(tx, "register", phone), cmd.code):
        await door.fail(None, WrongPhoneCode())
    if await accounts.by_login(tx.db, login_of(tenant, phone), PATIENT) is not None:
        raise PhoneRegistered
    account = await _add(tx, phone, called(phone), cmd.password)
    return await enter(tx, door, account)


@handles(SignInPatient)
async def sign_in_patient(cmd: SignInPatient, tx: Tx) -> Session:
    """One of the two; a code comes only for who is registered."""
    phone = check_patient_phone(cmd.phone)
    _check_agreed(agreed=cmd.agreed)
    if bool(cmd.password) == bool(cmd.code):
        raise Invalid("password / code")
    tenant = await _into(tx, cmd.institution)
    door = PatientDoor(tx, tenant, phone)
    account = await (door.account(cmd.password) if cmd.password else _by_code(tx, door, "sign_in", cmd))
    return await enter(tx, door, account)


@handles(ResetPatientPassword)
async def reset_patient_password(cmd: ResetPatientPassword, tx: Tx) -> None:
    """A wrong code counts like a wrong password at the door; the right one opens it."""
    phone = check_patient_phone(cmd.phone)
    check_patient_password(cmd.password, cmd.confirmation)
    tenant = await _into(tx, cmd.institution)
    door = PatientDoor(tx, tenant, phone)
    account = await _by_code(tx, door, "reset", cmd)
    tx.act_as(account.tenant, account.id)
    await set_password(tx, account, (cmd.password, cmd.confirmation), must_change=False)
    await door.forget()
    await end_sessions(tx, account.id, "password")


@handles(RefreshPatient)
async def refresh_patient(cmd: RefreshPatient, tx: Tx) -> Session:
    """For patients only."""
    return await go_on(tx, cmd.refresh_token, patient=True)


@handles(SignOutPatient)
async def sign_out_patient(_: SignOutPatient, tx: Tx) -> Done:
    """Its tokens stop working within a second."""
    return await go_out(tx, "signed_out")


@handles(CreatePatient)
async def create_patient(cmd: CreatePatient, tx: Tx) -> str:
    """Gives the account's id; raises ``PhoneRegistered``."""
    phone = check_patient_phone(cmd.phone)
    check_patient_password(cmd.password, cmd.password)
    account = await _add(tx, phone, check_length("name", "姓名", cmd.name, NAME_LENGTHS), cmd.password)
    return str(account.id)


def _check_agreed(*, agreed: bool) -> None:
    if not agreed:
        raise AgreementsMissing("《隐私政策》《用户协议》 (agreements)")


async def _into(tx: Tx, institution: str) -> str:
    """What follows is done in the institution, if it lets patients in."""
    tenant = str((await admitting(tx.db, institution, tx.now)).id)
    tx.act_as(tenant, "")
    return tenant


def _holder(tx: Tx, purpose: Purpose, phone: str) -> str:
    """Whose code it is: the phone's, which does not lie open."""
    return f"{purpose} {keyed_digest(tx.secret, 'patient phone', phone).hex()}"


async def _by_code(tx: Tx, door: Door, purpose: Purpose, cmd: SignInPatient | ResetPatientPassword) -> Any:
    holder = _holder(tx, purpose, cmd.phone.strip())
    return await door.with_code(lambda found: phone_codes.takes(tx, found.tenant, holder, cmd.code), WrongPhoneCode())


async def _add(tx: Tx, phone: str, name: str, password: str) -> Any:
    account_id, tenant = new_id(), tx.caller.tenant
    values = {
        "id": account_id,
        "tenant": tenant,
        "kind": PATIENT,
        "login": login_of(tenant, phone),
        "phone": phone,
        "name": name,
        "password": await passwords.hashed(password),
        "roles": [PATIENT],
        "password_at": tx.now,
        "created_at": tx.now,
        "v": 1,
    }
    try:
        async with tx.db.begin_nested():
            await accounts.add(tx.db, values)
    except IntegrityError as error:
        raise PhoneRegistered from error
    tx.record(PatientRegistered(account_id=account_id, v=1))
    return await accounts.find(tx.db, [tenant], account_id)


async def enter(tx: Tx, door: Door, account: Any) -> Session:
    """A session on the phone for a patient who has proven who he is."""
    session_id, session = await come_in(tx, door, account, "mobile")
    tx.record(PatientSignedIn(account_id=account.id, session_id=session_id, v=1))
    return session
