"""Coming in, going on and going out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from domains.access import permissions, standing, tokens
from domains.access.commands.door import Door
from domains.access.errors import AddressRefused, AgreementsMissing, LeftAlone, NoMenus
from domains.access.events import SessionsEnded, SignedIn, SignedOut
from domains.access.model.places import is_elsewhere
from domains.access.model.policy import admits, days_left
from domains.access.rights import everybodys
from domains.access.store import accounts, sessions
from hub.caller import PUBLIC, Permission
from hub.commands import REST, RPC, Command, Noted, Tx, handles
from hub.errors import HubError, Unauthenticated
from hub.ids import new_id

Terminal = Literal["api", "web", "mobile"]
LIMITED: tuple[Terminal, ...] = ("web", "mobile")
"""The ends on which one account has one session (SA-006); programs may have several."""


class Institution(msgspec.Struct, frozen=True):
    """The institution that one works in; ``time_zone`` is an IANA name."""

    id: str
    name: str
    time_zone: str


class Account(msgspec.Struct, frozen=True, omit_defaults=True):
    """The signed-in person and what he may do; ``masked``: he sees personal data masked.

    ``second_factor``: he has an authenticator. A patient's ``login`` is his phone.
    """

    id: str
    login: str
    name: str
    roles: tuple[str, ...]
    permissions: tuple[str, ...]
    masked: bool = False
    second_factor: bool = False


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """An open session: tokens for requests and for the live connection, ``expires_in`` in seconds.

    ``must`` is what has to be done before anything else can be. ``password_days`` counts down to the day on which
    the password must be changed, once it is near. ``idle_minutes``: a page left alone for so long is signed out.
    """

    token: str
    expires_in: int
    connection_token: str
    account: Account
    institution: Institution
    refresh_token: str = ""
    must: tuple[standing.Must, ...] = ()
    password_days: int | None = None
    idle_minutes: int | None = None


class ConnectionToken(msgspec.Struct, frozen=True):
    """A fresh token for the live connection."""

    connection_token: str


class Done(msgspec.Struct, frozen=True):
    """It is done; there is nothing to say."""

    refresh_token: str = ""


class SignIn(Command, frozen=True):
    """Open a session with account, password and, where it is on, a one-time code.

    ``terminal`` is what one signs in on; pages need both agreements ticked (``agreed``). ``tid`` is the institution
    code of the link that one came by: an account of another institution does not come in by it.
    """

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"password", "code"})
    cookie: ClassVar[str | None] = "refresh_token"
    account: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=1, max_length=128)]
    code: Annotated[str, Meta(max_length=32)] = ""
    terminal: Terminal = "api"
    agreed: bool = False
    tid: Annotated[str, Meta(max_length=64)] = ""


class Refresh(Command, frozen=True):
    """Go on with a session whose access token has run out."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"refresh_token"})
    cookie: ClassVar[str | None] = "refresh_token"
    refresh_token: str = ""


class SignOut(Command, frozen=True):
    """End the session of this request; ``why`` idle: nobody touched the page for too long."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    cookie: ClassVar[str | None] = "refresh_token"
    why: Literal["wish", "idle"] = "wish"


class Stay(Command, frozen=True):
    """Say that the page of this session is in use; a page does so at most once a minute."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = frozenset({REST, RPC})


