"""The embedded PostgreSQL keeps its rows and finds its way back."""

import asyncio
import os
import shutil
import signal
import stat
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from hub.embedded import postgres
from hub.embedded.errors import EmbeddedPartError
from hub.embedded.sockets import PATH_LIMIT
from tests.embedded.kills import has_ended, start_and_kill_parent, wait_gone

pytestmark = pytest.mark.slow

FAST = {"fsync": "off", "shared_buffers": "16MB"}


async def _connect(url: str, password: str | None = None) -> "asyncpg.Connection[asyncpg.Record]":
    parts = urlsplit(url)
    host = parse_qs(parts.query)["host"][0]
    chosen = parts.password if password is None else password
    return await asyncpg.connect(host=host, user=parts.username, password=chosen, database=parts.path[1:])


def ask(url: str, *statements: str) -> object:
    """Run the statements; the first value of the last one."""

    async def run() -> object:
        connection = await _connect(url)
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return await connection.fetchval(statements[-1])
        finally:
            await connection.close()

    return asyncio.run(run())


def test_rows_are_there_after_a_stop_and_after_kill_9_of_the_server(home: Path) -> None:
    server = postgres.start(home / "pg", FAST)
    ask(server.url, "create table kept (i int)", "insert into kept values (1) returning i")
    server.stop()

    server = postgres.start(home / "pg", FAST)
    ask(server.url, "insert into kept values (2) returning i")
    os.kill(server.pid, signal.SIGKILL)
    server.stop()

    again = postgres.start(home / "pg", FAST)
    try:
        assert again.url == server.url
        assert ask(again.url, "select sum(i) from kept") == 3
    finally:
        again.stop()


def test_a_killed_parent_takes_the_server_with_it_and_the_next_start_works(home: Path) -> None:
    orphan = start_and_kill_parent("postgres", home / "pg")
    server = postgres.start(home / "pg", FAST)  # at once: it has to wait for the orphan's shutdown itself
    try:
        assert has_ended(orphan)
        assert ask(server.url, "select current_database()") == "carewire"
    finally:
        server.stop()


def test_a_pid_file_that_names_a_strangers_process_is_no_obstacle(home: Path) -> None:
    postgres.start(home / "pg", FAST).stop()
    stale = f"{os.getpid()}\n{home / 'pg' / 'cluster'}\n1700000000\n5432\n{home / 'pg' / 'run'}\n\n0 0\nready   \n"
    (home / "pg" / "cluster" / "postmaster.pid").write_text(stale, "utf-8")
    server = postgres.start(home / "pg", FAST)
    try:
        assert ask(server.url, "select 1") == 1
    finally:
        server.stop()


def test_an_interrupted_first_start_is_done_again(home: Path) -> None:
    half = home / "pg" / "cluster.fresh"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", "utf-8")
    (home / "pg" / "password.fresh").write_text("half", "utf-8")
    server = postgres.start(home / "pg", FAST)
    try:
        assert ask(server.url, "select 1") == 1
        assert not half.exists()
        assert not (home / "pg" / "password.fresh").exists()
    finally:
        server.stop()


def test_a_second_start_on_the_same_folder_is_refused_in_one_sentence(home: Path) -> None:
    server = postgres.start(home / "pg", FAST)
    try:
        with pytest.raises(EmbeddedPartError, match="already runs on this data folder"):
            postgres.start(home / "pg", FAST)
        assert ask(server.url, "select 1") == 1
    finally:
        server.stop()


def test_other_local_users_cannot_get_in(home: Path) -> None:
    server = postgres.start(home / "pg", FAST)
    try:
        for closed in ("run", "cluster"):
            assert stat.S_IMODE((home / "pg" / closed).stat().st_mode) == 0o700
        for secret in ("password", "server.log"):
            assert stat.S_IMODE((home / "pg" / secret).stat().st_mode) == 0o600
        with pytest.raises(asyncpg.InvalidPasswordError):
            asyncio.run(_connect(server.url, password="guessed"))
        assert ask(server.url, "show listen_addresses") == ""
    finally:
        server.stop()


def test_a_deep_data_folder_gets_its_socket_elsewhere_and_at_the_same_place_each_time(home: Path) -> None:
    deep = home.joinpath(*["a-rather-long-folder-name"] * 5)
    deep.mkdir(parents=True)
    first = postgres.start(deep, FAST)
    sockets = Path(parse_qs(urlsplit(first.url).query)["host"][0])
    try:
        assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= PATH_LIMIT
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        first.stop()
        second = postgres.start(deep, FAST)
        assert ask(second.url, "select 1") == 1
        assert second.url == first.url
        second.stop()
    finally:
        shutil.rmtree(sockets)


def test_row_contents_stay_out_of_the_log(home: Path) -> None:
    server = postgres.start(home / "pg", FAST)
    try:
        with pytest.raises(asyncpg.UniqueViolationError):
            ask(
                server.url,
                "create table people (name text primary key)",
                "insert into people values ('张小三')",
                "insert into people values ('张小三') returning 1",
            )
    finally:
        server.stop()
    log = (home / "pg" / "server.log").read_text("utf-8")
    assert "people_pkey" in log
    assert "张小三" not in log


def test_the_server_ends_when_its_parent_is_killed(home: Path) -> None:
    assert wait_gone(start_and_kill_parent("postgres", home / "pg"))
