"""Under which system account the embedded parts run."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hub.embedded.errors import EmbeddedPartError

# PostgreSQL refuses to run as root; every Linux has this account, and it owns nothing.
UNPRIVILEGED = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the parts; `drops` tells whether we change to it (we are root) or already are it."""

    uid: int
    gid: int
    drops: bool

    def own(self, path: Path) -> None:
        """Hand a file or folder of ours to the account."""
        if self.drops:
            os.chown(path, self.uid, self.gid)

    def make_private(self, folder: Path) -> None:
        """Create a folder that only the account (and root) can enter."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.own(folder)
        folder.chmod(0o700)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account can reach this existing folder, tried as that account."""
        if not self.drops:
            return os.access(folder, os.X_OK)
        return self._try("/bin/sh", "-c", 'cd "$1"', "sh", str(folder))

    def can_run(self, program: Path) -> bool:
        """Whether the account can execute the program, tried as that account."""
        return self._try(str(program), "--version")

    def _try(self, *argv: str) -> bool:
        try:
            done = subprocess.run(  # noqa: S603  our own programs
                argv,
                check=False,
                capture_output=True,
                cwd="/",
                user=self.user,
                group=self.group,
                extra_groups=self.extra_groups,
            )
        except PermissionError:
            return False
        return done.returncode == 0

    @property
    def user(self) -> int | None:
        """`user` for `subprocess`; None stays as we are."""
        return self.uid if self.drops else None

    @property
    def group(self) -> int | None:
        """`group` for `subprocess`."""
        return self.gid if self.drops else None

    @property
    def extra_groups(self) -> list[int] | None:
        """`extra_groups` for `subprocess`: root's own would give rights away."""
        return [] if self.drops else None


def account_for_parts() -> Account:
    """Root's parts run as `nobody`, everyone else's as themselves.

    Raises EmbeddedPartError for a user id without an account, which PostgreSQL does not accept.
    """
    uid = os.geteuid()
    if uid == 0:
        entry = pwd.getpwnam(UNPRIVILEGED)
        return Account(entry.pw_uid, entry.pw_gid, drops=True)
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPartError(
            f"用户编号 {uid} 没有系统账户，无法启动内置 PostgreSQL；请设置 CAREWIRE_DATABASE_URL。/ "
            f"User id {uid} has no account on this system, so the embedded PostgreSQL cannot run: "
            "set CAREWIRE_DATABASE_URL to a PostgreSQL of your own."
        ) from None
    return Account(uid, os.getegid(), drops=False)
