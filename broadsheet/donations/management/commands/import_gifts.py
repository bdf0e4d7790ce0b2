"""Brings in gifts from a file of another site."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from broadsheet.donations.errors import DonationError
from broadsheet.donations.importing.bringing import (
    Order,
    bring,
    in_words,
    refuse_alike,
    refuse_bad_lines,
)
from broadsheet.donations.importing.columns import guess, processor_named, source_of
from broadsheet.donations.importing.looking import (
    Asked,
    Looked,
    alike_in_words,
    look,
    refused_in_words,
)
from broadsheet.donations.importing.reading import FileRefusedError, read_table


class Command(BaseCommand):
    help = "Bring in gifts from a CSV file of another site: PayPal, Stripe, Donorbox, GiveWP, Givebutter, or any with such columns."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--processor")
        parser.add_argument("--column", action="append")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--good-lines", action="store_true")
        parser.add_argument("--alike", action="store_true")
        parser.add_argument("--receipts", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_words: Any, **options: Any) -> None:
        try:
            self.bring(options)
        except DonationError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}.") from error

    def bring(self, options: dict[str, Any]) -> None:
        table = read_table(options["file"].read_bytes())
        source = source_of(table.names)
        processor = processor_named(options["processor"] or (source.processor if source else ""))
        columns = {**guess(table.names), **named(options["column"] or [])}
        site = Site.objects.get(is_default_site=True)
        looked = look(table, Asked(site, processor, columns))
        self.say(looked, columns, as_json=options["json"])
        if options["dry_run"]:
            return
        if not options["good_lines"]:
            refuse_bad_lines(looked)
        if not options["alike"]:
            refuse_alike(looked)
        brought = bring(looked, Order(site, processor, receipts=options["receipts"]))
        if not options["json"]:
            self.stdout.write(in_words(brought))

    def say(self, looked: Looked, columns: dict[str, str], *, as_json: bool) -> None:
        refused, alike = list(refused_in_words(looked)), list(alike_in_words(looked))
        if as_json:
            told = {**looked.counts, "columns": columns, "sentences": refused, "alike": alike}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for field, name in columns.items():
            self.stdout.write(f"{field}: {name}")
        self.stdout.write(", ".join(f"{name} {count}" for name, count in looked.counts.items()))
        for sentence in (*refused, *alike):
            self.stdout.write(sentence)


def named(given: list[str]) -> dict[str, str]:
    """Return the columns of `--column field=header`.

    Errors:
        FileRefusedError: one is written otherwise.
    """
    found = {}
    for one in given:
        name, sign, header = one.partition("=")
        if not sign:
            raise FileRefusedError(f"Write --column as in --column name=Donor, not “{one}”.")
        found[name.strip()] = header.strip()
    return found
