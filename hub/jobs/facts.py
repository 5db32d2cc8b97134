"""The fact that a job has come further."""

from __future__ import annotations

from typing import ClassVar

from hub.events import Event


class JobChanged(Event, frozen=True, tag="jobs.job_changed"):
    """A job of ``owner`` was started, has come further, or has ended."""

    key: ClassVar[str] = "job_id"
    aggregate: ClassVar[str] = "job_id"
    job_id: str
    owner: str
