"""One node's view of all nodes. There is no leader and no lasting registry: who is silent for a while is gone."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from channels.broker.base import BrokerUnavailableError
from channels.fleet.carrying_out import carry_out
from channels.fleet.description import Describer
from channels.fleet.messages import Answer, Frame, Goodbye, Here, NodeInfo, Question, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from channels.fleet.messages import Message, Order
    from channels.wire.node import Node

log = logging.getLogger("carewire.fleet")

ANNOUNCE = 3.0
SILENT = 7.0
"""A node that said nothing for so many seconds is gone."""

Answerer = Callable[[bytes], bytes]


class Fleet:
    """See the module's text."""

    def __init__(self, node: Node, *, name: str = "", announce: float = ANNOUNCE) -> None:
        """`name` is what operators call the node; `announce` (seconds) how often it says that it is there."""
        self.node = node
        self._describer = Describer(node, name)
        self._announce = announce
        self._silent = SILENT / ANNOUNCE * announce
        self._known: dict[str, tuple[float, NodeInfo]] = {}
        self._answerers: dict[str, Answerer] = {}
        self._questions: dict[str, asyncio.Queue[Answer]] = {}
        self._tasks: set[asyncio.Future[None]] = set()
        node.on_told = self._told

    def answers(self, kind: str, answerer: Answerer) -> None:
        """Say how this node answers questions of a kind."""
        self._answerers[kind] = answerer

    # life

    async def start(self) -> None:
        """Say that this node is there, and go on saying it. The node has been started."""
        await self._tell(Here(self._describer.now(), new=True))
        self._in_background(self._announce_for_ever())

    async def stop(self) -> None:
        """Say goodbye. Call before the node's broker is stopped."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._tell(Goodbye(self.node.id))

    def nodes(self) -> list[NodeInfo]:
        """All nodes that were heard of lately, this one first."""
        oldest = asyncio.get_running_loop().time() - self._silent
        others = [info for heard, info in self._known.values() if heard >= oldest and info.uid != self.node.id]
        return [self._describer.now(), *sorted(others, key=lambda info: info.uid)]

    # orders

    async def order(self, order: Order) -> None:
        """Carry out an order here and have it carried out everywhere. Raises BrokerUnavailableError.

        It was carried out here even if that is raised.
        """
        await carry_out(self.node, order)
        await self.node.broker.tell(pack(self.node.id, order))

    async def pass_frame(self, node: str, session: str, frame: bytes) -> bool:
        """Hand a frame to the node that has the connection; False when there is no such node or it does not listen.

        Raises BrokerUnavailableError.
        """
        if node == self.node.id:
            self.node.overhear(session, frame)
            return True
        if node not in {info.uid for info in self.nodes()}:
            return False
        return await self.node.broker.tell(pack(self.node.id, Frame(session, frame)), node) > 0

    # questions

    async def ask(self, kind: str, words: bytes = b"", *, wait: float = 2.0) -> dict[str, bytes]:
        """The answers of all nodes by their uid; those of nodes that do not answer within `wait` seconds are missing.

        Raises BrokerUnavailableError.
        """
        question = Question(uuid.uuid4().hex, self.node.id, kind, words)
        answers: dict[str, bytes] = {}
        queue = self._questions[question.id] = asyncio.Queue()
        answerer = self._answerers.get(kind)
        if answerer is not None:
            answers[self.node.id] = answerer(words)
        expected = {info.uid for info in self.nodes()}
        try:
            await self.node.broker.tell(pack(self.node.id, question))
            async with asyncio.timeout(wait):
                while not expected <= answers.keys():
                    answer = await queue.get()
                    answers[answer.uid] = answer.words
        except TimeoutError:
            log.warning("%d of %d nodes did not answer", len(expected - answers.keys()), len(expected))
        finally:
            del self._questions[question.id]
        return answers

    # hearing

    def _told(self, data: bytes) -> None:
        try:
            sealed = unpack(data)
        except msgspec.MsgspecError:
            log.warning("a control message that nobody here understands: another version's, or not ours")
            return
        if sealed.sender != self.node.id:
            self._take(sealed.message)

    def _take(self, message: Message) -> None:
        match message:
            case Here():
                self._met(message)
            case Goodbye():
                self._known.pop(message.uid, None)
            case Frame():
                self.node.overhear(message.session, message.frame)
            case Question():
                self._reply(message)
            case Answer():
                queue = self._questions.get(message.id)
                if queue is not None:
                    queue.put_nowait(message)
            case _:
                self._in_background(carry_out(self.node, message))

    def _met(self, here: Here) -> None:
        now = asyncio.get_running_loop().time()
        self._known[here.info.uid] = (now, here.info)
        self._forget(now)
        if here.new:
            self._in_background(self._tell(Here(self._describer.now())))

    def _reply(self, question: Question) -> None:
        answerer = self._answerers.get(question.kind)
        if answerer is not None:
            answer = Answer(question.id, self.node.id, answerer(question.words))
            self._in_background(self._tell(answer, question.asker))

    def _forget(self, now: float) -> None:
        oldest = now - self._silent
        self._known = {uid: known for uid, known in self._known.items() if known[0] >= oldest}

    async def _announce_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._announce)
            await self._tell(Here(self._describer.now()))

    async def _tell(self, message: Message, node: str | None = None) -> None:
        try:
            await self.node.broker.tell(pack(self.node.id, message), node)
        except BrokerUnavailableError as problem:
            log.info("not told: %s", problem)

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
