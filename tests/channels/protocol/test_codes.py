"""The numbers and texts of section 17."""

from __future__ import annotations

import pytest

from channels.protocol import codes
from channels.protocol.codec import error

ERRORS = {
    100: ("internal server error", True),
    101: ("unauthorized", False),
    102: ("unknown channel", False),
    103: ("permission denied", False),
    104: ("method not found", False),
    105: ("already subscribed", False),
    106: ("limit exceeded", False),
    107: ("bad request", False),
    108: ("not available", False),
    109: ("token expired", False),
    110: ("expired", False),
    111: ("too many requests", True),
    112: ("unrecoverable position", False),
    113: ("concurrent pagination", True),
}
CLOSES = {
    3000: "connection closed",
    3001: "shutdown",
    3004: "internal server error",
    3005: "connection expired",
    3006: "subscription expired",
    3008: "slow",
    3009: "write error",
    3010: "insufficient state",
    3011: "force reconnect",
    3012: "no pong",
    3013: "too many requests",
    3014: "state invalidated",
    3500: "invalid token",
    3501: "bad request",
    3502: "stale",
    3503: "force disconnect",
    3504: "connection limit",
    3505: "channel limit",
    3506: "inappropriate protocol",
    3507: "permission denied",
    3508: "not available",
    3509: "too many errors",
}
CUTS = {
    2000: "server unsubscribe",
    2500: "insufficient state",
    2501: "subscription expired",
    2502: "state invalidated",
}


def test_every_error() -> None:
    known = [value for value in vars(codes).values() if isinstance(value, codes.ErrorCode)]
    assert {value.code: (value.message, value.temporary) for value in known} == ERRORS
    assert len(known) == len(ERRORS)
    said = error(codes.INTERNAL)
    assert (said.code, said.message, said.temporary) == (100, "internal server error", True)


def test_every_close() -> None:
    known = [value for value in vars(codes).values() if isinstance(value, codes.CloseCode)]
    assert {value.code: value.reason for value in known} == CLOSES
    assert len(known) == len(CLOSES)


def test_every_cut() -> None:
    known = [value for value in vars(codes).values() if isinstance(value, codes.CutCode)]
    assert {value.code: value.reason for value in known} == CUTS
    assert len(known) == len(CUTS)


@pytest.mark.parametrize("reason", [*CLOSES.values(), *CUTS.values()])
def test_reasons_fit_a_close_frame_and_are_no_json(reason: str) -> None:
    assert len(reason.encode()) <= 123
    assert not reason.startswith(("{", "["))
