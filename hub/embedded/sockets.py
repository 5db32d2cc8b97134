"""Where the unix sockets lie: a unix socket's path has at most 107 bytes, a data folder's may have more."""

import os
import stat
import tempfile
from pathlib import Path

from hub.embedded.account import Account

PATH_LIMIT = 107
LONGEST_NAME = len("/.s.PGSQL.5432.lock")
RECORD = "socket-folder"
PRIVATE = 0o700


def socket_folder(home: Path, account: Account) -> Path:
    """A private folder for the sockets of the part that lives in `home`, the same one at every start.

    It is `home/run` where that path is short enough, else a short one with a random name, which `home` records.
    """
    near = home / "run"
    if len(os.fsencode(near)) + LONGEST_NAME <= PATH_LIMIT:
        account.make_private(near)
        return near
    record = home / RECORD
    if record.exists():
        known = Path(record.read_text("utf-8"))
        if _is_ours(known, account):
            return known
    far = Path(tempfile.mkdtemp(prefix="carewire-", dir=_short_parent()))
    account.make_private(far)
    record.write_text(str(far), "utf-8")
    return far


def _is_ours(folder: Path, account: Account) -> bool:
    """Whether a remembered folder is still the private one; /tmp is open to everyone, so nothing is taken on trust."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and stat.S_IMODE(found.st_mode) == PRIVATE


def _short_parent() -> str:
    if os.geteuid() == 0 and os.access("/run", os.W_OK):
        return "/run"
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    short = len(own) + len("/carewire-12345678") + LONGEST_NAME <= PATH_LIMIT
    return own if own and short and os.access(own, os.W_OK) else "/tmp"  # noqa: S108  a 0700 folder inside it
