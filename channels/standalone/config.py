"""The configuration of the stand-alone server, in the words of Centrifugo's JSON files.

Only what works here is listed; `channels.standalone.reading` warns of everything else. Defaults are the reference's.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from channels.standalone.durations import Seconds

MONTH = Seconds(30 * 86400)


class Discreet(Struct, frozen=True):
    """Says nothing of itself when it is printed, for it holds secrets."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class Token(Discreet, frozen=True):
    """How tokens are checked (protocol section 15.1). A key set, when there is one, takes the place of the keys.

    `hmac_previous_secret_key` is accepted as well while keys are changed, until the unix second `..._valid_until`
    (0: for good). `jwks` is a key set written here; `jwks_public_endpoint` is the URL of one.
    """

    hmac_secret_key: str = ""
    hmac_previous_secret_key: str = ""
    hmac_previous_secret_key_valid_until: int = 0
    rsa_public_key: str = ""
    ecdsa_public_key: str = ""
    jwks_public_endpoint: str = ""
    jwks: dict[str, Any] | None = None
    audience: str = ""
    audience_regex: str = ""
    issuer: str = ""
    issuer_regex: str = ""
    user_id_claim: str = ""


class SubscriptionToken(Token, frozen=True):
    """Keys for subscription tokens that differ from those for connection tokens."""

    enabled: bool = False


class PersonalChannel(Struct, frozen=True):
    """Whether every user is subscribed to a channel of their own, `#<user>` or `<namespace>:#<user>`."""

    enabled: bool = False
    personal_channel_namespace: str = ""


class Client(Struct, frozen=True):
    """What holds for connections. `insecure` asks nobody who they are and permits everything.

    `write_delay` lets messages wait so long for others to share their frame (0: only within a turn of the loop).
    """

    insecure: bool = False
    token: Token = Token()
    subscription_token: SubscriptionToken = SubscriptionToken()
    allow_anonymous_connect_without_token: bool = False
    disallow_anonymous_connection_tokens: bool = False
    subscribe_to_user_personal_channel: bool | PersonalChannel = False
    allowed_origins: tuple[str, ...] = ()
    concurrency: int = 0
    channel_limit: int = 128
    queue_max_size: int = 1024 * 1024
    history_max_publication_limit: int = 300
    recovery_max_publication_limit: int = 300
    user_connection_limit: int = 0
    ping_interval: Seconds = Seconds(25)
    pong_timeout: Seconds = Seconds(8)
    stale_close_delay: Seconds = Seconds(10)
    expired_close_delay: Seconds = Seconds(25)
    expired_sub_close_delay: Seconds | UnsetType = UNSET
    presence_update_interval: Seconds = Seconds(27)
    channel_position_check_delay: Seconds = Seconds(40)
    write_delay: Seconds = Seconds(0)

    @property
    def personal(self) -> PersonalChannel:
        """The personal channel in its long form."""
        said = self.subscribe_to_user_personal_channel
        return PersonalChannel(said) if isinstance(said, bool) else said


class Options(Struct, frozen=True):
    """What holds in the channels of one namespace (protocol sections 13, 14 and 16).

    A history needs both a size and a ttl. `history_meta_ttl` 0 means that of all channels.
    """

    presence: bool = False
    join_leave: bool = False
    force_push_join_leave: bool = False
    history_size: int = 0
    history_ttl: Seconds = Seconds(0)
    history_meta_ttl: Seconds = Seconds(0)
    force_positioning: bool = False
    allow_positioning: bool = False
    force_recovery: bool = False
    allow_recovery: bool = False
    force_recovery_mode: Literal["", "stream", "cache"] = ""
    allowed_delta_types: tuple[Literal["fossil"], ...] = ()
    delta_publish: bool = False
    allow_tags_filter: bool = False
    channel_regex: str = ""
    allow_user_limited_channels: bool = False
    allow_subscribe_for_client: bool = False
    allow_subscribe_for_anonymous: bool = False
    allow_publish_for_client: bool = False
    allow_publish_for_subscriber: bool = False
    allow_publish_for_anonymous: bool = False
    allow_presence_for_client: bool = False
    allow_presence_for_subscriber: bool = False
    allow_presence_for_anonymous: bool = False
    allow_history_for_client: bool = False
    allow_history_for_subscriber: bool = False
    allow_history_for_anonymous: bool = False


class Namespace(Options, frozen=True, kw_only=True):
    """The channels whose names begin with `<name>:`."""

    name: str


class Channels(Struct, frozen=True):
    """All channels: those without a namespace, and the namespaces."""

    without_namespace: Options = Options()
    namespaces: tuple[Namespace, ...] = ()
    max_length: int = 255
    history_meta_ttl: Seconds = MONTH


class HttpApi(Discreet, frozen=True):
    """The server API. Without a key, and not `insecure`, it is closed."""

    key: str = ""
    insecure: bool = False
    disabled: bool = False


class Switch(Struct, frozen=True):
    """A part that is on or off."""

    enabled: bool = False


class WebSocket(Struct, frozen=True):
    """The main transport, which is on unless `disabled`; `message_size_limit` in bytes."""

    disabled: bool = False
    message_size_limit: int = 64 * 1024


class Redis(Discreet, frozen=True):
    """Where Redis is: `host:port`, or a URL (`redis://`, `rediss://`, `unix://`, `redis+sentinel://` ...).

    `sentinel_address` and `cluster_address` are Centrifugo's way to name a Sentinel or a Cluster. `presence_ttl` is how
    long a client is taken for present after its node fell silent.
    """

    address: str | tuple[str, ...] = "redis://127.0.0.1:6379"
    cluster_address: str | tuple[str, ...] = ()
    sentinel_address: str | tuple[str, ...] = ()
    sentinel_master_name: str = ""
    db: int = 0
    user: str = ""
    password: str = ""
    prefix: str = "carewire"
    presence_ttl: Seconds = Seconds(60)


class Engine(Struct, frozen=True):
    """Where channels live: in the process's memory, or in Redis for several nodes."""

    type: Literal["memory", "redis"] = "memory"
    redis: Redis = Redis()


class HttpServer(Struct, frozen=True):
    """Where to listen; what the command line says goes before it."""

    address: str = ""
    port: int | str = 8000


class Config(Struct, frozen=True):
    """The whole file."""

    client: Client = Client()
    channel: Channels = Channels()
    http_api: HttpApi = HttpApi()
    http_server: HttpServer = HttpServer()
    websocket: WebSocket = WebSocket()
    sse: Switch = Switch()
    http_stream: Switch = Switch()
    uni_websocket: Switch = Switch()
    uni_sse: Switch = Switch()
    uni_http_stream: Switch = Switch()
    health: Switch = Switch(enabled=True)
    prometheus: Switch = Switch()
    engine: Engine = Engine()
    allowed_origins: tuple[str, ...] = ()

    @property
    def origins(self) -> tuple[str, ...]:
        """The allowed origins, wherever they were written."""
        return tuple(dict.fromkeys((*self.client.allowed_origins, *self.allowed_origins)))
