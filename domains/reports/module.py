"""The reading room's declaration."""

from domains.reports import (
    applications,
    called,
    carrying,
    channel,
    events,
    following,
    menus,
    permissions,
    printing,
    rules,
)
from domains.reports.commands import printing as printing_
from domains.reports.commands import review, taking, writing
from domains.reports.queries import listing, showing
from domains.reports.seen import ListedReport
from hub.module import Module
from hub.openapi import Shape

MODULE = Module(
    "reports",
    provides=(
        *permissions.ALL,
        permissions.RELAY,
        applications.READING,
        writing.start_writing,
        writing.unlock_writing,
        writing.save_writing,
        writing.submit_report,
        writing.abandon_writing,
        review.start_review,
        review.unlock_review,
        review.save_review,
        review.pass_report,
        review.pass_and_print,
        review.reject_report,
        review.abandon_review,
        printing_.print_report,
        taking.take_report,
        listing.list_reports,
        showing.show_report,
        showing.list_revisions,
        showing.preview_report,
        channel.diagnosis_list,
        channel.one_report,
        Shape(ListedReport),
        Shape(channel.LiveReport),
        *events.REPORT_EVENTS,
        following.follower,
        printing.finished,
        carrying.group,
        called.CALLED,
        rules.PACK,
        *menus.MENUS,
    ),
)
