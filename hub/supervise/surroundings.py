"""What `up` runs in: the data folder, its secrets, and the settings that the roles are started with."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.embedded.account import Account
from hub.embedded.place import data_home
from hub.settings import is_loopback

ON_LOOPBACK = "Carewire-2026"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line and the environment ask for."""

    host: str
    port: int
    data: Path
    demo: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The data folder of this `up`, and where it was asked to be."""

    folder: Path
    wanted: Path

    def secret(self, name: str, length: int = 32) -> str:
        """A random secret of `length` bytes, made once and kept where only we can read it."""
        file = self.folder / name
        if file.exists() and (known := file.read_text("utf-8").strip()):
            return known
        fresh = secrets.token_urlsafe(length)
        partial = file.with_name(f"{name}.{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_text(fresh, "utf-8")
        partial.replace(file)
        return fresh

    def demo_password(self, wishes: Wishes) -> str:
        """The well-known password where only this machine can reach us, else a random one of this installation."""
        return ON_LOOPBACK if is_loopback(wishes.host) else self.secret("demo-password", 12)

    def environment(self, base: Mapping[str, str], wishes: Wishes) -> dict[str, str]:
        """The settings for the roles, beside the URLs of the parts; what is set already stays."""
        ours = {
            "CAREWIRE_SECRET": base.get("CAREWIRE_SECRET") or self.secret("secret"),
            "CAREWIRE_STORAGE_URL": base.get("CAREWIRE_STORAGE_URL") or (self.folder / "files").as_uri(),
            "CAREWIRE_DATA": str(self.folder),
            "CAREWIRE_HOST": wishes.host,
            "CAREWIRE_PORT": str(wishes.port),
        }
        if wishes.demo:
            ours["CAREWIRE_DEMO"] = "1"
            ours["CAREWIRE_DEMO_PASSWORD"] = self.demo_password(wishes)
        return {**base, **ours}


def find_surroundings(wanted: Path, account: Account) -> Surroundings:
    """Make the data folder, or find the one that stands for it where root's parts cannot reach it."""
    folder = data_home(wanted, account)
    folder.mkdir(parents=True, exist_ok=True)
    # Other accounts may at most pass through to the parts' folders; nobody lists it.
    folder.chmod(0o711 if account.drops else 0o700)
    return Surroundings(folder, wanted)
