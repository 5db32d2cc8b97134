"""What happens to sessions, people, roles and institutions."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from hub.events import Event


class SignedIn(Event, frozen=True, tag="access.signed_in"):
    """A person opened a session; ``new_place``: from a network that he has never signed in from, and not his first."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "session_id"
    account_id: str
    session_id: str
    new_place: bool = False


class PatientRegistered(Event, frozen=True, tag="access.patient_registered"):
    """A patient made himself an account."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "account_id"
    account_id: str


class PatientSignedIn(Event, frozen=True, tag="access.patient_signed_in"):
    """A patient opened a session. Rules about how staff sign in do not watch it."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "session_id"
    account_id: str
    session_id: str


class SignInRefused(Event, frozen=True, tag="access.sign_in_refused"):
    """Somebody tried to come in as this account and was refused; ``reason`` is the refusal's code."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "account_id"
    account_id: str
    reason: str


class SignedOut(Event, frozen=True, tag="access.signed_out"):
    """A session was ended by its person."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "session_id"
    account_id: str
    session_id: str


class SessionsEnded(Event, frozen=True, tag="access.sessions_ended"):
    """Sessions of an account were ended by something else than their person; ``why`` as the sessions tell it."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "account_id"
    account_id: str
    session_ids: tuple[str, ...]
    why: str


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


class AccountChanged(Event, frozen=True, tag="access.account_changed"):
    """Something of an account is different: its roles, its state, its credentials, or it is gone."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "account_id"
    account_id: str


class RoleChanged(Event, frozen=True, tag="access.role_changed"):
    """A role is new, different or gone; whoever has it may do more or less than before."""

    key: ClassVar[str] = "role_id"
    aggregate: ClassVar[str] = "role_id"
    role_id: str


class InstitutionChanged(Event, frozen=True, tag="access.institution_changed"):
    """An institution is new, different or gone, or its policy is; this may concern everybody in it."""

    key: ClassVar[str] = "institution_id"
    aggregate: ClassVar[str] = "institution_id"
    institution_id: str


class ApplicationEvent(Event, frozen=True):
    """Base of what happens to an application of an institution."""

    key: ClassVar[str] = "institution_id"
    aggregate: ClassVar[str] = "grant_id"
    institution_id: str
    grant_id: str
    application: str


class ApplicationChanged(ApplicationEvent, frozen=True, tag="access.application_changed"):
    """An application was opened for an institution, or goes on on other terms."""


class ApplicationToRenew(ApplicationEvent, frozen=True, tag="access.application_to_renew"):
    """An institution's application has no more than 90 days left."""

    ends_at: datetime


class ApplicationExpired(ApplicationEvent, frozen=True, tag="access.application_expired"):
    """An institution's application is over; nobody there holds its rights any more."""

    ends_at: datetime


class DepartmentChanged(Event, frozen=True, tag="access.department_changed"):
    """A department is new, different or gone."""

    key: ClassVar[str] = "department_id"
    aggregate: ClassVar[str] = "department_id"
    department_id: str


class MenusChanged(Event, frozen=True, tag="access.menus_changed"):
    """The menu tree is another one, for everybody."""

    key: ClassVar[str] = "menu_id"
    aggregate: ClassVar[str] = "menu_id"
    menu_id: str
