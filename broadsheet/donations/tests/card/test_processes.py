"""Several processes at one SQLite file, some of them switched off on the way: each gift once, and nobody finds the file locked."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.devtools.paystub import Paystub, Rules
from broadsheet.donations.tests.card.storm import GOOD
from broadsheet.lib.demo_mark import mark_as_demo
from tests.running import OURS, ROOT
from tests.tools import built

pytestmark = [pytest.mark.sqlite, pytest.mark.long]
SEEDS = range(1, 9)
WORKER = "broadsheet.donations.tests.card.worker"


@pytest.fixture
def stub() -> Iterator[Paystub]:
    with Paystub(delivering=False, rules=Rules(daily_payouts=False)) as one:
        yield one


@pytest.fixture
def begin(tmp_path: Path, stub: Paystub) -> Callable[..., "subprocess.Popen[str]"]:
    """Return a function that starts a process at the paper: `begin("work", "3", file)`."""
    shutil.copy(built.bring(), tmp_path / "paper.sqlite3")
    mark_as_demo(tmp_path)
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    environment = {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "BROADSHEET_HOME": str(tmp_path),
        "STRIPE_KEY": stub.api_key,
        "STRIPE_WEBHOOK_SECRETS": stub.webhook_secret,
        "STRIPE_API_BASE": stub.address,
    }

    def start(*words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", WORKER, *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def ended(process: "subprocess.Popen[str]") -> str:
    """Return what a process said, once it has ended well or was switched off."""
    out, wrong = process.communicate(timeout=300)
    assert process.returncode in (0, -9), wrong
    assert "locked" not in wrong
    return out


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.sampled(1)
def test_g03_g52_g53_four_processes_and_a_writer_that_holds_the_file_count_each_gift_once(
    begin: Callable[..., Any], stub: Paystub, tmp_path: Path, seed: int
):
    pages, told = str(tmp_path / "pages.json"), str(tmp_path / "told.json")
    ended(begin("found", pages))
    # Who founds a paper of her own has no demo any more.
    mark_as_demo(tmp_path)
    for session in json.loads(Path(pages).read_text()):
        stub.pay(session, GOOD)
    stub.advance(days=40)
    stub.refund(stub.all("charge")[0]["id"])
    Path(told).write_text(json.dumps([event.body.decode() for event in stub.events]))

    at_once = [
        begin("work", str(seed * 10), told),
        begin("work", str(seed * 10 + 1), told),
        begin("work", str(seed * 10 + 3), told),
        begin("land", pages),
        begin("hold"),
    ]
    for process in at_once:
        ended(process)
    sums = json.loads(ended(begin("sum")))

    came = sum(one["net"] for one in stub.all("balance_transaction"))
    succeeded = sum(one["status"] == "succeeded" for one in stub.all("payment_intent"))
    assert (sums["books"], sums["differing"]) == (came, 0)
    assert sums["paid"] == sums["entries"] == succeeded
    assert sums["receipts"] == list(range(1, len(sums["receipts"]) + 1))
    # The one that was refunded has had a receipt only if somebody read of it before it went back.
    assert len(sums["receipts"]) in (succeeded - 1, succeeded)
    assert set(sums["states"]) <= {"done", "ignored"}
