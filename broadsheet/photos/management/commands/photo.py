from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from broadsheet.incoming.errors import IncomingError
from broadsheet.photos.credits import showing
from broadsheet.photos.metadata.showing import as_json, as_text, has_papers, read_path


class Command(BaseCommand):
    help = "Say what pictures' files or credit lines say: read FILE…, credit TEXT…"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        read = acts.add_parser("read")
        read.add_argument("files", nargs="+", type=Path)
        read.add_argument("--json", action="store_true")
        credit = acts.add_parser("credit")
        credit.add_argument("lines", nargs="+")
        credit.add_argument("--json", action="store_true")

    def handle(self, *, act: str, **options: Any) -> None:
        acts: dict[str, Callable[..., None]] = {"read": self.read, "credit": self.credit}
        acts[act](**options)

    def read(self, *, files: list[Path], json: bool, **_options: Any) -> None:
        """Read each file; those that cannot be read are named at the end, after the others were told."""
        told, refused = [], []
        for file in files:
            try:
                told.append((file, read_path(file)))
            except IncomingError as error:
                refused.append(f"{file}: {error}")
        if told:
            self.stdout.write(as_json(told) if json else as_text(told))
        if refused:
            raise CommandError("\n".join(refused))

    def credit(self, *, lines: list[str], json: bool, **_options: Any) -> None:
        found = showing.told(lines, with_paper=has_papers())
        self.stdout.write(showing.as_json(found) if json else showing.as_text(found))
