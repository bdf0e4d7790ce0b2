from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from broadsheet.tips import former_keys, keepers
from broadsheet.tips.backup import mirror
from broadsheet.tips.box import this_box
from broadsheet.tips.codes import fingerprint as words_of
from broadsheet.tips.errors import TipsError
from broadsheet.tips.lists import pinned_root
from broadsheet.tips.verifying import verify


class Command(BaseCommand):
    help = "Confidential tips: verify URL, backup FOLDER, keys NAME, fingerprint."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        look = acts.add_parser("verify")
        look.add_argument("address")
        look.add_argument("--fingerprint", default="")
        look.add_argument("--epoch", type=int, default=0)
        acts.add_parser("backup").add_argument("folder", type=Path)
        keys = acts.add_parser("keys")
        keys.add_argument("name")
        keys.add_argument("--restore", type=int)
        acts.add_parser("fingerprint")

    def handle(self, *, act: str, **options: Any) -> None:
        try:
            getattr(self, f"do_{act}")(**options)
        except TipsError as error:
            raise CommandError(str(error)) from error

    def do_verify(self, *, address: str, fingerprint: str, epoch: int, **_options: Any) -> None:
        looked = verify(address, fingerprint, epoch=epoch)
        if looked.listed is not None:
            words = " ".join(words_of(looked.listed.root))
            listed = looked.listed
            self.stdout.write(
                f"The list is number {listed.epoch} of {listed.name}, good until {listed.expires}."
            )
            self.stdout.write(f"Its root key's words, as the paper prints them: {words}")
        if looked.differences:
            raise CommandError("\n".join(looked.differences))
        self.stdout.write(
            f"Nothing differs: {looked.files} pages and files are this release's, byte for byte."
        )

    def do_backup(self, *, folder: Path, **_options: Any) -> None:
        box = this_box()
        if not box.database.exists():
            raise CommandError("There is no tip line yet, so there is nothing to copy.")
        done = mirror(box, folder)
        self.stdout.write(
            f"{folder} holds {done.messages} messages, still locked up: {done.copied} new, {done.deleted} deleted."
        )

    def do_keys(self, *, name: str, restore: int | None, **_options: Any) -> None:
        user_id = id_of(name)
        if restore is not None:
            keepers.restore(this_box(), user_id, restore)
            self.stdout.write(
                f"{name} has the keys of number {restore} again. What was there until now is kept, too."
            )
            return
        kept = former_keys.former(this_box(), user_id)
        if not kept:
            raise CommandError(f"No former keys of {name} are kept: none were changed for 30 days.")
        for one in kept:
            which = "the keys of now" if one.is_same else "other keys than now"
            self.stdout.write(
                f"{one.number}: until {one.day}, {which}, opened by {', '.join(one.kinds)}"
            )
        self.stdout.write(f"To bring one back: broadsheet tips keys {name} --restore NUMBER")

    def do_fingerprint(self, **_options: Any) -> None:
        root = pinned_root(this_box())
        if not root:
            raise CommandError(
                "There is no root key yet: sign the first list in the newsroom, under Tips."
            )
        self.stdout.write(" ".join(words_of(root)))


def id_of(name: str) -> int:
    """Return whose user name it is.

    Errors:
        CommandError: nobody's; or there is no tip line.
    """
    found = get_user_model()._default_manager.filter(username=name).first()
    if found is None:
        raise CommandError(f"Nobody signs in as “{name}”. Give the name as it is typed to sign in.")
    if not this_box().database.exists():
        raise CommandError("There is no tip line yet, so nobody has keys.")
    return int(found.pk)
