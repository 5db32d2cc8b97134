"""The methods of the server API."""

from __future__ import annotations

import asyncio
import base64
import binascii
import fnmatch
from typing import TYPE_CHECKING, Any

import msgspec

from channels.broker.base import BrokerUnavailableError, Extras
from channels.fleet import messages
from channels.fleet.messages import Whom
from channels.protocol import codes
from channels.protocol.commands import StreamPosition
from channels.server_api import words
from channels.wire.calls import read_history
from channels.wire.desk import Refused
from channels.wire.joining import refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from channels.broker.base import Publication, Retention
    from channels.fleet.fleet import Fleet
    from channels.fleet.messages import NodeInfo
    from channels.protocol.people import ClientInfo

CHANNELS = "channels"
"""The question that `channels` asks of all nodes."""

FIRST_OWN_CODE = 3000
HIGHEST_VERSION = 2**53


class Methods:
    """All methods of one node's server API. Each takes the request's JSON and returns the result.

    They raise Refused with the codes of the protocol and BrokerUnavailableError.
    """

    def __init__(self, fleet: Fleet) -> None:
        """Methods act on all nodes of the fleet."""
        self._fleet, self._node = fleet, fleet.node
        fleet.answers(CHANNELS, self._own_channels)
        self._methods: Mapping[str, Callable[[bytes], Awaitable[Any]]] = {
            "publish": self.publish,
            "broadcast": self.broadcast,
            "subscribe": self.subscribe,
            "unsubscribe": self.unsubscribe,
            "disconnect": self.disconnect,
            "refresh": self.refresh,
            "presence": self.presence,
            "presence_stats": self.presence_stats,
            "history": self.history,
            "history_remove": self.history_remove,
            "channels": self.channels,
            "info": self.info,
            "rpc": self.rpc,
        }

    async def call(self, method: str, body: bytes) -> words.Answer:
        """One request; whatever is wrong with it stands in the answer."""
        handler = self._methods.get(method)
        try:
            if handler is None:
                raise refusal(codes.METHOD_NOT_FOUND)
            return words.Answer(result=await handler(body))
        except Refused as no:
            return words.Answer(error=words.Failure(no.code, no.message))
        except msgspec.MsgspecError as problem:
            return words.Answer(error=words.Failure(codes.BAD_REQUEST.code, f"bad request: {problem}"))
        except BrokerUnavailableError:
            return words.Answer(error=words.Failure(codes.INTERNAL.code, codes.INTERNAL.message))

    async def batch(self, body: bytes) -> list[dict[str, Any]]:
        """The replies to several requests, each under its method's name or under `error`."""
        request = msgspec.json.decode(body, type=words.Batch)
        work = [self._batched(command) for command in request.commands]
        if request.parallel:
            return list(await asyncio.gather(*work))
        return [await one for one in work]

    async def _batched(self, command: Mapping[str, msgspec.Raw]) -> dict[str, Any]:
        if len(command) != 1:
            return {"error": words.Failure(codes.BAD_REQUEST.code, "a command of a batch names one method")}
        ((method, body),) = command.items()
        answer = await self.call(method, bytes(body))
        return {"error": answer.error} if answer.error is not None else {method: answer.result}

    # publishing

    async def publish(self, body: bytes) -> dict[str, Any]:
        """Publish into a channel; the answer is its new top."""
        request = msgspec.json.decode(body, type=words.Publish)
        return await self._publish(request.channel, request)

    async def broadcast(self, body: bytes) -> dict[str, Any]:
        """Publish into many channels; each has its own answer."""
        request = msgspec.json.decode(body, type=words.Broadcast)
        if not request.channels:
            raise Refused(codes.BAD_REQUEST.code, "channels: name at least one")
        responses = await asyncio.gather(*(self._broadcast_to(channel, request) for channel in request.channels))
        return {"responses": responses}

    async def _broadcast_to(self, channel: str, request: words.Publish) -> words.Answer:
        try:
            return words.Answer(result=await self._publish(channel, request))
        except Refused as no:
            return words.Answer(error=words.Failure(no.code, no.message))

    async def _publish(self, channel: str, request: words.Publish) -> dict[str, Any]:
        _demand(channel)
        data = _value(request.data, request.b64data, "data")
        if data is None:
            raise Refused(codes.BAD_REQUEST.code, "data: say what to publish")
        if not 0 <= request.version <= HIGHEST_VERSION:
            raise Refused(codes.BAD_REQUEST.code, "version: between 0 and 2**53")
        terms = await self._node.desk.terms(channel)
        retention: Retention | None = None if request.skip_history else terms.retention
        extras = Extras(
            # One row per version epoch: what is not newer than the last version said in it is not published.
            key=f"version:{request.version_epoch}" if request.version else None,
            version=request.version or None,
            idempotency_key=request.idempotency_key or None,
            tags=request.tags,
        )
        try:
            published = await self._node.broker.publish(channel, data, retention, extras)
        except ValueError as problem:
            raise Refused(codes.BAD_REQUEST.code, str(problem)) from problem
        if not published.position.epoch:
            return {}
        return {"offset": published.position.offset, "epoch": published.position.epoch}

    # connections

    async def subscribe(self, body: bytes) -> dict[str, Any]:
        """Begin server-side subscriptions of a user's connections."""
        request = msgspec.json.decode(body, type=words.Subscribe)
        _demand(request.channel)
        await self._node.desk.terms(request.channel)
        since = request.recover_since or words.Position()
        order = messages.Subscribe(
            Whom(request.user, request.client, request.session),
            request.channel,
            since.offset,
            since.epoch,
            _value(request.info, request.b64info, "info"),
            _value(request.data, request.b64data, "data"),
            request.override.changes(),
        )
        await self._fleet.order(order)
        return {}

    async def unsubscribe(self, body: bytes) -> dict[str, Any]:
        """End subscriptions of a user's connections; without a channel all."""
        request = msgspec.json.decode(body, type=words.Unsubscribe)
        whom = Whom(request.user, request.client, request.session)
        await self._fleet.order(messages.Unsubscribe(whom, request.channel, *codes.CUT_BY_SERVER))
        return {}

    async def disconnect(self, body: bytes) -> dict[str, Any]:
        """Close a user's connections."""
        request = msgspec.json.decode(body, type=words.Disconnect)
        own = request.disconnect or words.Why(request.code, request.reason)
        code, reason = (own.code, own.reason) if own.code else codes.CLOSE_FORCED
        if not FIRST_OWN_CODE <= code < FIRST_OWN_CODE + 2000:
            raise Refused(codes.BAD_REQUEST.code, "code: 3000 to 4999")
        whom = Whom(request.user, request.client, request.session, request.whitelist)
        await self._fleet.order(messages.Disconnect(whom, code, reason))
        return {}

    async def refresh(self, body: bytes) -> dict[str, Any]:
        """Prolong a user's connections, or end them."""
        request = msgspec.json.decode(body, type=words.Refresh)
        until: float | None = 0.0 if request.expired else float(request.expire_at) if request.expire_at else None
        await self._fleet.order(messages.Refresh(Whom(request.user, request.client, request.session), until))
        return {}

    # reading

    async def presence(self, body: bytes) -> dict[str, Any]:
        """Who is in a channel."""
        channel = await self._with_presence(body)
        present = await self._node.broker.present(channel)
        return {"presence": {client: _person(info) for client, info in present.items()}}

    async def presence_stats(self, body: bytes) -> dict[str, Any]:
        """How many are in a channel."""
        crowd = await self._node.broker.crowd(await self._with_presence(body))
        return {"num_clients": crowd.clients, "num_users": crowd.users}

    async def history(self, body: bytes) -> dict[str, Any]:
        """A part of a channel's log."""
        request = msgspec.json.decode(body, type=words.History)
        _demand(request.channel)
        terms = await self._node.desk.terms(request.channel)
        if terms.retention is None:
            raise refusal(codes.NOT_AVAILABLE)
        limit = terms.retention.size if request.limit < 0 else request.limit
        since = None if request.since is None else StreamPosition(request.since.offset, request.since.epoch)
        read = await read_history(
            self._node.broker, request.channel, terms, limit, since=since, reverse=request.reverse
        )
        publications = [_publication(publication) for publication in read.publications]
        return {"publications": publications, "offset": read.position.offset, "epoch": read.position.epoch}

    async def history_remove(self, body: bytes) -> dict[str, Any]:
        """Remove a channel's kept publications."""
        request = msgspec.json.decode(body, type=words.OneChannel)
        _demand(request.channel)
        terms = await self._node.desk.terms(request.channel)
        if terms.retention is None:
            raise refusal(codes.NOT_AVAILABLE)
        await self._node.broker.forget(request.channel)
        return {}

    async def channels(self, body: bytes) -> dict[str, Any]:
        """The channels that anybody hears, with how many connections hear each."""
        msgspec.json.decode(body, type=words.Pattern)
        counts: dict[str, int] = {}
        for answer in (await self._fleet.ask(CHANNELS, body)).values():
            for channel, count in msgspec.json.decode(answer, type=dict[str, int]).items():
                counts[channel] = counts.get(channel, 0) + count
        return {"channels": {channel: {"num_clients": count} for channel, count in sorted(counts.items())}}

    async def info(self, body: bytes) -> dict[str, Any]:
        """The nodes."""
        del body
        return {"nodes": [_node(info) for info in self._fleet.nodes()]}

    async def rpc(self, body: bytes) -> dict[str, Any]:
        """Calls of backends have addresses of their own in this house."""
        msgspec.json.decode(body, type=words.Rpc)
        raise refusal(codes.NOT_AVAILABLE)

    async def _with_presence(self, body: bytes) -> str:
        channel = msgspec.json.decode(body, type=words.OneChannel).channel
        _demand(channel)
        if not (await self._node.desk.terms(channel)).presence:
            raise refusal(codes.NOT_AVAILABLE)
        return channel

    def _own_channels(self, body: bytes) -> bytes:
        pattern = msgspec.json.decode(body, type=words.Pattern).pattern or "*"
        counts = self._node.rooms.counts()
        return msgspec.json.encode({name: n for name, n in counts.items() if fnmatch.fnmatchcase(name, pattern)})


