"""The wire over plain HTTP, for networks that let no WebSocket through: streams, SSE and emulation (ASGI)."""
