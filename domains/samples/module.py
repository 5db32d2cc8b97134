"""The sample submission room's declaration."""

from channels.resources import provide
from domains.samples import applications, channel, demo, events, exporting, menus, permissions, photos, resources, rules
from domains.samples.commands import desk as steps
from domains.samples.commands import patient, review, settings
from domains.samples.queries import desk
from domains.samples.queries import patient as asked
from domains.samples.seen import SampleMark
from domains.samples.settled import Receiving
from hub.module import Module
from hub.openapi import Shape

MODULE = Module(
    "samples",
    provides=(
        *permissions.ALL,
        patient.send_materials,
        patient.submit_sample,
        patient.ask_for_change,
        review.pass_materials,
        review.reject_materials,
        review.approve_change,
        review.reject_change,
        steps.correct_sample,
        steps.reset_sample,
        steps.fill_return_number,
        settings.configure_receiving,
        settings.publish_consent,
        asked.show_my_sample,
        asked.show_sample_desk,
        asked.show_consent,
        desk.open_sample,
        desk.count_waiting_samples,
        *exporting.PARTS,
        *events.SAMPLE_EVENTS,
        events.ReceivingChanged,
        *(part for resource in resources.ALL for part in provide(resource)),
        channel.own,
        channel.where,
        Shape(SampleMark),
        Shape(Receiving),
        *photos.ALL,
        *menus.MENUS,
        applications.SAMPLES,
        rules.PACK,
        demo.seed,
    ),
)
