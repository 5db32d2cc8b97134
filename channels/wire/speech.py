"""How publications, signals and infos are put into the words of a codec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.protocol import replies
from channels.protocol.fossil import patch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from channels.broker.base import Publication, Signal
    from channels.protocol.codec import Codec
    from channels.protocol.people import ClientInfo


class RowMessage(bytes):
    """A message that carries one row: worthless to a reader who has not read it when the next of `row` comes."""

    row: tuple[str, str]
    """The channel and the row's key."""


def info(codec: Codec, person: ClientInfo) -> replies.ClientInfo:
    """A client's info in the codec's form. Raises UnspeakableError."""
    conn, chan = person.conn_info, person.chan_info
    return replies.ClientInfo(
        person.user,
        person.client,
        None if conn is None else codec.value(conn),
        None if chan is None else codec.value(chan),
    )


def plain(codec: Codec, publication: Publication) -> replies.Publication:
    """A publication as it is. Raises UnspeakableError."""
    return _worded(codec, publication, replies.Publication(codec.value(publication.data)))


def whole(codec: Codec, publication: Publication) -> replies.Publication:
    """A publication for a subscription with delta compression, complete. Raises UnspeakableError."""
    return _worded(codec, publication, replies.Publication(codec.text(publication.data)))


def patched(codec: Codec, publication: Publication, before: Publication) -> replies.Publication:
    """A publication as a patch against the one `before`, or complete when that is shorter. Raises UnspeakableError."""
    difference = patch(before.data, publication.data)
    if difference is None:
        return whole(codec, publication)
    return _worded(codec, publication, replies.Publication(codec.text(difference), delta=True))


def chain(codec: Codec, publications: Iterable[Publication], *, delta: bool) -> tuple[replies.Publication, ...]:
    """Consecutive publications for a reply; with `delta` the first is complete and each next a patch against it."""
    if not delta:
        return tuple(plain(codec, publication) for publication in publications)
    said: list[replies.Publication] = []
    before: Publication | None = None
    for publication in publications:
        said.append(whole(codec, publication) if before is None else patched(codec, publication, before))
        before = publication
    return tuple(said)


def push(codec: Codec, channel: str, publication: replies.Publication, key: str | None = None) -> bytes:
    """The message of a publication; with `key` one that a slow reader may skip for a newer one."""
    message = codec.push(replies.Push(channel, pub=publication))
    if key is None or publication.delta:
        return message
    row = RowMessage(message)
    row.row = (channel, key)
    return row


def signal(codec: Codec, channel: str, word: Signal) -> bytes:
    """The message of a join or leave. Raises UnspeakableError."""
    said = replies.Joined(info(codec, word.info))
    pushed = replies.Push(channel, join=said) if word.joined else replies.Push(channel, leave=said)
    return codec.push(pushed)


def _worded(codec: Codec, publication: Publication, said: replies.Publication) -> replies.Publication:
    person = publication.info
    return replies.Publication(
        said.data,
        None if person is None else info(codec, person),
        publication.offset,
        None if publication.tags is None else dict(publication.tags),
        said.delta,
        publication.epoch if publication.offset == 1 else "",
    )
