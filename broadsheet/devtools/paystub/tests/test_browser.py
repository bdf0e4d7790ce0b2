"""The hosted page and the portal in a real browser, with scripts off: as a donor meets them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from broadsheet.devtools.paystub.tests.asking import begin, begin_plan, listening
from tests.access import faults
from tests.tools import chromium

pytestmark = pytest.mark.browser
SAID = "Donations processed in this system are not tax deductible."


@contextmanager
def window(*, width: int = 390, scripts: bool = False) -> Iterator[Page]:
    with sync_playwright() as started:
        browser = chromium.launch(started.chromium)
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        yield context.new_page()
        browser.close()
