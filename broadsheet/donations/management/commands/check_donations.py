"""Says whether the books of gifts are true."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from broadsheet.donations.reckoning.check import Checked, check_books


class Command(BaseCommand):
    help = "Say whether the books of gifts are true: sixteen checks, what differs by code or number, never by name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *_words: Any, **options: Any) -> None:
        found = check_books()
        if options["json"]:
            self.stdout.write(json.dumps([as_told(one) for one in found], indent=2))
        else:
            for one in found:
                self.stdout.write("\n".join(lines(one)))
        if differing := [one for one in found if not one.is_well]:
            raise CommandError(
                f"{len(differing)} of {len(found)} checks differ. Nothing was changed; see docs/publishers/gifts.md."
            )


def as_told(one: Checked) -> dict[str, Any]:
    return {
        "number": one.check.number,
        "name": one.check.name,
        "sentence": str(one.check.sentence),
        "well": one.is_well,
        "differences": one.differences,
        "more": one.more,
    }


def lines(one: Checked) -> list[str]:
    mark = "well" if one.is_well else "DIFFERS"
    more = ["  …"] if one.more else []
    return [
        f"{one.check.number:>2} {mark:<7} {one.check.sentence}",
        *(f"  {sentence}" for sentence in one.differences),
        *more,
    ]
