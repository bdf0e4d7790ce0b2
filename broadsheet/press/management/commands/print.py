import time
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from broadsheet.press.every import every_address
from broadsheet.press.log import this_shelf
from broadsheet.press.printing import print_batch

SHEETS_A_TIME = 50


class Command(BaseCommand):
    help = "Print pages again: the paths given, or with --all every page there is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", help="for example /2016/05/ferry/")
        parser.add_argument("--all", action="store_true", dest="everything")

    def handle(self, *, paths: list[str], everything: bool, **_options: Any) -> None:
        if bool(paths) == everything:
            raise CommandError("Give the paths to print, or --all.")
        addresses = every_address() if everything else iter(self.addresses_of(paths))
        printed, failed = self.print_all(addresses)
        if failed:
            raise CommandError(f"{failed} of {printed + failed} pages were not printed.")
        self.stdout.write(f"Printed {printed} pages.")

    def addresses_of(self, paths: list[str]) -> list[str]:
        wrong = [path for path in paths if not path.startswith("/")]
        if wrong:
            raise CommandError(
                f"A path begins with a slash, as in /2016/05/ferry/: {wrong[0]} does not."
            )
        host = Site.objects.get(is_default_site=True).hostname
        return [host + path for path in paths]

    def print_all(self, addresses: Iterator[str]) -> tuple[int, int]:
        shelf = this_shelf()
        printed = failed = 0
        while some := list(islice(addresses, SHEETS_A_TIME)):
            # A pause between two holdings of the lock: an editor who publishes now goes first.
            with shelf.lock("printing"):
                batch = print_batch(some, shelf)
                shelf.put(batch, now=time.time())
            done = {sheet.holder for sheet in batch.printed}
            printed += len(done & set(some))
            for address in some:
                if address not in done:
                    failed += 1
                    reason = batch.failed.get(address, f"{address} shows nothing to readers.")
                    self.stderr.write(reason)
        return printed, failed
