"""What tests of the tip line share."""

from pathlib import Path

import pytest

from broadsheet.tips import faults
from broadsheet.tips.tests.newsrooms import Newsroom
from broadsheet.tips.tests.uploads_made import Clock
from broadsheet.tips.uploads import Uploads


@pytest.fixture(autouse=True)
def faults_of_this_test_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test breaks on purpose stands in no log when all tests have ended."""
    monkeypatch.setattr(faults, "faults", faults.Faults())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


@pytest.fixture
def coming(newsroom: Newsroom, clock: Clock) -> Uploads:
    return Uploads(newsroom.box, clock)
