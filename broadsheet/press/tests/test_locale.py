"""A paper whose language or zone cannot be taken up: its pages are told of, and the press goes on."""

import pytest

from broadsheet.press.printing import print_batch

pytestmark = pytest.mark.django_db


def no_locale(_site):
    raise LookupError("There is no such time zone.")


def test_a_paper_without_a_zone_does_not_stop_the_press(press, paper, settings):
    settings.PRESS_LOCALE = f"{__name__}.no_locale"

    batch = print_batch(["localhost/", "localhost/contact/"], press.shelf)

    assert set(batch.failed) == {"localhost/", "localhost/contact/"}
