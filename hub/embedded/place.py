"""Where the data lies, and that the parts' account can get there."""

import hashlib
from pathlib import Path

from hub.embedded.account import Account
from hub.embedded.binaries import SHARED
from hub.embedded.errors import EmbeddedPartError


def open_home(home: Path, account: Account) -> None:
    """Make a part's folder; when the part runs under another account, that one may pass through it but not list it.

    Raises EmbeddedPartError when the account cannot get there.
    """
    home.mkdir(parents=True, exist_ok=True)
    if account.drops:
        home.chmod(0o711)
    if not account.can_enter(home):
        raise EmbeddedPartError(
            f"非特权账户无法访问数据目录 {home}。/ The embedded servers' unprivileged account cannot reach {home}: "
            "choose a folder whose parents it may pass through."
        )


def data_home(wanted: Path, account: Account) -> Path:
    """The folder to use for `wanted`: itself, or one below /var/lib where root's parts can reach it.

    The second is named after the first, so the data is found again at the next start.
    """
    if not account.drops:
        return wanted
    existing = next(parent for parent in (wanted, *wanted.parents) if parent.exists())
    # A folder of ours is opened for passing through when it is made; only what lies above it can be in the way.
    checked = existing.parent if existing == wanted else existing
    if account.can_enter(checked):
        return wanted
    return SHARED / hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