class RenewConnection(Command, frozen=True):
    """Get a new token for the live connection."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = frozenset({REST, RPC})
    secret_result: ClassVar[bool] = True


@handles(SignIn)
async def sign_in(cmd: SignIn, tx: Tx) -> Session:
    """Check who it is, end his earlier session on the same end, and open a new one."""
    if cmd.terminal in LIMITED and not cmd.agreed:
        raise AgreementsMissing("《隐私政策》《用户协议》 (agreements)")
    door = Door(tx, cmd.account, cmd.tid)
    account = await door.account(cmd.password)
    await door.second_factor(account, cmd.code)
    known = await sessions.addresses(tx.db, account.tenant, account.id)
    session_id, session = await come_in(tx, door, account, cmd.terminal)
    elsewhere = is_elsewhere(tx.caller.address, known)
    tx.record(SignedIn(account_id=account.id, session_id=session_id, new_place=elsewhere, v=1))
    return session


async def come_in(tx: Tx, door: Door, account: Any, terminal: Terminal) -> tuple[str, Session]:
    """Open a session for who has proven who he is; ends his earlier one on the same end. Gives its id and itself."""
    tx.act_as(account.tenant, account.id)
    refresh = tokens.new_refresh()
    async with tx.db.begin_nested():  # a refusal takes the session back, and keeps the attempt
        row = await _open(tx, account, refresh, terminal)
        _admit(door, row, account, tx.now)
    await door.forget()
    if standing.policy_for(row).single_session and terminal in LIMITED:
        mine, why = (account.tenant, account.id), standing.ELSEWHERE
        ended = await sessions.end_all(tx.db, mine, tx.now, why, spared=row.id, terminal=terminal)
        note_ended(tx, account.id, ended, why)
    await accounts.note(tx.db, account.tenant, account.id, {"signed_in_at": tx.now})
    return row.id, _session(row, tx, refresh)


async def _open(tx: Tx, account: Any, refresh: str, terminal: Terminal) -> Any:
    session_id = new_id()
    values = {
        "id": session_id,
        "tenant": account.tenant,
        "account_id": account.id,
        "permissions": [],
        "refresh": tokens.digest(refresh),
        "opened_at": tx.now,
        "active_at": tx.now,
        "expires_at": tx.now + tokens.SESSION_LIFE,
        "terminal": terminal,
        "address": tx.caller.address,
    }
    await sessions.add(tx.db, values)
    return await sessions.session(tx.db, session_id)


def _admit(door: Door, row: Any, account: Any, now: datetime) -> None:
    """The password was right; refuse all the same who is disabled, elsewhere than he may be, or has no menu."""
    objection: HubError | None = standing.objection(row, now)
    if objection is None and not standing.duties(row, now) and standing.rights_now(row, now) == everybodys():
        objection = NoMenus()
    if objection is not None:
        door.refuse(account, objection)


@handles(Refresh)
async def refresh_session(cmd: Refresh, tx: Tx) -> Session:
    """For staff only: patients have an app, and a cookie, of their own."""
    return await go_on(tx, cmd.refresh_token, patient=False)


async def go_on(tx: Tx, refresh_token: str, *, patient: bool) -> Session:
    """New tokens for a living session; the refresh token stays, so that two tabs do not fight over it."""
    row = await sessions.session_by_refresh(tx.db, tokens.digest(refresh_token))
    if row is None or row.account_id is None or standing.is_patient(row) is not patient:
        raise Unauthenticated
    tx.act_as(row.tenant, row.account_id)
    objection = standing.objection(row, tx.now)
    if isinstance(objection, LeftAlone):
        await sessions.end(tx.db, row.tenant, row.id, tx.now, standing.IDLE)
        raise Noted(objection)
    if objection is not None:
        raise objection
    if not admits(standing.policy_for(row), tx.caller.address):
        raise AddressRefused
    await sessions.change(tx.db, row.tenant, row.id, {"address": tx.caller.address})
    return _session(row, tx, refresh_token)


@handles(SignOut)
async def sign_out(cmd: SignOut, tx: Tx) -> Done:
    """End the session; its tokens stop working within a second."""
    return await go_out(tx, standing.IDLE if cmd.why == "idle" else "signed_out")


async def go_out(tx: Tx, why: str) -> Done:
    """End the session of this request."""
    session = tx.caller.session
    if session is None:
        raise Unauthenticated
    await sessions.end(tx.db, tx.caller.tenant, session, tx.now, why)
    tx.record(SignedOut(account_id=tx.caller.actor, session_id=session, v=2))
    return Done()


@handles(Stay)
async def stay(_: Stay, tx: Tx) -> None:
    """The idle time begins anew."""
    if tx.caller.session is not None:
        await sessions.change(tx.db, tx.caller.tenant, tx.caller.session, {"active_at": tx.now})


@handles(RenewConnection)
async def renew_connection(_: RenewConnection, tx: Tx) -> ConnectionToken:
    """Sign a connection token for the caller's session."""
    if tx.caller.session is None:
        raise Unauthenticated
    return ConnectionToken(connection_token(tx, tx.caller.actor, tx.caller.session))


def note_ended(tx: Tx, account_id: str, session_ids: Sequence[str], why: str) -> None:
    """Say that sessions were ended, if any were."""
    if session_ids:
        tx.record(SessionsEnded(account_id=account_id, session_ids=tuple(session_ids), why=why, v=1))


def access_token(tx: Tx, actor: str, session_id: str, life: timedelta = tokens.ACCESS_LIFE) -> str:
    """A token for requests."""
    return tokens.issue(tx.secret, tokens.Claims(actor, session_id, "access", int((tx.now + life).timestamp())))


def connection_token(tx: Tx, actor: str, session_id: str) -> str:
    """A token for the live connection."""
    until = int((tx.now + tokens.CONNECTION_LIFE).timestamp())
    return tokens.issue(tx.secret, tokens.Claims(actor, session_id, "connection", until))


def _session(row: Any, tx: Tx, refresh: str) -> Session:
    policy = standing.policy_for(row)
    rights = tuple(sorted(standing.rights_now(row, tx.now)))
    left = days_left(policy, row.password_at, tx.now)
    return Session(
        token=access_token(tx, row.account_id, row.id),
        expires_in=int(tokens.ACCESS_LIFE.total_seconds()),
        connection_token=connection_token(tx, row.account_id, row.id),
        account=Account(
            row.account_id,
            row.phone if standing.is_patient(row) else row.login,
            row.name,
            tuple(row.roles),
            rights,
            row.masked,
            row.has_totp,
        ),
        institution=Institution(row.tenant, row.institution, row.time_zone),
        refresh_token=refresh,
        must=standing.duties(row, tx.now),
        password_days=left if left is not None and left <= policy.remind_days else None,
        idle_minutes=policy.idle_minutes if row.terminal == "web" else None,
    )
