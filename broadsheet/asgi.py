"""Printed pages first, Django behind them."""

import os
import warnings
from typing import Any, cast

from django.core.asgi import get_asgi_application

from broadsheet.lib.collector import calm_collector
from broadsheet.press.serving import App, PrintedFirst


def make_application() -> PrintedFirst:
    """Load the program and return what answers readers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    django: Any = get_asgi_application()

    from django.conf import settings
    from django.http.request import validate_host

    from broadsheet.press.first_request import print_first_in_thread, print_late_in_thread

    # WhiteNoise hands out files the older way; they are small, and reading them whole is meant.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
    made = PrintedFirst(
        cast("App", django),
        settings.SHELF,
        print_first_in_thread,
        lambda host: validate_host(host, settings.ALLOWED_HOSTS),
        print_late_in_thread,
    )
    calm_collector()
    return made


application = make_application()
