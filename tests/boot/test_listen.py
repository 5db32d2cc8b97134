"""The listening socket names what is in its way."""

import socket

import pytest

from hub.supervise.listen import listen
from hub.supervise.supervisor import StartFailedError


def test_a_busy_port_is_named() -> None:
    with listen("127.0.0.1", 0) as line:
        port = line.getsockname()[1]
        with pytest.raises(StartFailedError, match=f"Port {port} is in use"):
            listen("127.0.0.1", port)


def test_a_wrong_host_is_named() -> None:
    with pytest.raises(StartFailedError, match="CAREWIRE_HOST=no such host"):
        listen("no such host", 0)


def test_callers_wait_in_line_while_nobody_accepts() -> None:
    with listen("127.0.0.1", 0) as line, socket.create_connection(line.getsockname(), timeout=2) as caller:
        accepted, _ = line.accept()
        with accepted:
            accepted.sendall(b"at last")
        assert caller.recv(16) == b"at last"
