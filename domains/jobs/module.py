"""The jobs room's declaration."""

from domains.jobs import channel, commands, permissions, queries, rules
from hub.jobs import working
from hub.jobs.facts import DataExported, JobChanged, JobFailed
from hub.module import Module
from hub.openapi import Shape

MODULE = Module(
    "jobs",
    provides=(
        permissions.USE,
        commands.cancel_job,
        commands.retry_job,
        queries.list_jobs,
        queries.list_job_notes,
        channel.own,
        Shape(queries.JobRow),
        JobChanged,
        DataExported,
        JobFailed,
        rules.PACK,
        rules.CALLED,
        working.role,
    ),
)
