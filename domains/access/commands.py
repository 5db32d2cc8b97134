"""Coming in and going out."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta
from sqlalchemy.exc import IntegrityError

from domains.access import passwords, permissions, store, tokens
from domains.access.errors import LoginTaken, WrongPassword
from domains.access.events import AccountCreated, SignedIn, SignedOut
from domains.access.rights import rights_of
from hub.caller import PUBLIC, Permission
from hub.commands import CLI, REST, RPC, Command, Tx, handles
from hub.errors import Unauthenticated
from hub.ids import new_id

Login = Annotated[str, Meta(min_length=1, max_length=64)]
Password = Annotated[str, Meta(min_length=1, max_length=128)]


class Institution(msgspec.Struct, frozen=True):
    """The institution that one works in; ``time_zone`` is an IANA name."""

    id: str
    name: str
    time_zone: str


class Account(msgspec.Struct, frozen=True):
    """The signed-in person and what he may do."""

    id: str
    login: str
    name: str
    roles: tuple[str, ...]
    permissions: tuple[str, ...]


class Session(msgspec.Struct, frozen=True):
    """An open session: tokens for requests and for the live connection, ``expires_in`` in seconds."""

    token: str
    expires_in: int
    connection_token: str
    account: Account
    institution: Institution
    refresh_token: str = ""


class ConnectionToken(msgspec.Struct, frozen=True):
    """A fresh token for the live connection."""

    connection_token: str


class Done(msgspec.Struct, frozen=True):
    """It is done; there is nothing to say."""

    refresh_token: str = ""


class SignIn(Command, frozen=True):
    """Open a session with account and password."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"password"})
    cookie: ClassVar[str | None] = "refresh_token"
    account: Login
    password: Password


class Refresh(Command, frozen=True):
    """Go on with a session whose access token has run out."""

    needs: ClassVar[Permission] = PUBLIC
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    secret_result: ClassVar[bool] = True
    private: ClassVar[frozenset[str]] = frozenset({"refresh_token"})
    cookie: ClassVar[str | None] = "refresh_token"
    refresh_token: str = ""


class SignOut(Command, frozen=True):
    """End the session of this request."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = frozenset({REST})
    cookie: ClassVar[str | None] = "refresh_token"


class RenewConnection(Command, frozen=True):
    """Get a new token for the live connection."""

    needs: ClassVar[Permission] = permissions.SIGNED_IN
    exposed: ClassVar[frozenset[str]] = frozenset({REST, RPC})
    secret_result: ClassVar[bool] = True


class CreateInstitution(Command, frozen=True):
    """Found an institution (a tenant)."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = frozenset({CLI})
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    time_zone: str = "Asia/Shanghai"


class CreateAccount(Command, frozen=True):
    """Give a person of the caller's institution a way in."""

    needs: ClassVar[Permission] = permissions.MANAGE
    exposed: ClassVar[frozenset[str]] = frozenset({CLI})
    private: ClassVar[frozenset[str]] = frozenset({"password"})
    login: Login
    name: Annotated[str, Meta(min_length=1, max_length=64)]
    password: Annotated[str, Meta(min_length=8, max_length=128)]
    roles: tuple[str, ...]


@handles(SignIn)
async def sign_in(cmd: SignIn, tx: Tx) -> Session:
    """Check the password and open a session."""
    account = await store.account_by_login(tx.db, cmd.account)
    if not await passwords.matches(account.password if account else None, cmd.password) or account is None:
        raise WrongPassword
    refresh, session_id = tokens.new_refresh(), new_id()
    values = {
        "id": session_id,
        "tenant": account.tenant,
        "account_id": account.id,
        "permissions": [],
        "refresh": tokens.digest(refresh),
        "opened_at": tx.now,
        "expires_at": tx.now + tokens.SESSION_LIFE,
    }
    await store.add_session(tx.db, values)
    tx.act_as(account.tenant, account.id)
    tx.record(SignedIn(account_id=account.id, session_id=session_id, v=1))
    row = await store.living_session(tx.db, session_id, tx.now)
    return _session(row, tx, refresh)


@handles(Refresh)
async def refresh_session(cmd: Refresh, tx: Tx) -> Session:
    """Issue new tokens for a living session; the refresh token stays, so that two tabs do not fight over it."""
    row = await store.session_by_refresh(tx.db, tokens.digest(cmd.refresh_token), tx.now)
    if row is None:
        raise Unauthenticated
    tx.act_as(row.tenant, row.account_id)
    return _session(row, tx, cmd.refresh_token)


@handles(SignOut)
async def sign_out(_: SignOut, tx: Tx) -> Done:
    """End the session; its tokens stop working within a second."""
    session = tx.caller.session
    if session is None:
        raise Unauthenticated
    await store.end_session(tx.db, tx.caller.tenant, session, tx.now)
    tx.record(SignedOut(account_id=tx.caller.actor, session_id=session, v=2))
    return Done()


@handles(RenewConnection)
async def renew_connection(_: RenewConnection, tx: Tx) -> ConnectionToken:
    """Sign a connection token for the caller's session."""
    if tx.caller.session is None:
        raise Unauthenticated
    return ConnectionToken(connection_token(tx, tx.caller.actor, tx.caller.session))


@handles(CreateInstitution)
async def create_institution(cmd: CreateInstitution, tx: Tx) -> Institution:
    """Found the institution that the caller names as its tenant."""
    if await store.institution(tx.db, tx.caller.tenant) is None:
        values = {"id": tx.caller.tenant, "name": cmd.name, "time_zone": cmd.time_zone}
        await store.add_institution(tx.db, values)
    return Institution(tx.caller.tenant, cmd.name, cmd.time_zone)


@handles(CreateAccount)
async def create_account(cmd: CreateAccount, tx: Tx) -> Account:
    """Write the account with its password hashed."""
    account_id = new_id()
    values = {
        "id": account_id,
        "tenant": tx.caller.tenant,
        "login": cmd.login,
        "name": cmd.name,
        "password": await passwords.hashed(cmd.password),
        "roles": list(cmd.roles),
        "v": 1,
    }
    try:
        async with tx.db.begin_nested():
            await store.add_account(tx.db, values)
    except IntegrityError as error:
        raise LoginTaken(login=cmd.login) from error
    tx.record(AccountCreated(account_id=account_id, login=cmd.login, v=1))
    return Account(account_id, cmd.login, cmd.name, cmd.roles, tuple(sorted(rights_of(cmd.roles))))


def access_token(tx: Tx, actor: str, session_id: str, life: timedelta = tokens.ACCESS_LIFE) -> str:
    """A token for requests."""
    return tokens.issue(tx.secret, tokens.Claims(actor, session_id, "access", int((tx.now + life).timestamp())))


def connection_token(tx: Tx, actor: str, session_id: str) -> str:
    """A token for the live connection."""
    until = int((tx.now + tokens.CONNECTION_LIFE).timestamp())
    return tokens.issue(tx.secret, tokens.Claims(actor, session_id, "connection", until))


def _session(row: Any, tx: Tx, refresh: str) -> Session:
    roles = tuple(row.roles)
    return Session(
        token=access_token(tx, row.account_id, row.id),
        expires_in=int(tokens.ACCESS_LIFE.total_seconds()),
        connection_token=connection_token(tx, row.account_id, row.id),
        account=Account(row.account_id, row.login, row.name, roles, tuple(sorted(rights_of(roles)))),
        institution=Institution(row.tenant, row.institution, row.time_zone),
        refresh_token=refresh,
    )
