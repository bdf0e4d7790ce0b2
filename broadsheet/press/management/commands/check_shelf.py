from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from broadsheet.press.checking import differing, put_right
from broadsheet.press.models import Change


class Command(BaseCommand):
    help = "Compare the shelf of printed pages with the database; --repair prints what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true")
        parser.add_argument("--sample", type=int)

    def handle(self, *, repair: bool, sample: int | None, **_options: Any) -> None:
        # An empty shelf would be found to agree with a database that is not there.
        Change.objects.exists()
        if sample is not None and sample < 1:
            raise CommandError("A sample has at least one page: --sample 100.")
        wrong = []
        for address, what in differing(sample):
            wrong.append(address)
            self.stdout.write(f"{address} {what}")
        if not wrong:
            self.stdout.write("The shelf shows what the database holds.")
            return
        if repair:
            put_right(wrong)
            self.stdout.write(
                f"{len(wrong)} pages and parts were taken off and are printed anew when asked for."
            )
            return
        raise CommandError(f"{len(wrong)} pages and parts differ. Print them anew with --repair.")
