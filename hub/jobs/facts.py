"""The facts that a job has come further, that one failed, and that data left the house by one."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class JobChanged(Event, frozen=True, tag="jobs.job_changed"):
    """A job of ``owner`` was started, has come further, or has ended."""

    key: ClassVar[str] = "job_id"
    aggregate: ClassVar[str] = "job_id"
    job_id: str
    owner: str


class JobFailed(Event, frozen=True, tag="jobs.job_failed"):
    """A job of an account ended without a result; ``job_kind`` says of what, ``code`` is the refusal's."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "job_id"
    job_id: str
    account_id: str
    job_kind: str
    code: str


class DataExported(Event, frozen=True, tag="jobs.data_exported"):
    """A job has made a file of ``rows`` rows for an account; ``job_kind`` says of what."""

    key: ClassVar[str] = "account_id"
    aggregate: ClassVar[str] = "job_id"
    job_id: str
    account_id: str
    job_kind: str
    rows: int
