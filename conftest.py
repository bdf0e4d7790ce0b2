"""How tests meet the program: a folder of their own, a database built once, and the town in `tests/`.

Django reads its settings here and not from pyproject.toml: the paper's folder must be named before.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.tools import built

PLUGINS = (
    *("tests.town", "tests.reading", "tests.running", "tests.kinds", "tests.visits"),
    *(
        "tests.everything",
        "tests.inert_reading",
        "tests.wire",
        "tests.web_servers",
        "tests.faults.paper",
        "broadsheet.photos.tests.to_be_found",
        "broadsheet.donations.asking.tests.to_give",
        "broadsheet.letters.tests.to_be_sent",
        "broadsheet.contact.tests.to_be_written",
        "broadsheet.donations.tests.card.at_the_processor",
        "broadsheet.standards.tests.to_be_decided",
        "broadsheet.tips.tests.asked_of_scripts",
    ),
)
# Of a test with many cases, PostgreSQL is shown so many: SQLite has seen them all.
MOST_CASES = 2
HOME = Path(tempfile.mkdtemp(prefix="broadsheet-tests-"))
os.environ["BROADSHEET_HOME"] = str(HOME)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="where the tests' records are kept; DATABASE_URL names a PostgreSQL of one's own",
    )
    parser.addoption("--whole", action="store_true", help="run long tests at their full length")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--database") == "postgresql" and not os.environ.get("DATABASE_URL"):
        from tests.tools import postgres

        os.environ["DATABASE_URL"] = postgres.start(HOME / "postgres")
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.settings"

    import django
    from django.conf import settings

    # Jobs are done where they are asked for; a password's hash need not resist anyone.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    for module in PLUGINS:
        config.pluginmanager.import_plugin(module)


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            # What migrations put there (the site, the tree's root, the roles) is put back for the next test.
            mark.kwargs["serialized_rollback"] = True  # type: ignore[index]
    if not config.getoption("--whole"):
        keep(config, items, samples_of(items))
    if config.getoption("--database") == "postgresql" and not config.getoption("keyword"):
        # The other tests never meet a database; what they show, they have shown on SQLite.
        meeting = [item for item in items if meets_database(item)]
        keep(
            config,
            items,
            set(meeting) if config.getoption("--whole") else some_cases_of_each(meeting),
        )


def keep(config: pytest.Config, items: list[pytest.Item], kept: set[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def some_cases_of_each(items: list[pytest.Item]) -> set[pytest.Item]:
    """Return two cases of each test, taken by chance, the same ones each time; `make chaos` tries all."""
    return {
        item
        for name, cases in cases_of(items).items()
        for item in Random(name).sample(cases, min(MOST_CASES, len(cases)))
    }


def samples_of(items: list[pytest.Item]) -> set[pytest.Item]:
    """Return the tests without the cases that only `make chaos` tries: `pytest.mark.sampled(8)` asks for eight of all.

    Taken by chance, and the same cases wherever several tests look at the same ones.
    """
    kept = set()
    for cases in cases_of(items).values():
        mark = cases[0].get_closest_marker("sampled")
        by_chance = sorted(cases, key=lambda item: Random(item.nodeid.partition("[")[2]).random())
        kept.update(by_chance[: mark.args[0]] if mark else cases)
    return kept


def cases_of(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """Return the cases of each test, by its name."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    return cases


def pytest_collection_finish() -> None:
    """What has been loaded by now stays to the end: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def meets_database(item: pytest.Item) -> bool:
    """Say whether a test can turn out otherwise on another database. Browsers make one journey on each."""
    if item.get_closest_marker("sqlite"):
        return False
    if item.get_closest_marker("browser"):
        return item.get_closest_marker("each_database") is not None
    fixtures = set(getattr(item, "fixturenames", ()))
    asks = {"db", "transactional_db", "django_db_setup", "running_paper"}
    return bool(item.get_closest_marker("django_db") or fixtures & asks)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Before a change is taken, nothing is left out for want of a tool."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        reporter.write_line("Tests were left out, which CI does not take.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether long tests go to their full length: `make chaos`. Else each ends within a minute."""
    return bool(request.config.getoption("--whole"))


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        return bool(request.config.getvalue("reuse_db"))
    if not request.config.getvalue("create_db"):
        shutil.copy(built.bring(), database["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests that need transactions of their own empty the record of acts and the books of gifts, which nobody else can.

    PostgreSQL empties tables by another way than a deletion, which the record's trigger does not see.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for kept in (ACTS, BOOKS):
                for statement in statements(kept, "UNDO")["sqlite"]:
                    cursor.execute(statement)


ACTS = "broadsheet.newsroom.migrations.0007_acts_stay"
BOOKS = "broadsheet.donations.migrations.0002_books_stay"


def statements(migration: str, name: str) -> Any:
    return getattr(import_module(migration), name)


def guard(migration: str) -> None:
    """Let the database guard again what a migration has it guard."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in statements(migration, "SQLITE"):
                cursor.execute(statement)


@pytest.fixture
def record_kept(db: None) -> None:
    """The record of acts as a paper has it: the database itself lets nobody change it."""
    guard(ACTS)


@pytest.fixture
def books_kept(db: None) -> None:
    """The books of gifts as a paper has them: the database itself lets nobody change them."""
    guard(BOOKS)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Each test begins with nothing kept: what is known of sites and stories outlives a rolled-back database.

    Wagtail's index of what uses what, which the worker keeps and no page of ours reads, is not kept.
    """
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from broadsheet.press.keeping import forget_pieces

    forget_pieces()
    with disable_reference_index_auto_update():
        yield
