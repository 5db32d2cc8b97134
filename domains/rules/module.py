"""The rules room's declaration."""

from domains.rules import book, channel, commands, demo, effect, events, menus, permissions, rules
from domains.rules.queries import checks, hours, listing, showing, trials, wanted, words
from domains.rules.trials import working
from hub.module import Module

MODULE = Module(
    "rules",
    provides=(
        permissions.VIEW,
        permissions.EDIT,
        commands.save_rule,
        commands.switch_rule,
        commands.restore_rule,
        commands.save_calendar,
        working.back_test_rule,
        working.KIND,
        listing.list_rules,
        showing.show_rule,
        words.show_vocabulary,
        checks.check_rule,
        checks.read_text,
        checks.write_text,
        hours.list_calendars,
        hours.preview_calendar,
        trials.show_trial,
        wanted.list_required,
        events.RuleChanged,
        events.CalendarChanged,
        book.book,
        channel.book,
        effect.not_in_effect,
        rules.PACK,
        demo.seed,
        *menus.MENUS,
    ),
)
