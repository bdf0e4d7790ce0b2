from typing import Any

from django.core.management import BaseCommand, CommandError

from broadsheet.masthead.theme_checks import known_faults
from broadsheet.masthead.themes import theme_files, theme_folder


class Command(BaseCommand):
    help = "Say what is wrong with the paper's own templates and styles."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        faults = known_faults()
        if faults:
            raise CommandError("\n".join(faults))
        if theme_folder() is None:
            self.stdout.write("This paper has no theme: it looks as Broadsheet does.")
            return
        count = len(list(theme_files()))
        self.stdout.write(f"The theme in {theme_folder()} is in order: {count} files.")
