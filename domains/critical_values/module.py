"""The critical values room's declaration."""

from channels.resources import provide
from domains.critical_values import demo, events, intake, menus, permissions, queries, resources, rules
from domains.critical_values.commands import reporting, steps
from domains.messages.public import Follows
from hub.module import Module

MODULE = Module(
    "critical_values",
    provides=(
        permissions.VIEW,
        permissions.HANDLE,
        permissions.REPORT,
        reporting.report_critical_value,
        steps.open_critical_value,
        steps.confirm_critical_value,
        steps.handle_critical_value,
        steps.close_critical_value,
        steps.cancel_critical_value,
        steps.reassign_critical_value,
        steps.note_call,
        queries.show_critical_value,
        queries.critical_value_rates,
        *events.EVENTS,
        *(part for resource in resources.ALL for part in provide(resource)),
        *menus.MENUS,
        intake.intake,
        Follows(steps.reached),
        rules.PACK,
        demo.seed,
    ),
)
