"""The paper in which things fail, started once for all tests that look at failures."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fuzz.papers import People, people_of
from tests.running import RunningPaper
from tests.tools import built

# Said inside the paper: the town's paper with one of each thing that the newsroom can change.
ONE_OF_EACH = """
from django.core.files.base import ContentFile
from broadsheet.masthead.models import StandingPage
from broadsheet.newsroom.models import Journalist, PaperDocument
from broadsheet.photos.models import Photo
from broadsheet.sections.models import Front, Section
from broadsheet.stories.models import Series, Story, Topic
from tests.town import found_the_ledger, jpeg

found_the_ledger()
front = Front.objects.get()
front.add_child(instance=StandingPage(title="About us", slug="about-us"))
Photo.objects.create(title="ferry.jpg", file=ContentFile(jpeg(), "ferry.jpg"), caption="The ferry.")
PaperDocument.objects.create(title="Minutes", file=ContentFile(b"%PDF-1.4", "minutes.pdf"))
Journalist.objects.create(name="Odalys Brandt", slug="odalys-brandt")
Topic.objects.create(name="Ferries", slug="ferries")
Series.objects.create(name="The river", slug="the-river")
for headline in ("Ferry runs again", "Council meets on the bridge"):
    story = Story(title=headline, live=False, body=[("paragraph", "<p>The ferry runs again.</p>")])
    story.is_live_coverage = "bridge" in headline
    Section.objects.get(slug="local-news").add_child(instance=story)
    story.save_revision().publish()
"""


@pytest.fixture(scope="session")
def faulty_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPaper]:
    """A paper with faults in it, which puts what it puts aside into a folder of its own, `tmp`."""
    folder = tmp_path_factory.mktemp("faults")
    aside = folder / "tmp"
    aside.mkdir()
    environment = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "TMPDIR": str(aside)}
    (folder / "paper").mkdir()
    shutil.copy(built.bring(), folder / "paper" / "paper.sqlite3")
    paper = RunningPaper(folder, **environment)
    try:
        yield paper.wait()
    finally:
        paper.stop()


@pytest.fixture(scope="session")
def people(faulty_paper: RunningPaper) -> People:
    """Those who ask that paper, which by then has one of each thing."""
    return people_of(faulty_paper, ONE_OF_EACH)


@contextmanager
def fault(paper: RunningPaper, name: str) -> Iterator[None]:
    """Let a fault out while in here."""
    (paper.home / name).touch()
    try:
        yield
    finally:
        (paper.home / name).unlink()
