"""WebSocket on the client's side, as little of it as a load needs (RFC 6455)."""

from __future__ import annotations

SHORT, MEDIUM = 126, 1 << 16
# The mask is all zeros, which is legal and costs nothing to apply; nobody between us and a server on this machine.
MASK = b"\0\0\0\0"
TEXT = 0x81


def upgrade(path: str, port: int) -> bytes:
    """The request that opens a WebSocket."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


def text(payload: bytes) -> bytes:
    """A text frame from client to server."""
    size = len(payload)
    if size < SHORT:
        return bytes([TEXT, 0x80 | size]) + MASK + payload
    if size < MEDIUM:
        return bytes([TEXT, 0x80 | SHORT]) + size.to_bytes(2, "big") + MASK + payload
    return bytes([TEXT, 0x80 | 127]) + size.to_bytes(8, "big") + MASK + payload


def from_server(payload: bytes) -> bytes:
    """A short text frame as a server sends it. Raises ValueError for a long one."""
    if len(payload) >= SHORT:
        raise ValueError("only short texts")
    return bytes([TEXT, len(payload)]) + payload


def take(buffer: bytearray) -> list[tuple[int, bytes]]:
    """Remove the whole frames at the head of what a server sent; (opcode, payload) of each."""
    found: list[tuple[int, bytes]] = []
    place = 0
    while len(buffer) - place >= 2:  # noqa: PLR2004 - the shortest head
        size, head = buffer[place + 1] & 0x7F, 2
        if size == SHORT:
            size, head = int.from_bytes(buffer[place + 2 : place + 4], "big"), 4
        elif size > SHORT:
            size, head = int.from_bytes(buffer[place + 2 : place + 10], "big"), 10
        end = place + head + size
        if len(buffer) < place + head or len(buffer) < end:
            break
        found.append((buffer[place] & 0x0F, bytes(buffer[place + head : end])))
        place = end
    del buffer[:place]
    return found
