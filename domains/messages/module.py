"""The messages room's declaration."""

from domains.messages import again, channel, codes, demo, events, menus, mini_programs, permissions, rules
from domains.messages.commands import announcing, carrying, personal, reading, settings
from domains.messages.outbound import role
from domains.messages.queries import centre, outgoing
from domains.messages.queries import personal as own
from domains.messages.queries import settings as decided
from hub.module import Module

MODULE = Module(
    "messages",
    provides=(
        permissions.CENTRE,
        permissions.SETTINGS,
        permissions.DELIVERIES,
        permissions.ANNOUNCE,
        permissions.CARRY,
        reading.mark_read,
        reading.mark_shown,
        announcing.announce,
        carrying.begin_delivery,
        carrying.end_delivery,
        carrying.retry_delivery,
        personal.save_my_address,
        personal.save_my_preference,
        settings.save_way,
        settings.try_way,
        settings.save_policy,
        settings.save_template,
        settings.list_address,
        settings.unlist_address,
        again.push_again,
        centre.list_messages,
        centre.list_topics,
        outgoing.list_deliveries,
        outgoing.show_delivery,
        own.show_my_reach,
        decided.list_ways,
        decided.show_policy,
        decided.list_templates,
        decided.list_template_versions,
        decided.list_listed,
        *events.MESSAGE_EVENTS,
        *events.DELIVERY_EVENTS,
        events.WayChanged,
        events.TemplateChanged,
        channel.inbox,
        channel.outgoing,
        role,
        codes.sender,
        mini_programs.programs,
        rules.PACK,
        rules.CALLED,
        demo.seed,
        *menus.MENUS,
    ),
)
