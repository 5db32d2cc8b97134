"""The alerts room's declaration."""

from channels.resources import provide
from domains.alerts import channel, events, exporting, menus, permissions, piles, resources, rules, timers, withholding
from domains.alerts.commands import handling, raising, rostering, silencing
from domains.alerts.queries import choices, duty, silences, statistics, story, tally
from hub.module import Module

MODULE = Module(
    "alerts",
    provides=(
        permissions.VIEW,
        permissions.HANDLE,
        permissions.SILENCE,
        permissions.ROSTERS,
        permissions.REVIEW,
        permissions.RAISE,
        raising.raise_findings,
        raising.sink,
        handling.acknowledge_alerts,
        handling.give_back_alerts,
        handling.close_alerts,
        handling.shelve_alerts,
        handling.unshelve_alerts,
        handling.note_alert,
        timers.tell_of_group,
        timers.remind_people,
        timers.escalate_alert,
        timers.end_shelf,
        silencing.create_silence,
        silencing.end_silence,
        silencing.silence_over,
        withholding.end_inhibition,
        rostering.save_roster,
        rostering.delete_roster,
        story.show_alert,
        choices.list_choices,
        silences.list_silences,
        duty.list_rosters,
        statistics.alert_statistics,
        tally.count_by_rule,
        *provide(resources.record),
        *exporting.PARTS,
        channel.silenced,
        channel.duty,
        *events.ALERT_EVENTS,
        events.SilencesChanged,
        events.RosterChanged,
        *menus.MENUS,
        piles.measure,
        rules.PACK,
    ),
)
