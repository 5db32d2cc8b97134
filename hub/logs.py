"""Logs: one JSON object per line on standard error. Personal data never goes into message texts or fields."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Final

import msgspec

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class JsonLines(logging.Formatter):
    """Time, level, logger, message, then the record's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{k: v for k, v in vars(record).items() if k not in _STANDARD},
        }
        if record.exc_info:
            line["error"] = _without_details(self.formatException(record.exc_info))
        return msgspec.json.encode(line, enc_hook=str).decode()


def _without_details(trace: str) -> str:
    """A stack trace without the lines in which PostgreSQL quotes the values of a row."""
    return "\n".join(line for line in trace.splitlines() if not line.lstrip().startswith("DETAIL:"))


def set_up(level: str = "INFO") -> None:
    """Send all logs of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
