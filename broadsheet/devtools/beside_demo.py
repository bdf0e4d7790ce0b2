"""The stand-in processor beside a demo paper, so that a gift's whole way can be taken on a machine without any account."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from broadsheet.devtools.paystub import KEY
from broadsheet.devtools.paystub.stand_in import WEBHOOK_SECRET
from broadsheet.lib import env
from broadsheet.lib.demo_mark import is_demo

# Given to it to end.
PATIENCE_SECONDS = 5


@contextlib.contextmanager
def stand_in_beside(home: Path, port: int) -> Iterator[None]:
    """Run the stand-in as long as a demo paper is served, and let the paper's settings name it.

    Nothing is done for a paper that is no demo, and for a demo whose gifts go to somebody's own sandbox. To be entered before
    the settings are loaded.

    Args:
        home: the paper's folder.
        port: the one on which the paper is served; there it is told of events.
    """
    if not is_demo(home) or _has_sandbox(home):
        yield
        return
    its_port = _free_port()
    os.environ["STRIPE_KEY"] = KEY
    os.environ["STRIPE_WEBHOOK_SECRETS"] = WEBHOOK_SECRET
    os.environ["STRIPE_API_BASE"] = f"http://127.0.0.1:{its_port}"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "broadsheet.cli", "manage", "--home", str(home), "paystub"),
            *("--port", str(its_port), "--webhook", f"http://127.0.0.1:{port}/support/stripe/"),
        ],
        # Ctrl-C reaches the server alone, which then ends it in order.
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _has_sandbox(home: Path) -> bool:
    """Say whether a key is set already."""
    named = {"STRIPE_KEY", "STRIPE_KEY_FILE"} & os.environ.keys()
    return bool(named) or "stripe_key" in env.paper_file(home / "paper.toml")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
