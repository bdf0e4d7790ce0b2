from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from broadsheet.masthead.models import set_up
from broadsheet.sections.founding_pages import write_missing_pages


class Command(BaseCommand):
    help = "Write and publish the standing pages that a paper lacks: about, ethics, privacy and so on. None is changed."

    def handle(self, **_options: Any) -> None:
        papers = [site for site in Site.objects.all() if set_up(site)]
        if not papers:
            raise CommandError("No paper has been set up here. Sign in and take its first steps.")
        for site in papers:
            for page in write_missing_pages(site):
                self.stdout.write(f"{site.hostname}: {page.title}, {page.url}")
