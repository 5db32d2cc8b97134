"""Message classes out of `client.proto`, made when this module is imported.

Code that protoc generates refuses an older Protobuf library than its own and registers its names for the whole
process, where a second user of this protocol collides with it. These classes live in a pool of their own.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.message import Message

PACKAGE: Final = "centrifugal.centrifuge.protocol"

_Field = FieldDescriptorProto
_SCALARS: Final = {
    "bool": _Field.TYPE_BOOL,
    "bytes": _Field.TYPE_BYTES,
    "int32": _Field.TYPE_INT32,
    "int64": _Field.TYPE_INT64,
    "sint64": _Field.TYPE_SINT64,
    "string": _Field.TYPE_STRING,
    "uint32": _Field.TYPE_UINT32,
    "uint64": _Field.TYPE_UINT64,
}
_MESSAGE: Final = re.compile(r"^message (\w+) \{\n(.*?)^\}$", re.MULTILINE | re.DOTALL)
_MEMBER: Final = re.compile(r"^  (?:(repeated) |map<string, (\w+)> |)(?:(\w+) )?(\w+) = (\d+);$", re.MULTILINE)


def _typed(field: FieldDescriptorProto, kind: str) -> None:
    if kind in _SCALARS:
        field.type = _SCALARS[kind]
    else:
        field.type = _Field.TYPE_MESSAGE
        field.type_name = f".{PACKAGE}.{kind}"


def _entry(message: DescriptorProto, name: str, kind: str) -> str:
    """The pair that a map of texts to `kind` repeats; returns its name."""
    title = "".join(part.capitalize() for part in name.split("_")) + "Entry"
    entry = message.nested_type.add(name=title)
    entry.options.map_entry = True
    key = entry.field.add(name="key", number=1, label=_Field.LABEL_OPTIONAL)
    _typed(key, "string")
    value = entry.field.add(name="value", number=2, label=_Field.LABEL_OPTIONAL)
    _typed(value, kind)
    return f"{message.name}.{title}"


def _read(text: str) -> FileDescriptorProto:
    file = FileDescriptorProto(name="client.proto", package=PACKAGE, syntax="proto3")
    for found in _MESSAGE.finditer(text):
        message = file.message_type.add(name=found[1])
        for repeated, values, kind, name, number in _MEMBER.findall(found[2]):
            many = bool(repeated or values)
            field = message.field.add(
                name=name, number=int(number), label=_Field.LABEL_REPEATED if many else _Field.LABEL_OPTIONAL
            )
            _typed(field, _entry(message, name, values) if values else kind)
    return file


def _classes() -> Iterator[tuple[str, type[Message]]]:
    file = _read((files("channels.protocol") / "client.proto").read_text(encoding="utf-8"))
    pool = DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    for message in file.message_type:
        yield message.name, GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.{message.name}"))


MESSAGES: Final[dict[str, type[Message]]] = dict(_classes())
"""The class of every message of the schema, by its name."""
