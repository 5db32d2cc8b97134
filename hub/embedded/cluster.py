"""Making a PostgreSQL database cluster, whole or not at all."""

import secrets
import shutil
import subprocess
from pathlib import Path

from hub.embedded.account import Account
from hub.embedded.errors import EmbeddedPartError

ROLE = "carewire"
DATABASE = "carewire"
SERVER_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"}


def ensure_password(file: Path) -> str:
    """The role's password, made at random the first time and readable only by us."""
    if file.exists() and (known := file.read_text("utf-8").strip()):
        return known
    password = secrets.token_hex(24)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(password, "utf-8")
    return password


def ensure_cluster(binaries: Path, cluster: Path, password: str, account: Account, *, durable: bool) -> None:
    """Make the cluster with our role and database; a half-made one of an interrupted start is thrown away.

    Not `durable`, a power cut may spoil it: for servers that run without fsync themselves.
    """
    if (cluster / "PG_VERSION").exists():
        return
    fresh = cluster.with_name(f"{cluster.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    account.make_private(fresh)
    password_file = cluster.with_name("password.fresh")
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password, "utf-8")
    account.own(password_file)
    try:
        sync = [] if durable else ["--no-sync"]
        _run([*_initdb(binaries, fresh), f"--pwfile={password_file}", *sync], account)
        # The single-user server makes the database before anyone can connect, so the cluster is renamed complete.
        fsync = ["-c", f"fsync={'on' if durable else 'off'}"]
        single = [str(binaries / "postgres"), "--single", *fsync, "-D", str(fresh), "template1"]
        _run(single, account, f'CREATE DATABASE "{DATABASE}" OWNER "{ROLE}"\n')
    finally:
        password_file.unlink()
    fresh.rename(cluster)


def _initdb(binaries: Path, folder: Path) -> list[str]:
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    access = [f"--username={ROLE}", "--auth=scram-sha-256"]
    return [str(binaries / "initdb"), "-D", str(folder), *access, *locale, "--no-instructions"]


def _run(argv: list[str], account: Account, text: str = "") -> None:
    done = subprocess.run(  # noqa: S603  the wheel's own programs
        argv,
        input=text,
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env=SERVER_ENVIRONMENT,
        user=account.user,
        group=account.group,
        extra_groups=account.extra_groups,
    )
    if done.returncode != 0 or "ERROR:" in done.stderr:
        raise EmbeddedPartError(
            f"无法创建数据库 / The database could not be made: {done.stderr.strip() or done.returncode}"
        )
