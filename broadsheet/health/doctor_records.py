"""What the doctor looks at in the paper's database, once that answers."""

import random
import zoneinfo
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import NotSupportedError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.models import Site

from broadsheet.health.database import size_bytes
from broadsheet.health.doctor import Check, Finding, fine, note, wrong
from broadsheet.health.doctor_machine import is_running
from broadsheet.health.programs import SERVER, WORKER, missing
from broadsheet.health.readiness import Probe, database_answers
from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from broadsheet.photos.models import Photo
from broadsheet.press.models import Turn

SECONDS = 10.0
# A check of every page of a larger file takes longer than anyone waits.
MOST_CHECKED_BYTES = 500 * 1024 * 1024
MOST_SKEW = timedelta(minutes=1)
PHOTOS_LOOKED_AT = 200


def answers() -> Iterator[Finding]:
    """Look whether the database answers at all, in a thread of its own: it may hang."""
    kept_in = settings.HOME / "paper.sqlite3"
    if not settings.DATABASE_URL and not kept_in.exists():
        yield wrong(
            "Database",
            f"{kept_in} is not there. If the paper has another, give the doctor the same settings: DATABASE_URL.",
        )
        return
    if not Probe(database_answers).answer(SECONDS):
        which = "The one that DATABASE_URL names" if settings.DATABASE_URL else str(kept_in)
        yield wrong("Database", f"{which} does not answer. Start it, or mend the setting.")
        return
    try:
        connection.check_database_version_supported()
    except NotSupportedError as error:
        yield wrong("Database", f"{error} Bring it up to date.")
        return
    version = ".".join(map(str, connection.get_database_version()))
    yield fine("Database", f"{connection.display_name} {version} answers.")


def ask_directly() -> None:
    """Ask the database by a connection of our own: a pool would go on trying for longer than anyone waits."""
    connections["default"].settings_dict.get("OPTIONS", {}).pop("pool", None)


def whole() -> Iterator[Finding]:
    """Look whether a SQLite file is damaged."""
    if connection.vendor != "sqlite" or size_bytes() > MOST_CHECKED_BYTES:
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = cursor.fetchone()[0]
    if said != "ok":
        yield wrong(
            "Database file",
            f"It is damaged ({said}). Stop the paper, and bring back the last backup.",
        )
    else:
        yield fine("Database file", "It is whole.")


def tables() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes)
    replaced = {name for one in executor.loader.replacements.values() for name in one.replaces}
    strange = {
        name
        for name in executor.loader.applied_migrations
        if name[0] in executor.loader.migrated_apps
    }
    if strange - known - replaced:
        yield wrong(
            "Tables",
            "They were made by a newer Broadsheet. Start the paper with that one, or a newer one still.",
        )
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield wrong(
            "Tables",
            "They are not up to date. Run “broadsheet run” on this folder once, which does it.",
        )
    else:
        yield fine("Tables", "They are up to date.")


def clock_of_the_records() -> Iterator[Finding]:
    """Look whether this machine's clock agrees with what was written down, here and by others."""
    newest = Turn.objects.order_by("-last_ran").values_list("last_ran", flat=True).first()
    if newest is not None and newest - timezone.now() > MOST_SKEW:
        yield wrong(
            "Records' clock",
            f"The newest record is of {newest:%Y-%m-%d %H:%M UTC}, which is to come: this machine's clock is behind, or was "
            "ahead. Keep it right: timedatectl set-ntp true",
        )
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            skew = abs(cursor.fetchone()[0] - timezone.now())
        if skew > MOST_SKEW:
            yield wrong(
                "Records' clock",
                f"The database's clock is {skew.seconds} s off ours. Keep both right.",
            )
            return
    yield fine("Records' clock", "It agrees with this machine's.")


def papers() -> Iterator[Finding]:
    """Look whether each paper is answered at its host, in a time zone that is one."""
    faults = [
        f"{host} is a paper's host, and not among ALLOWED_HOSTS: nobody can send a form there. Add it."
        for host in Site.objects.values_list("hostname", flat=True)
        if not validate_host(host.lower(), settings.ALLOWED_HOSTS)
    ]
    faults += [
        f"“{zone}” is no time zone. Choose one in Settings, Paper."
        for zone in Paper.objects.values_list("time_zone", flat=True)
        if zone not in zoneinfo.available_timezones()
    ]
    for fault in faults:
        yield wrong("Papers", fault)
    if not faults:
        yield fine("Papers", "Each is answered at its host, in its time zone.")


def people() -> Iterator[Finding]:
    if User.objects.with_perm(
        "newsroom.change_user", backend="django.contrib.auth.backends.ModelBackend"
    ).exists():
        yield fine("People", "Someone can let others in.")
    else:
        yield wrong(
            "People", "Nobody can sign in and let others in: broadsheet manage createsuperuser"
        )


def worker() -> Iterator[Finding]:
    if not is_running():
        return
    gone = [
        f"{program} on {machine}"
        for program in (SERVER, WORKER)
        for machine, _at in missing(program)
    ]
    failing = Turn.objects.exclude(failure="").order_by("name").values_list("name", flat=True)
    for one in gone:
        yield wrong(
            "Worker",
            f"No sign of life from the {one}. Look into its log, and start it: broadsheet work",
        )
    for name in failing:
        yield wrong("Worker", f"The job “{name}” failed. The newsroom's first screen says how.")
    if not gone and not failing:
        yield fine("Worker", "It takes its turns.")


def photos() -> Iterator[Finding]:
    """Look whether the files of some photos are there: the newest, and others by chance."""
    keys = list(Photo.objects.order_by("-pk").values_list("pk", flat=True)[: PHOTOS_LOOKED_AT // 2])
    last = keys[-1] if keys else 0
    if last > 1:
        some = min(PHOTOS_LOOKED_AT // 2, last - 1)
        keys += random.sample(range(1, last), some)  # nosec B311 # a sample, not a secret
    names = list(Photo.objects.filter(pk__in=keys).values_list("file", flat=True))
    missing_files = [name for name in names if not default_storage.exists(name)]
    if missing_files:
        yield wrong(
            "Photos",
            f"Of {len(names)} that were looked at, {len(missing_files)} have no file, such as {missing_files[0]}. Bring the "
            "folder media back from the backup.",
        )
    elif names:
        yield fine("Photos", f"The files of {len(names)} that were looked at are there.")
    else:
        yield note("Photos", "There are none yet.")


def gifts_by_card() -> Iterator[Finding]:
    """Look at gifts by card, of which another room knows."""
    for one in import_string(settings.GIFTS_DOCTOR)():
        yield Finding(*one)


CHECKS: list[Check] = [
    whole,
    tables,
    clock_of_the_records,
    papers,
    people,
    worker,
    photos,
    gifts_by_card,
]
