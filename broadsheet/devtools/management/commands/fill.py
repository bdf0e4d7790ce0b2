import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from broadsheet.devtools.filling import fill
from broadsheet.devtools.room import bytes_missing


class Command(BaseCommand):
    help = "Make a believable archive to measure with; never in a paper that readers read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stories", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1, help="another seed, another archive")

    def handle(self, *, stories: int, seed: int, **_options: Any) -> None:
        if stories < 1:
            raise CommandError("Give the number of stories to file, 1 or more: --stories 1000.")
        missing = bytes_missing(stories, settings.HOME)
        if missing:
            raise CommandError(
                f"{stories:,} stories need {missing / 1024**2:,.0f} MB more than the disk of {settings.HOME} has "
                "free. Make room, or file fewer."
            )
        began = time.monotonic()
        total = fill(stories, seed=seed)
        seconds = time.monotonic() - began
        self.stdout.write(
            f"Filed {stories:,} stories in {seconds:.0f} s; the paper has {total:,}. Where photos and people are "
            "used was not written down: each story does that when it is next saved."
        )
