"""The vital signs room's declaration."""

from channels.resources import provide
from domains.vitals import called, demo, events, intake, latest, menus, permissions, queries, rules, store, wall
from domains.vitals.commands import binding, readings
from domains.vitals.metrics import VITALS
from domains.vitals.resources import device
from hub.module import Module
from realtime_rules.readings import Metric, Readings

MODULE = Module(
    "vitals",
    provides=(
        permissions.VIEW,
        permissions.RECORD,
        permissions.BIND,
        readings.record_readings,
        binding.bind_device,
        binding.unbind_device,
        queries.list_metrics,
        queries.list_readings,
        events.DeviceBound,
        events.DeviceUnbound,
        *provide(device),
        *menus.MENUS,
        *(Metric(one.code, one.zh, one.en, one.unit) for one in VITALS),
        Readings(store.after, store.between),
        intake.intake,
        wall.WALL,
        latest.role,
        called.CALLED,
        rules.PACK,
        demo.seed,
    ),
)
