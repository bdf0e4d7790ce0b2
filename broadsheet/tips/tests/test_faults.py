"""A fault of the tip line is written, but nothing of when it was met: a stranger may have brought it about."""

import logging
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from broadsheet.tips import faults
from broadsheet.tips.days import in_days, midnight, today
from broadsheet.tips.faults import Faults, note_fault, seconds_to_wait

NOTED = "from broadsheet.tips.faults import note_fault\ntry:\n    1 / 0\nexcept ZeroDivisionError as error:\n    note_fault(error)\n"


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Faults:
    own = Faults()
    monkeypatch.setattr(faults, "faults", own)
    return own


def fail() -> None:
    try:
        raise OSError(28, "from a source")
    except OSError as error:
        note_fault(error)


def test_t01_a_fault_is_written_once_its_day_is_over_and_once_a_day(
    own: Faults, caplog: pytest.LogCaptureFixture
):
    fail()
    fail()
    own.write(before=today())
    on_the_day = list(caplog.records)
    own.write(before=in_days(1))
    own.write(before=in_days(1))

    assert on_the_day == []
    [said] = caplog.messages
    assert said.startswith(f"The tip line failed on {today()}: OSError at test_faults.py, line ")
    assert "source" not in said


def test_t01_it_is_written_by_itself_at_a_chance_moment_of_the_next_days_first_hour(
    own: Faults, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    waits = {seconds_to_wait() for _number in range(50)}
    monkeypatch.setattr(faults, "seconds_to_wait", lambda: 0.05)
    days = iter([date(2026, 11, 26)])
    monkeypatch.setattr(faults, "today", lambda: next(days, date(2026, 11, 27)))

    with caplog.at_level(logging.ERROR):
        fail()
        assert own._alarm is not None
        own._alarm.join(10)

    left = midnight(today() + timedelta(1)) - time.time()
    assert len(waits) > 10
    assert all(left - 5 <= wait <= left + 3605 for wait in waits)
    assert [one.partition(":")[0] for one in caplog.messages] == [
        "The tip line failed on 2026-11-26"
    ]


def test_it_is_written_when_the_program_ends(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", NOTED],
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0
    assert "ZeroDivisionError at <string>, line 3" in done.stderr
