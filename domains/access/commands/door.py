"""The door: who is wrong too often stands before a shut one, whether there is such an account or not."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, ClassVar, NoReturn

import pyotp

from domains.access import passwords
from domains.access.errors import (
    SecondFactorNeeded,
    TooManyPhoneTries,
    TooManyTries,
    WrongCode,
    WrongOldPassword,
    WrongPassword,
    WrongPhoneOrPassword,
)
from domains.access.events import SignInRefused
from domains.access.model.patients import login_of
from domains.access.model.platform import Settings
from domains.access.model.policy import ADDRESS_LOCK, Lock, shut
from domains.access.model.roles import PATIENT
from domains.access.store import accounts, failures, platform
from hub.ciphers import keyed_digest, unseal
from hub.commands import Noted, Tx
from hub.errors import HubError

TOTP = "second factor"
STEP = 30
"""Seconds of a one-time code (RFC 6238)."""


class Door:
    """One attempt to come in as ``login``. Other kinds of accounts have a door with other words."""

    kind: ClassVar[str] = accounts.STAFF
    wrong: ClassVar[type[HubError]] = WrongPassword
    too_often: ClassVar[type[HubError]] = TooManyTries

    def __init__(self, tx: Tx, login: str, tid: str = "") -> None:
        self._tx, self._login, self._tid = tx, login.strip(), tid
        self._account_key = self._key("account", self._login)
        self._keys: list[tuple[bytes, Lock]] = []

    async def _locks(self) -> list[tuple[bytes, Lock]]:
        """The same for every account of the installation: a lock of its own would tell that there is one."""
        if not self._keys:
            settings = await platform.current(self._tx.db) or Settings()
            if self._login:
                self._keys.append((self._account_key, Lock(settings.lock_tries, settings.lock_minutes)))
            if self._tx.caller.address:
                self._keys.append((self._key("address", self._tx.caller.address), ADDRESS_LOCK))
        return self._keys

    def _key(self, kind: str, what: str) -> bytes:
        return keyed_digest(self._tx.secret, f"failures {kind}", what)

    async def account(self, password: str) -> Any:
        """The account, if the password is its own. A shut door asks for no password; a wrong one is counted."""
        await self.knock()
        found = await accounts.by_login(self._tx.db, self._login, self.kind)
        if found is not None and self._tid not in ("", found.tenant):
            found = None
        if not await passwords.matches(found.password if found else None, password) or found is None:
            await self.fail(found, self.wrong())
        return found

    async def with_code(self, is_right: Callable[[Any], Awaitable[bool]], wrong: HubError) -> Any:
        """The account, if there is one and ``is_right`` says so; a wrong code counts like a wrong password."""
        await self.knock()
        found = await accounts.by_login(self._tx.db, self._login, self.kind)
        if found is None or not await is_right(found):
            await self.fail(found, wrong)
        return found

    async def prove(self, account: Any, password: str) -> None:
        """Somebody who is in says that he is it: he may be wrong as rarely as at the door."""
        await self.knock()
        if not await passwords.matches(account.password, password):
            await self.fail(account, WrongOldPassword("原密码不正确 (the old password is not correct)"))

    async def knock(self) -> None:
        """Raise ``too_often`` while the door is shut."""
        locks = await self._locks()
        seen = await failures.of(self._tx.db, [key for key, _ in locks])
        minutes = shut([(*seen[key], lock) for key, lock in locks if key in seen], self._tx.now)
        if minutes:
            raise self.too_often(minutes=minutes)

    async def fail(self, account: Any, error: HubError) -> NoReturn:
        """Count a wrong password or code, and refuse."""
        windows = [(key, timedelta(minutes=lock.minutes)) for key, lock in await self._locks()]
        await failures.count(self._tx.db, windows, self._tx.now)
        self.refuse(account, error)

    def refuse(self, account: Any, error: HubError) -> NoReturn:
        """Refuse, and keep that there was an attempt on this account, if there is one."""
        if account is not None:
            self._tx.act_as(account.tenant, account.id)
            self._tx.record(SignInRefused(account_id=account.id, reason=error.code, v=1))
        raise Noted(error)

    async def forget(self) -> None:
        """He is in: the account's failures are forgotten. Those of the address are not, it may be many people's."""
        await failures.forget(self._tx.db, self._account_key, self._tx.now)

    async def second_factor(self, account: Any, code: str) -> None:
        """Ask for the one-time code where the account has one; each code, and each recovery code, works once."""
        if account.totp is None:
            return
        if not code:
            raise SecondFactorNeeded
        if not await takes(self._tx, account, account.totp, code):
            await self.fail(account, WrongCode())


class PatientDoor(Door):
    """One attempt to come in as the patient with this phone; an empty phone: by something else than a phone."""

    kind: ClassVar[str] = PATIENT
    wrong: ClassVar[type[HubError]] = WrongPhoneOrPassword
    too_often: ClassVar[type[HubError]] = TooManyPhoneTries

    def __init__(self, tx: Tx, tenant: str, phone: str = "") -> None:
        super().__init__(tx, login_of(tenant, phone) if phone else "")


async def takes(tx: Tx, account: Any, sealed: bytes, code: str) -> bool:
    """Whether the code is right and fresh, one step early or late allowed; it is used up."""
    totp = pyotp.TOTP(unseal(tx.secret, TOTP, sealed).decode(), interval=STEP)
    now = int(tx.now.timestamp()) // STEP
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.strip().encode()):
            return await accounts.take_step(tx.db, account.tenant, account.id, step)
    return await accounts.take_recovery(tx.db, account.tenant, account.id, recovery_digest(tx, code))


def recovery_digest(tx: Tx, code: str) -> bytes:
    """What is kept of a recovery code."""
    return keyed_digest(tx.secret, "recovery code", code.replace("-", "").strip().lower())
