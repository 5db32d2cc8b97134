"""How a domain says what it does with a kind of message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domains.gateway.hl7v2 import Message
from hub.commands import Tx


def _any(_: Message) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Intake:
    """``take`` is called for messages of these kinds (MSH-9, ``ADT^A01``; ``ORM`` for all events of a type).

    ``only``: of those, for the ones of which this is true (the laboratory's results and the monitors' come alike).

    It works inside the message's transaction, after the intakes of domains whose names come before its own, and refuses
    the whole message by raising a ``HubError``.
    """

    kinds: frozenset[str]
    take: Callable[[Message, Tx], Awaitable[None]]
    only: Callable[[Message], bool] = _any

    def wants(self, message: Message) -> bool:
        """Whether this message is for it."""
        kind = message.kind
        return (kind in self.kinds or kind.partition("^")[0] in self.kinds) and self.only(message)
