"""What an administrator decides: ways, templates, lists, and when people are told again."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from domains.messages import permissions, store
from domains.messages.adapters.adapter import Adapter
from domains.messages.adapters.every import ADAPTERS
from domains.messages.errors import ChangedElsewhere, NoAddress, WayIncomplete, WayOff
from domains.messages.events import TemplateChanged, WayChanged
from domains.messages.masked import mask_address
from domains.messages.model import Policy, Template, Way
from domains.messages.planning import Parcel, plan
from domains.messages.reaching import address_of
from domains.messages.sending import Notice, deliver
from hub.caller import Permission
from hub.commands import EVERYWHERE, RULES, Command, Tx, handles
from hub.errors import Conflict, FieldError, NotFound
from hub.ids import new_id
from hub.levels import Level

FROM_PAGES = EVERYWHERE - {RULES}
Text = Annotated[str, Meta(max_length=500)]


class Saved(msgspec.Struct, frozen=True):
    """The version that holds from now on."""

    version: int


class Tried(msgspec.Struct, frozen=True):
    """The delivery that shows how the test goes."""

    delivery_id: str


class SaveWay(Command, frozen=True, kw_only=True):
    """Set up a way. A secret that is left empty stays as it was; no secret is ever shown again."""

    needs: ClassVar[Permission] = permissions.SETTINGS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"secrets"})
    way: Way
    enabled: bool
    settings: Annotated[dict[str, Text | int | bool], Meta(max_length=20)]
    secrets: Annotated[dict[str, Text], Meta(max_length=5)]


class TryWay(Command, frozen=True, kw_only=True):
    """Send oneself a test message on this way."""

    needs: ClassVar[Permission] = permissions.SETTINGS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    way: Way


class SavePolicy(Command, frozen=True, kw_only=True):
    """Decide on the order of ways, quiet hours, and when unread messages are pushed again."""

    needs: ClassVar[Permission] = permissions.SETTINGS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    policy: Policy


class SaveTemplate(Command, frozen=True, kw_only=True):
    """Write a new version of a template; ``edition`` is the one that was changed (0: there was none)."""

    needs: ClassVar[Permission] = permissions.SETTINGS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    template: Template
    edition: int


class ListAddress(Command, frozen=True, kw_only=True):
    """Put an address on the black list (it gets nothing) or the white list (then nobody else gets anything).

    ``way`` empty: of all ways; only the black list may be so.
    """

    needs: ClassVar[Permission] = permissions.SETTINGS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    private: ClassVar[frozenset[str]] = frozenset({"address"})
    kind: Literal["black", "white"]
    address: Annotated[str, Meta(min_length=3, max_length=200)]
    way: Way | Literal[""] = ""
    note: Annotated[str, Meta(max_length=100)] = ""


class UnlistAddress(Command, frozen=True, kw_only=True):
    """Take an address off its list."""

    needs: ClassVar[Permission] = permissions.SETTINGS
    exposed: ClassVar[frozenset[str]] = FROM_PAGES
    listed_id: Annotated[str, Meta(min_length=1, max_length=64)]


class AlreadyListed(Conflict):
    """The address stands on this list."""

    code = "messages.already_listed"
    zh = "该地址已在名单中。"
    en = "This address is on the list already."


class WhiteNeedsWay(Conflict):
    """A white list is one of a way."""

    code = "messages.white_needs_way"
    zh = "白名单必须指定通道。"
    en = "A white list belongs to a channel; choose one."


@handles(SaveWay)
async def save_way(cmd: SaveWay, tx: Tx) -> Saved:
    """What is switched on must be complete and fit."""
    tenant, adapter = tx.caller.tenant, ADAPTERS[cmd.way]
    row = await store.way(tx.db, tenant, cmd.way, lock=True)
    names = {field.name for field in adapter.fields}
    open_names = names - adapter.secrets
    settings: dict[str, Any] = {k: v for k, v in cmd.settings.items() if k in open_names}
    new = {k: v for k, v in cmd.secrets.items() if k in adapter.secrets and v}
    secrets = {**store.secrets_of(tx.secret, row), **new}
    if cmd.enabled:
        _complete(adapter, {**settings, **secrets})
    v = 1 if row is None else row.v + 1
    values = {
        "tenant": tenant,
        "way": cmd.way,
        "enabled": cmd.enabled,
        "settings": settings,
        "sealed": store.sealed(tx.secret, secrets),
        "v": v,
        "changed_at": tx.now,
    }
    await store.save_way(tx.db, values)
    tx.record(WayChanged(way=cmd.way, v=v))
    return Saved(v)


def _complete(adapter: Adapter, given: dict[str, Any]) -> None:
    missing = adapter.missing(given)
    if missing:
        fields = tuple(FieldError(f.name, "必填 required") for f in missing)
        raise WayIncomplete("、".join(f"{f.zh} {f.en}" for f in missing), fields)
    try:
        adapter.set_up(given)
    except msgspec.ValidationError as error:
        raise WayIncomplete(str(error)) from error


@handles(TryWay)
async def try_way(cmd: TryWay, tx: Tx) -> Tried:
    """It goes the way of every other message, but to oneself, at once, and falls over to nothing."""
    row = await store.way(tx.db, tx.caller.tenant, cmd.way)
    if row is None or not row.enabled:
        raise WayOff
    if not ADAPTERS[cmd.way].own_address and not await address_of(
        tx.db, tx.caller.tenant, tx.caller.actor, cmd.way, tx.secret
    ):
        raise NoAddress
    adapter = ADAPTERS[cmd.way]
    notice = Notice(
        topic="messages.test",
        level="info",
        title_zh="消息通道测试",
        title_en="Channel test",
        text_zh=f"这是一条来自“{adapter.zh}”通道的测试消息。",
        text_en=f"This is a test of the channel “{adapter.en}”.",
        to=(tx.caller.actor,),
        once=new_id(),
    )
    (message_id,) = await deliver(tx, notice)
    parcel = Parcel(
        message_id=message_id,
        account=tx.caller.actor,
        topic=notice.topic,
        level=Level.INFO,
        ways=(cmd.way,),
        alone=True,
    )
    (delivery_id,) = await plan(tx, [parcel])
    return Tried(delivery_id)


@handles(SavePolicy)
async def save_policy(cmd: SavePolicy, tx: Tx) -> None:
    """It holds for what is sent from now on."""
    await store.save_policy(tx.db, tx.caller.tenant, cmd.policy)


@handles(SaveTemplate)
async def save_template(cmd: SaveTemplate, tx: Tx) -> Saved:
    """The earlier versions stay, to tell what was sent with them."""
    tenant, given = tx.caller.tenant, cmd.template
    earlier = await store.versions(tx.db, tenant, given.topic, given.way)
    version = earlier[0].version if earlier else 0
    if cmd.edition != version:
        raise ChangedElsewhere(version=version)
    values = {
        "tenant": tenant,
        "topic": given.topic,
        "way": given.way,
        "version": version + 1,
        "spec": msgspec.to_builtins(given),
        "by": tx.caller.actor,
        "at": tx.now,
    }
    await store.add_template(tx.db, values)
    tx.record(TemplateChanged(place=f"{given.topic}:{given.way}", v=version + 1))
    return Saved(version + 1)


@handles(ListAddress)
async def list_address(cmd: ListAddress, tx: Tx) -> None:
    """Only a digest of it is kept, and what is shown of it."""
    if cmd.kind == "white" and not cmd.way:
        raise WhiteNeedsWay
    values = {
        "tenant": tx.caller.tenant,
        "id": new_id(),
        "kind": cmd.kind,
        "way": cmd.way,
        "digest": store.digest(tx.secret, cmd.address),
        "masked": mask_address(cmd.address.strip()),
        "note": cmd.note,
        "by": tx.caller.actor,
        "at": tx.now,
    }
    if not await store.add_listed(tx.db, values):
        raise AlreadyListed


@handles(UnlistAddress)
async def unlist_address(cmd: UnlistAddress, tx: Tx) -> None:
    """From now on it is like any other."""
    if not await store.remove_listed(tx.db, tx.caller.tenant, cmd.listed_id):
        raise NotFound
