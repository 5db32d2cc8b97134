"""Asking a web server whether it is ready, without waiting for it."""

import socket
from dataclasses import dataclass, field

OPEN_STATES = "HTTP/1.1 200 ", "HTTP/1.0 200 "
# A server that has not answered a question by then has lost it (it was killed meanwhile): ask anew.
ASK_AGAIN_S = 5.0


@dataclass(slots=True)
class ReadyProbe:
    """One question at a time to `GET /ready`; `ask` never blocks."""

    host: str
    port: int
    _line: socket.socket | None = field(default=None, repr=False)
    _asked: float = 0.0

    def ask(self, now: float) -> bool:
        """Whether the answer was 200; False while there is none yet. `now` is in monotonic seconds."""
        if self._line is not None and now - self._asked > ASK_AGAIN_S:
            self.close()
        try:
            if self._line is None:
                self._line = self._send(now)
            answer = self._line.recv(64, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:  # the server is not there (yet); the caller asks again
            self.close()
            return False
        self.close()
        return answer.decode("latin-1").startswith(OPEN_STATES)

    def close(self) -> None:
        """Forget the open question."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _send(self, now: float) -> socket.socket:
        line = socket.create_connection((self.host, self.port), timeout=1.0)
        self._asked = now
        # The name is the one that users type, so that a check of the Host header passes.
        line.sendall(f"GET /ready HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nConnection: close\r\n\r\n".encode())
        return line
