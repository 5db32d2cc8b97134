"""The registration desk's declaration."""

from channels.resources import provide
from domains.registration import (
    applications,
    carrying,
    channel,
    demo,
    events,
    exporting,
    following,
    intake,
    menus,
    permissions,
    printing,
    timetable,
)
from domains.registration.commands import desk, moves, referring
from domains.registration.photos import REQUEST_PHOTO
from domains.registration.queries import looking, managing
from hub.module import Module
from hub.openapi import Shape

MODULE = Module(
    "registration",
    provides=(
        permissions.VIEW,
        permissions.REGISTER,
        permissions.CANCEL,
        permissions.REFER,
        permissions.MANAGE,
        permissions.RELAY,
        applications.REGISTRATION,
        applications.REFERRAL,
        desk.register_patient,
        desk.edit_registration,
        moves.push_registration,
        moves.cancel_registration,
        referring.refer_patient,
        referring.open_to_referrals,
        referring.take_referral,
        referring.follow_referral,
        looking.find_request,
        looking.show_order,
        looking.show_registration,
        looking.list_offers,
        looking.list_slots,
        looking.list_targets,
        managing.list_registrations,
        *exporting.PARTS,
        printing.print_paper,
        REQUEST_PHOTO,
        *provide(timetable.room_schedule),
        channel.today_list,
        channel.room_slots,
        Shape(channel.TodayRow),
        Shape(channel.SlotRow),
        *events.REGISTRATION_EVENTS,
        *events.ORDER_EVENTS,
        events.SlotChanged,
        following.follower,
        intake.orders,
        carrying.group,
        *menus.MENUS,
        demo.seed,
    ),
)
