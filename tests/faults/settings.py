"""The paper's own settings, with faults planted."""

from broadsheet.settings import *  # noqa: F403
from broadsheet.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.planted.Faults"]
MIDDLEWARE = [*MIDDLEWARE, "tests.faults.planted.FailingViews"]
