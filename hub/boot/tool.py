"""Running the installers: quiet when they succeed, their last words when they fail."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from hub.boot.errors import CannotStartError

# Settings of the caller's shell that would send the packages somewhere else than into our environment.
MISLEADING = (
    "PIP_CONSTRAINT",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_TARGET",
    "PIP_USER",
    "PYTHONHOME",
    "PYTHONPATH",
    "UV_CONSTRAINT",
    "UV_OVERRIDE",
    "UV_PYTHON",
    "UV_SYSTEM_PYTHON",
    "VIRTUAL_ENV",
    "__PYVENV_LAUNCHER__",
)
NETWORK = re.compile(
    r"dns error|failed to (?:fetch|connect|lookup)|error sending request|connection (?:refused|reset|error)|timed? ?out"
    r"|name resolution|network is unreachable|ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|NewConnectionError",
    re.IGNORECASE,
)
# Some tools name the reason first and then explain themselves at length, others end with it.
FIRST_WORDS = 8
LAST_WORDS = 15


def tool_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment (certificates, proxies and mirrors included) without what would mislead a tool."""
    return {**{key: value for key, value in os.environ.items() if key not in MISLEADING}, **extra}


def run_tool(what: str, argv: Sequence[str | Path], *, cwd: Path, extra: Mapping[str, str]) -> None:
    """Run one tool to its end.

    Raises CannotStartError with one sentence and the tool's last lines when it fails or cannot be started.
    """
    try:
        done = subprocess.run(  # noqa: S603  the commands are our own
            [str(part) for part in argv],
            cwd=cwd,
            env=tool_environment(extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise CannotStartError(f"无法{what}。/ Could not run {argv[0]}: {error.strerror}.") from error
    if done.returncode != 0:
        raise CannotStartError(_sentence(what, done.returncode, done.stdout))


def _sentence(what: str, code: int, output: str) -> str:
    lines = output.strip().splitlines()
    if len(lines) > FIRST_WORDS + LAST_WORDS:
        lines = [*lines[:FIRST_WORDS], "…", *lines[-LAST_WORDS:]]
    told = "\n".join(lines)
    if NETWORK.search(output):
        reason = (
            "无法访问软件包仓库，请检查网络或代理后重试。/ The package registry could not be reached: "
            "check the network, the proxy or the mirror settings, then run the same command again."
        )
    else:
        reason = f"步骤失败（退出码 {code}）：{what}。/ This step failed with exit code {code}: {what}."
    return f"{reason}\n{told}"