def _demand(channel: str) -> None:
    if not channel:
        raise Refused(codes.BAD_REQUEST.code, "channel: name one")


def _value(raw: msgspec.Raw, b64: str, name: str) -> bytes | None:
    if not b64:
        return bytes(raw) or None
    try:
        return base64.b64decode(b64, validate=True)
    except binascii.Error as problem:
        raise Refused(codes.BAD_REQUEST.code, f"b64{name}: not base64") from problem


def _json_or_b64(name: str, data: bytes | None) -> dict[str, Any]:
    """A value as JSON where it is JSON, else its bytes in base64."""
    if data is None:
        return {}
    try:
        msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {f"b64{name}": base64.b64encode(data).decode()}
    return {name: msgspec.Raw(data)}


def _person(info: ClientInfo) -> dict[str, Any]:
    person = {"client": info.client, "user": info.user}
    return {**person, **_json_or_b64("conn_info", info.conn_info), **_json_or_b64("chan_info", info.chan_info)}


def _publication(publication: Publication) -> dict[str, Any]:
    told = {**_json_or_b64("data", publication.data), "offset": publication.offset}
    if publication.tags:
        told["tags"] = dict(publication.tags)
    if publication.info is not None:
        told["info"] = _person(publication.info)
    return told


def _node(info: NodeInfo) -> dict[str, Any]:
    return {
        "uid": info.uid,
        "name": info.name,
        "version": info.version,
        "num_clients": info.clients,
        "num_users": info.users,
        "num_subs": info.subscriptions,
        "num_channels": info.channels,
        "uptime": info.uptime,
        "process": {"cpu": info.cpu, "rss": info.rss},
    }
