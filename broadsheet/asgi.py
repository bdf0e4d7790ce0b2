"""Printed pages first, then the doors, the tip line behind them, and Django behind that."""

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
    from django.http.request import split_domain_port, validate_host

    from broadsheet.doors.doors import Doors
    from broadsheet.doors.people import is_signed_in_thread
    from broadsheet.health.answering import HealthFirst
    from broadsheet.health.readiness import is_ready
    from broadsheet.press.first_request import print_first_in_thread, print_late_in_thread
    from broadsheet.tips.box import this_box
    from broadsheet.tips.sources.answering import TipLine

    def is_own_host(header: str) -> bool:
        name = split_domain_port(header)[0]
        return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)

    # WhiteNoise hands out files the older way; they are small, and reading them whole is meant.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
    trusts_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    tips = TipLine(
        cast("App", django),
        this_box(),
        settings.SECRET_KEY,
        language=settings.LANGUAGE_CODE.partition("-")[0],
        is_https=settings.HTTPS,
        trusts_proxy=trusts_proxy,
    )
    doors = Doors(
        *(tips, is_own_host, is_signed_in_thread, settings.NEWSROOM_LARGEST_BYTES),
        trusts_proxy=trusts_proxy,
    )
    behind = HealthFirst(doors, is_ready, settings.SESSION_COOKIE_NAME)
    made = PrintedFirst(
        behind,
        settings.SHELF,
        print_first_in_thread,
        lambda host: host != settings.NEWSROOM_HOST and validate_host(host, settings.ALLOWED_HOSTS),
        print_late_in_thread,
    )
    calm_collector()
    return made


application = make_application()
