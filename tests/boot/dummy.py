"""A stand-in for the verbs of a house: `python dummy.py VERB`, steered by the environment.

`serve` answers every request on the inherited socket with its pid; DUMMY_STUBBORN names a verb that ignores SIGTERM,
DUMMY_FAILING one that ends with 3. Every verb writes its start and its stop to the file DUMMY_LOG.
"""

import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType


def note(word: str) -> None:
    with Path(os.environ["DUMMY_LOG"]).open("a", encoding="utf-8") as log:
        log.write(f"{sys.argv[1]} {word} {os.getpid()}\n")


def stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    note("stopped")
    sys.exit(0)


def serve() -> None:
    line = socket.socket(fileno=int(os.environ["CAREWIRE_LISTEN_FD"]))
    while True:
        caller, _ = line.accept()
        with caller:
            caller.recv(4096)
            body = str(os.getpid())
            caller.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())


if __name__ == "__main__":
    verb = sys.argv[1]
    stubborn = os.environ.get("DUMMY_STUBBORN") == verb
    signal.signal(signal.SIGTERM, signal.SIG_IGN if stubborn else stop)
    note("started")
    if os.environ.get("DUMMY_FAILING") == verb:
        sys.exit(3)
    if verb == "serve":
        serve()
    if verb == "work":
        while True:
            signal.pause()
