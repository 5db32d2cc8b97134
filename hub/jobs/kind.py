"""What long work there is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from hub.caller import Permission
from hub.files.made import MadeFile
from hub.jobs.job import Job
from hub.module import discover


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a job: figures by name, and a file if there is one."""

    counts: Mapping[str, int] = field(default_factory=dict)
    file: MadeFile | None = None


@dataclass(frozen=True, slots=True)
class JobKind:
    """A declared kind of job, ``<domain>.<what>``, with its label in both languages.

    ``input`` is what it needs to know; ``run`` does it in steps (see ``Job``) and may be called again after a crash,
    with ``job.checkpoint`` where the last step left it. A ``HubError`` that it raises ends the job and is shown.
    """

    name: str
    zh: str
    en: str
    needs: Permission
    input: type[msgspec.Struct]
    run: Callable[[Job, Any], Awaitable[Outcome]]


@cache
def kinds() -> dict[str, JobKind]:
    """Every declared kind by name."""
    return {kind.name: kind for kind in discover().of(JobKind)}
