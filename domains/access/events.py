"""What happens to sessions and accounts."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class SignedIn(Event, frozen=True, tag="access.signed_in"):
    """A person opened a session."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "session_id"
    account_id: str
    session_id: str


class SignedOut(Event, frozen=True, tag="access.signed_out"):
    """A session was ended by its person."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "session_id"
    account_id: str
    session_id: str


class DevicePaired(Event, frozen=True, tag="access.device_paired"):
    """A device got a session of its own."""

    key: ClassVar[str] = "device"
    aggregate: ClassVar[str] = "session_id"
    device: str
    session_id: str


class AccountCreated(Event, frozen=True, tag="access.account_created"):
    """There is a new account."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "account_id"
    account_id: str
    login: str
