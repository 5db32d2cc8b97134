"""The embedded Valkey keeps its entries and finds its way back."""

import os
import signal
import stat
from pathlib import Path

import pytest
from redis import Redis

from hub.embedded import valkey
from hub.embedded.errors import EmbeddedPartError
from hub.embedded.part import Running
from tests.embedded.kills import has_ended, start_and_kill_parent, wait_gone

pytestmark = pytest.mark.slow


def add(running: Running, *names: str) -> list[str]:
    """Append the names to a stream, wait until they are on disk, and return all names in it."""
    with Redis.from_url(running.url, decode_responses=True) as client:
        for name in names:
            client.xadd("entries", {"name": name})
        client.waitaof(1, 0, 5000)
        return [entry["name"] for _, entry in client.xrange("entries")]


def test_entries_are_there_after_a_stop_and_after_kill_9(home: Path) -> None:
    server = valkey.start(home / "vk")
    add(server, "before the stop")
    server.stop()

    server = valkey.start(home / "vk")
    add(server, "before the kill")
    os.kill(server.pid, signal.SIGKILL)
    server.stop()

    again = valkey.start(home / "vk")
    try:
        assert again.url == server.url
        assert add(again, "after") == ["before the stop", "before the kill", "after"]
    finally:
        again.stop()


def test_a_killed_parent_takes_the_server_with_it_and_the_next_start_works(home: Path) -> None:
    orphan = start_and_kill_parent("valkey", home / "vk")
    server = valkey.start(home / "vk")
    try:
        assert has_ended(orphan)
        assert add(server, "one") == ["one"]
    finally:
        server.stop()


def test_the_server_ends_when_its_parent_is_killed(home: Path) -> None:
    assert wait_gone(start_and_kill_parent("valkey", home / "vk"))


def test_a_second_start_on_the_same_folder_is_refused(home: Path) -> None:
    server = valkey.start(home / "vk")
    try:
        with pytest.raises(EmbeddedPartError, match="already runs on this data folder"):
            valkey.start(home / "vk")
        assert add(server, "one") == ["one"]
    finally:
        server.stop()


def test_it_is_closed_to_others_and_never_forgets_under_pressure(home: Path) -> None:
    server = valkey.start(home / "vk")
    try:
        assert stat.S_IMODE((home / "vk" / "run").stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "vk" / "run" / "v.sock").stat().st_mode) == 0o700
        with Redis.from_url(server.url, decode_responses=True) as client:
            wanted = {"port": "0", "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
            assert {name: client.config_get(name)[name] for name in wanted} == wanted
    finally:
        server.stop()
