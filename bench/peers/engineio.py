"""The joining dialogue of Socket.IO 4 over a WebSocket, the same for the Python and the Node server."""

from __future__ import annotations

from bench.peers.peer import Step

PATH = "/socket.io/?EIO=4&transport=websocket"
GREETING = (
    Step(None, b'0{"sid"'),
    Step(b"40", b'40{"sid"'),
    Step(b'42["join","CHANNEL"]', b'42["joined"'),
)
PING, PONG = b"2", b"3"
