from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from broadsheet.press.errors import ReceiptError
from broadsheet.press.receipts import receipt_of


class Command(BaseCommand):
    help = "List each address and part that shows a source, when each was last printed, and who changed it when."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="for example story:812")

    def handle(self, *, source: str, **_options: Any) -> None:
        try:
            receipt = receipt_of(source)
        except ReceiptError as error:
            raise CommandError(str(error)) from error
        for copy in receipt.copies:
            when = (
                f"{copy.printed_at:%Y-%m-%d %H:%M:%S} UTC"
                if copy.printed_at
                else "not on the shelf"
            )
            self.stdout.write(
                f"{when}  {copy.kind:5}  {copy.holder}{'  (waits)' if copy.is_owed else ''}"
            )
        for act in receipt.acts:
            by = f" by {act.by}" if act.by else ""
            self.stdout.write(f"{act.at:%Y-%m-%d %H:%M:%S} UTC  {act.what}{by}")
        waiting = sum(copy.is_owed for copy in receipt.copies)
        self.stdout.write(
            f"{source}: {len(receipt.copies)} copies, {waiting} of them wait to be printed."
        )
