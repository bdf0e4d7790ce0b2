import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from broadsheet.archive.errors import PageError
from broadsheet.archive.importing import (
    file_page,
    find_section,
    published_on,
    read_file,
    summary,
)
from broadsheet.archive.permalinks import check_permalink


class Command(BaseCommand):
    help = "File the text of a page of another system as a story."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--section")
        parser.add_argument("--date")
        parser.add_argument("--permalink")
        parser.add_argument("--json", action="store_true")

    def handle(
        self,
        *,
        file: Path,
        section: str | None,
        date: str | None,
        permalink: str | None,
        **options: Any,
    ) -> None:
        try:
            reading = read_file(file)
            published = published_on(reading, date)
            story = file_page(
                reading,
                section=find_section(section),
                published=published,
                permalink=check_permalink(permalink) if permalink else None,
            )
        except PageError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=2))
        self.stderr.write(summary(reading))
        if published is None:
            self.stderr.write("It tells no date and none was given, so it was filed as a draft.")
        else:
            self.stderr.write(f"Published at {story.permalink}")
