"""Django Channels: a WebSocket consumer in a group of the in-memory layer."""

from __future__ import annotations

from bench.peers.python_app import PythonApp

PEER = PythonApp("django-channels", ("channels", "Django"), "django_app")
