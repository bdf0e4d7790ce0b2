from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from broadsheet.newsroom.acts import note_act
from broadsheet.newsroom.models import User
from broadsheet.newsroom.passwords import new_password


class Command(BaseCommand):
    help = "Set a new random password for NAME and print it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the name to sign in with")
        parser.add_argument("--without-second-proof", action="store_true", dest="forgets")

    def handle(self, *, name: str, forgets: bool = False, **_options: Any) -> None:
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(
                f"Nobody signs in as {name}. Names stand in the newsroom under Settings, Users."
            )
        password = new_password()
        person.set_password(password)
        person.is_active = True
        person.save()
        if forgets:
            Authenticator.objects.filter(user=person).delete()
        note_act("password_changed", about=name)
        self.stdout.write(password)
