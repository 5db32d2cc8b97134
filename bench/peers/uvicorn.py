"""uvicorn's own WebSockets: the smallest application that sends one text to many sockets."""

from __future__ import annotations

from bench.peers.python_app import PythonApp

PEER = PythonApp("uvicorn-websockets", (), "plain_app")
