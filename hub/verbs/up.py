"""``up``: the whole program on this machine, in the foreground."""

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from hub.boot.layout import here
from hub.boot.say import say
from hub.embedded.account import account_for_parts
from hub.embedded.errors import EmbeddedPartError
from hub.embedded.part import hold_folder
from hub.settings import is_loopback
from hub.supervise import nursery
from hub.supervise.house import House
from hub.supervise.listen import listen
from hub.supervise.shares import SHARES
from hub.supervise.supervisor import StartFailedError, StopRequested, Supervisor
from hub.supervise.surroundings import Surroundings, Wishes, find_surroundings

NAME = "up"
HELP = "set everything up and run it all in the foreground, until Ctrl-C"
# The demo hospital's sign-ins (docs: the outward surface); they share one password.
DEMO_ACCOUNTS = (
    "admin",
    "registrar",
    "technician",
    "doctor",
    "doctor2",
    "reviewer",
    "head",
    "operator",
    "branch-admin",
)
DEMO_PATIENT = "13800000001"


def configure(parser: argparse.ArgumentParser) -> None:
    """The port, the data folder and the demo."""
    parser.add_argument("--port", type=int, help="TCP port (default 8000, or CAREWIRE_PORT)")
    parser.add_argument("--data", type=Path, help="data folder (default .carewire, or CAREWIRE_DATA)")
    demo = parser.add_mutually_exclusive_group()
    demo.add_argument("--no-demo", dest="demo", action="store_false", default=None, help="without the demo hospital")
    demo.add_argument("--demo", dest="demo", action="store_true", help="with it, also where others can reach us")


def run(args: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM (0); 2 when the start is impossible."""
    try:
        _up(_wishes(args))
    except StopRequested:
        return 0
    except (StartFailedError, EmbeddedPartError) as error:
        say(str(error))
        return 2
    except OSError as error:
        say(f"启动失败。/ The start failed: {error.strerror}: {error.filename}")
        return 2
    return 0


def _wishes(args: argparse.Namespace) -> Wishes:
    host = os.environ.get("CAREWIRE_HOST") or "127.0.0.1"
    port = args.port if args.port is not None else _port(os.environ.get("CAREWIRE_PORT") or "8000")
    data = args.data or Path(os.environ.get("CAREWIRE_DATA") or here().root / ".carewire")
    return Wishes(host, port, data.resolve(), is_loopback(host) if args.demo is None else args.demo)


def _port(text: str) -> int:
    if not text.isdigit():
        raise StartFailedError(f"CAREWIRE_PORT 必须是数字。/ CAREWIRE_PORT must be a number, not {text!r}.")
    return int(text)


def _up(wishes: Wishes) -> None:
    surroundings = find_surroundings(wishes.data, account_for_parts())
    if surroundings.folder != surroundings.wanted:
        say(f"data lies in {surroundings.folder}: the servers' unprivileged account cannot reach {surroundings.wanted}")
    with ExitStack() as stack:
        stack.enter_context(hold_folder(surroundings.folder, "Carewire"))
        line = stack.enter_context(listen(wishes.host, wishes.port))
        port = line.getsockname()[1]
        env = surroundings.environment(os.environ, Wishes(wishes.host, port, wishes.data, wishes.demo))
        supervisor = stack.enter_context(Supervisor())
        _start(House(supervisor, env, line, nursery.fork), surroundings, demo=wishes.demo)
        _announce(wishes, port, env)
        supervisor.forever()


def _start(house: House, surroundings: Surroundings, *, demo: bool) -> None:
    # The demo's seed migrates too: a process less to wait for.
    first = "seed-demo" if demo else "migrate"
    house.start_parts(surroundings.folder, lambda: nursery.prepare((first, "work", "serve")))
    house.run_step(first)
    # What carries a change to who is looking waits for nothing else (docs/operators/scale-out.md).
    for share in SHARES:
        house.keep_role("work", *share)
    house.keep_role("serve")
    house.wait_ready()


def _announce(wishes: Wishes, port: int, env: dict[str, str]) -> None:
    host = f"[{wishes.host}]" if ":" in wishes.host else wishes.host
    lines = [f"ready http://{host}:{port}"]
    if wishes.demo:
        lines.append(f"演示账号 demo accounts ({env['CAREWIRE_DEMO_PASSWORD']}): {' '.join(DEMO_ACCOUNTS)}")
        lines.append(f"患者端 patient app: /patient?tid=demo ({DEMO_PATIENT})")
        lines.append("候诊屏 lobby screen: /screen/ct1")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
