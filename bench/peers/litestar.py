"""Litestar's channels plugin with its memory backend."""

from __future__ import annotations

from bench.peers.python_app import PythonApp

PEER = PythonApp("litestar", ("litestar",), "litestar_app")
