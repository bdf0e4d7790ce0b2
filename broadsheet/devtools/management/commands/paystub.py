"""`broadsheet manage paystub`: the stand-in processor beside a demo paper."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from broadsheet.devtools.paystub import KEY, Paystub, PaystubError
from broadsheet.lib.demo_mark import is_demo

PORT = 12111


class Command(BaseCommand):
    help = "Stand in for the payment processor, beside a demo paper. No money moves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=PORT, help="0 for any that is free")
        parser.add_argument("--host", default="127.0.0.1", help="of this machine alone")
        parser.add_argument("--key", default=KEY, help="what the paper gives; never a live key")
        parser.add_argument("--webhook", help="the address of the paper that is told of events")

    def handle(self, *, port: int, host: str, key: str, webhook: str | None, **_rest: Any) -> None:
        if not is_demo(settings.HOME):
            raise CommandError(
                "This paper is not the demo: its readers' gifts are real, and here no money moves. Start a demo with "
                "broadsheet run --demo --home FOLDER, then say broadsheet manage --home FOLDER paystub."
            )
        try:
            stub = Paystub(key=key, host=host, port=port)
        except (PaystubError, OSError) as error:
            raise CommandError(str(error)) from error
        stub.keep_time()
        with stub:
            if webhook:
                self.tell(stub, webhook)
            self.stdout.write(
                f"TEST, no money moves. The stand-in processor listens at {stub.address}\n"
                f"Key: {stub.api_key}\nWebhook secret: {stub.webhook_secret}\nControl-C ends it."
            )
            self.stdout.flush()
            self.wait()

    def tell(self, stub: Paystub, webhook: str) -> None:
        try:
            stub.webhooks.append(webhook)
        except PaystubError as error:
            raise CommandError(str(error)) from error

    def wait(self) -> None:
        """Wait for Control-C or the word to end, in the background too, where a shell has programs overhear Control-C."""
        is_over = Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_told: is_over.set())
        is_over.wait()
        self.stdout.write("Ended; all that it knew is gone.")
