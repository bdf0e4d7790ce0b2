"""What happens before a paper is served: tables, the first editor, the demo, the address, the shelf."""

from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from broadsheet.lib.demo_mark import mark_as_demo
from broadsheet.lib.errors import BroadsheetError
from broadsheet.masthead.styles import edition
from broadsheet.masthead.theme_checks import theme_faults
from broadsheet.masthead.themes import theme_edition
from broadsheet.newsroom.models import User
from broadsheet.newsroom.passwords import new_password
from broadsheet.press.first_request import print_notices
from broadsheet.press.log import this_shelf
from broadsheet.press.turns import learn_about_tables

FIRST_NAME = "editor"


class PaperDatabaseError(BroadsheetError):
    """The paper's database cannot be used."""


class NewerDatabaseError(PaperDatabaseError):
    """The database was written by a newer program."""


def prepare(home: Path, *, port: int, demo: bool, out: TextIO) -> None:
    """Make everything ready to be served, saying in sentences what takes time.

    Errors:
        PaperDatabaseError: it cannot be reached. NewerDatabaseError: it belongs to a newer program.
    """
    bring_tables_up_to_date(out)
    password = make_first_editor()
    if demo:
        load_demo_once(out)
    set_address(port)
    renew_shelf()
    out.writelines(f"{fault}\n" for fault in theme_faults())
    if password:
        out.write(f"Your name: {FIRST_NAME}\nYour password: {password}\n")
        out.write(
            f"It is shown this once. Another: broadsheet password {FIRST_NAME} --home {home}\n"
        )


def bring_tables_up_to_date(out: TextIO) -> None:
    """Make or change the database's tables as this program needs them."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise PaperDatabaseError(
            "The paper's database cannot be reached. Start it, or mend DATABASE_URL; then start again."
        ) from error
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.graph.nodes)
    newer = {name for app, name in unknown if app in executor.loader.migrated_apps}
    replaced = {name for one in executor.loader.replacements.values() for _, name in one.replaces}
    if newer - replaced:
        raise NewerDatabaseError(
            "This paper was last run by a newer Broadsheet. Start it with that one, or with a newer one still."
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        out.write("Preparing the paper's database; this takes some seconds.\n")
        out.flush()
        call_command("migrate", verbosity=0, interactive=False)
        # What SQLite knew of a table is lost when it is made anew, and its lists would walk the archive until tomorrow.
        learn_about_tables()


def make_first_editor() -> str:
    """Make the person who signs in first, if there is nobody; return the password, or nothing."""
    if User.objects.exists():
        return ""
    password = new_password()
    User.objects.create_superuser(
        FIRST_NAME, password=password, first_name="First", last_name="Editor"
    )
    return password


def load_demo_once(out: TextIO) -> None:
    """Load the demo paper if no paper has been set up here."""
    from broadsheet.demo.loading import load_demo
    from broadsheet.demo.tips import open_tip_line
    from broadsheet.masthead.models import Paper

    if Paper.objects.exists():
        return
    out.write("Loading the demo paper.\n")
    out.flush()
    load_demo()
    mark_as_demo(settings.HOME)
    if words := open_tip_line():
        out.write(f"The words that unlock the demo's tips, known to everyone: {words}\n")


def set_address(port: int) -> None:
    """Give the site the address that the paper's settings name, or this machine's own."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return
    address = urlsplit(settings.ADDRESS or f"http://localhost:{port}")
    hostname = address.hostname or "localhost"
    number = address.port or (443 if address.scheme == "https" else 80)
    if (site.hostname, site.port) != (hostname, number):
        site.hostname, site.port = hostname, number
        site.save()
        throw_shelf_away()


def renew_shelf() -> None:
    """Throw the shelf away if another edition of the program printed it, and print what must outlast all else."""
    shelf = this_shelf()
    if shelf.state("edition") != this_edition():
        throw_shelf_away()
        shelf = this_shelf()
        shelf.set_state("edition", this_edition())
    from broadsheet.press.log import catch_up

    catch_up()
    print_notices()


def this_edition() -> str:
    """Return a name for what the program's pages look like: styles, templates, catalogues, the paper's theme."""
    from broadsheet import __version__

    newest = 0.0
    for kind in ("*.html", "*.mo"):
        for file in Path(__file__).parent.rglob(kind):
            newest = max(newest, file.stat().st_mtime)
    return f"{__version__} {edition()} {newest:.0f} {theme_edition()}".rstrip()


def throw_shelf_away() -> None:
    """Delete all that was printed; it is printed again when asked for."""
    shelf = this_shelf()
    shelf.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{settings.SHELF}{suffix}").unlink(missing_ok=True)
