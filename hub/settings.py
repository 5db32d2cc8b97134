"""Settings come from ``CAREWIRE_*`` variables; a wrong value stops the start with one clear sentence."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hub.bus.address import parse
from hub.clock import Clock, shifted_clock, system_clock

SHORTEST_SECRET = 32


class WrongSetting(ValueError):
    """A setting that cannot be used; the message says which, why and what would do."""


@dataclass(frozen=True, slots=True)
class Edge:
    """How a port meets the world: with a certificate it speaks TLS; ``proxies`` may say for whom they ask.

    ``own_websockets`` False leaves WebSockets to uvicorn (slower; for systems on which ours does not run well).
    """

    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    own_websockets: bool = True

    @staticmethod
    def load(env: Mapping[str, str]) -> Edge:
        """Read and check the environment; raises ``WrongSetting``."""
        edge = Edge(
            _file(env, "CAREWIRE_TLS_CERT"),
            _file(env, "CAREWIRE_TLS_KEY"),
            _networks(env, "CAREWIRE_TRUSTED_PROXIES"),
            _one_of(env, "CAREWIRE_WEBSOCKETS", ("own", "uvicorn")) == "own",
        )
        if (edge.certificate is None) != (edge.key is None):
            raise WrongSetting("CAREWIRE_TLS_CERT and CAREWIRE_TLS_KEY belong together; set both or none.")
        return edge


@dataclass(frozen=True, slots=True)
class Settings:
    """What one process needs to know about its surroundings."""

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    web_dir: Path = Path("web/dist")
    worker: str = ""
    listen_fd: int | None = None
    demo: bool = False
    metrics_token: str = ""
    allowed_origins: tuple[str, ...] = ()
    test_clock: Path | None = None
    server_api_key: str = field(default="", repr=False)
    edge: Edge = field(default_factory=Edge)
    mllp_port: int | None = None
    """Where HL7 v2 messages are taken; None: nowhere."""
    mllp_tls: bool = False
    storage_url: str = field(default="", repr=False)
    """Where files are kept; empty: nowhere."""

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach us."""
        return is_loopback(self.host)

    def clock(self) -> Clock:
        """The clock of this process."""
        return shifted_clock(self.test_clock) if self.test_clock else system_clock

    @staticmethod
    def load(env: Mapping[str, str]) -> Settings:
        """Read and check the environment; raises ``WrongSetting``."""
        settings = Settings(
            database_url=_required(env, "CAREWIRE_DATABASE_URL", ("postgresql+asyncpg://",)),
            redis_url=_redis_url(env),
            secret=_secret(env),
            host=env.get("CAREWIRE_HOST", "127.0.0.1"),
            port=_port(env, "CAREWIRE_PORT", "8000"),
            web_dir=Path(__file__).resolve().parent.parent / "web" / "dist",
            worker=env.get("CAREWIRE_WORKER", ""),
            listen_fd=_descriptor(env.get("CAREWIRE_LISTEN_FD", "")),
            demo=env.get("CAREWIRE_DEMO") == "1",
            metrics_token=env.get("CAREWIRE_METRICS_TOKEN", ""),
            allowed_origins=tuple(o for o in env.get("CAREWIRE_ALLOWED_ORIGINS", "").split(",") if o),
            test_clock=Path(env["CAREWIRE_TEST_CLOCK"]) if env.get("CAREWIRE_TEST_CLOCK") else None,
            server_api_key=env.get("CAREWIRE_SERVER_API_KEY", ""),
            edge=Edge.load(env),
            mllp_port=None if env.get("CAREWIRE_MLLP_PORT") == "off" else _port(env, "CAREWIRE_MLLP_PORT", "2575"),
            mllp_tls=env.get("CAREWIRE_MLLP_TLS") == "1",
            storage_url=_storage_url(env),
        )
        if settings.mllp_tls and settings.edge.certificate is None:
            raise WrongSetting("CAREWIRE_MLLP_TLS needs CAREWIRE_TLS_CERT and CAREWIRE_TLS_KEY.")
        if settings.test_clock and not (settings.loopback and settings.demo):
            raise WrongSetting("CAREWIRE_TEST_CLOCK works only on loopback with the demo on; unset it.")
        return settings


def is_loopback(host: str) -> bool:
    """Whether ``host`` (a name or an address) is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _required(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    value = env.get(name, "")
    if not value:
        raise WrongSetting(f"{name} is not set; use `up`, which starts the embedded part, or give a URL.")
    if not value.startswith(schemes):
        raise WrongSetting(f"{name} must start with {' or '.join(schemes)}.")
    return value


def _redis_url(env: Mapping[str, str]) -> str:
    value = _required(env, "CAREWIRE_REDIS_URL", ("",))
    try:
        parse(value)
    except ValueError as error:
        raise WrongSetting(f"CAREWIRE_REDIS_URL: {error}.") from error
    return value


def _storage_url(env: Mapping[str, str]) -> str:
    """A URL, or the folder of files in the data folder; empty where neither is known."""
    value = env.get("CAREWIRE_STORAGE_URL", "")
    if value and not value.startswith(("file:///", "s3://")):
        raise WrongSetting("CAREWIRE_STORAGE_URL must start with file:/// or s3://.")
    data = env.get("CAREWIRE_DATA", "")
    return value or ((Path(data).absolute() / "files").as_uri() if data else "")


def _secret(env: Mapping[str, str]) -> str:
    value = env.get("CAREWIRE_SECRET", "")
    if len(value) < SHORTEST_SECRET:
        raise WrongSetting(f"CAREWIRE_SECRET must have at least {SHORTEST_SECRET} characters.")
    return value


def _port(env: Mapping[str, str], name: str, default: str) -> int:
    text = env.get(name) or default
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise WrongSetting(f"{name} must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _descriptor(text: str) -> int | None:
    if text and not text.isdecimal():
        raise WrongSetting(f"CAREWIRE_LISTEN_FD must be the number of an open socket, not {text!r}.")
    return int(text) if text else None


def _file(env: Mapping[str, str], name: str) -> Path | None:
    path = Path(env[name]) if env.get(name) else None
    if path is not None and not path.is_file():
        raise WrongSetting(f"{name}: there is no file {path}.")
    return path


def _networks(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    networks = tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise WrongSetting(f"{name} lists addresses or networks such as 10.0.0.0/8, not {network!r}.") from error
    return networks


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = env.get(name) or choices[0]
    if value not in choices:
        raise WrongSetting(f"{name} must be {' or '.join(choices)}, not {value!r}.")
    return value
