"""The paper's own settings, and beside its rooms one kind of plain page to compare with."""

from broadsheet import settings as paper
from broadsheet.settings import *  # noqa: F403

INSTALLED_APPS = [*paper.INSTALLED_APPS, "bench.plain"]
