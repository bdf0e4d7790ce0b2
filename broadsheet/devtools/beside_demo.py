"""The stand-in processor beside a demo paper, so that a gift's whole way can be taken on a machine without any account."""

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

from broadsheet.lib import env
from broadsheet.lib.demo_mark import StandIn, is_demo, note_stand_in

if TYPE_CHECKING:
    from broadsheet.devtools.paystub import Paystub

# Half seconds within which the paper listens.
TRIES = 120


@contextlib.contextmanager
def stand_in_beside(home: Path, port: int) -> Iterator[None]:
    """Run the stand-in as long as a demo paper is served, and let the settings of all its programs name it.

    Nothing is done for a paper that is no demo, and for a demo whose gifts go to somebody's own sandbox. To be entered before
    the settings are loaded.

    Args:
        home: the paper's folder.
        port: the one on which the paper is served; there it is told of events.
    """
    if not is_demo(home) or _has_sandbox(home):
        yield
        return
    from broadsheet.devtools.paystub import Paystub

    stub = Paystub()
    stub.webhooks.append(f"http://127.0.0.1:{port}/support/stripe/")
    stub.keep_time()
    note_stand_in(home, StandIn(stub.api_key, stub.webhook_secret, stub.address))
    sys.stdout.write(f"Card processor, a stand-in through which no money moves: {stub.address}/\n")
    with stub:
        Thread(target=_show_that_it_works, args=(stub, port), daemon=True).start()
        yield


def _show_that_it_works(stub: "Paystub", port: int) -> None:
    """Have the paper told of something once it listens, as one sends a test event before gifts by card are offered."""
    for _time in range(TRIES):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        sleep(0.5)
    asked = Request(
        f"{stub.address}/v1/customers",
        data=b"",
        headers={"Authorization": f"Bearer {stub.api_key}"},
    )
    with contextlib.suppress(OSError):
        urlopen(asked, timeout=5).close()  # nosec B310 # on this machine


def _has_sandbox(home: Path) -> bool:
    """Say whether a key is set already."""
    named = {"STRIPE_KEY", "STRIPE_KEY_FILE"} & os.environ.keys()
    return bool(named) or "stripe_key" in env.paper_file(home / "paper.toml")
