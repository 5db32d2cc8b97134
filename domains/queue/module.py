"""The queue room's declaration."""

from channels.revocation import Revokes
from domains.queue import announcing, channel, demo, events, permissions, queries
from domains.queue.commands import admission, calls, pairing, rooms, screens, steps
from hub.module import Module
from hub.openapi import Shape

MODULE = Module(
    "queue",
    provides=(
        permissions.VIEW,
        permissions.CALL,
        permissions.SIGN_IN,
        permissions.ADMIT,
        permissions.MANAGE,
        permissions.SCREEN,
        calls.call_ticket,
        calls.call_first,
        calls.call_again,
        calls.end_announcement,
        steps.pass_ticket,
        steps.sign_in_again,
        steps.start_exam,
        steps.finish_exam,
        steps.change_room,
        admission.admit_ticket,
        rooms.open_room,
        rooms.add_screen,
        rooms.open_screen,
        rooms.begin_day,
        pairing.request_pairing,
        pairing.approve_screen,
        pairing.refuse_screen,
        screens.change_screen,
        screens.revoke_screen,
        screens.choose_names,
        screens.report_screen,
        screens.report_announcement,
        queries.list_rooms,
        queries.ticket_detail,
        announcing.hear_call,
        announcing.list_screens,
        channel.room_line,
        channel.room_screen,
        channel.screen_place,
        Shape(channel.LineRow),
        Shape(channel.ScreenRow),
        Shape(channel.PlaceRow),
        *events.LINE_EVENTS,
        events.DayBegan,
        events.RoomOpened,
        events.ScreenPaired,
        events.ScreenChanged,
        events.NamesChosen,
        Revokes(events.ScreenChanged, lambda fact: (f"device:{rooms.device_of(fact.code)}",)),
        demo.seed,
    ),
)
