"""python-socketio: its asynchronous server, rooms, in-memory manager."""

from __future__ import annotations

from bench.peers.engineio import GREETING, PATH, PING, PONG
from bench.peers.python_app import PythonApp

PEER = PythonApp("python-socketio", ("python-socketio",), "socketio_app", GREETING, PING, PONG, PATH)
