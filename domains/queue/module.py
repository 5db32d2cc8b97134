"""The queue room's declaration."""

from domains.queue import channel, demo, events, permissions, queries
from domains.queue.commands import admission, calls, rooms, steps
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
        queries.list_rooms,
        queries.ticket_detail,
        channel.room_line,
        channel.room_screen,
        Shape(channel.LineRow),
        Shape(channel.ScreenRow),
        *events.LINE_EVENTS,
        events.DayBegan,
        events.RoomOpened,
        events.ScreenPaired,
        demo.seed,
    ),
)
