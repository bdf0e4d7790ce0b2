"""How tests meet the program: a folder of their own, a database built once, and the town in `tests/`.

Django reads its settings here and not from pyproject.toml: the paper's folder must be named before.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
# Databases that were built before, one for each state of the migrations.
BUILT = Path(tempfile.gettempdir()) / f"broadsheet-built-{os.getuid()}"
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
    for module in ("tests.town", "tests.reading", "tests.running", "tests.kinds"):
        config.pluginmanager.import_plugin(module)


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            # What migrations put there (the site, the tree's root, the roles) is put back for the next test.
            mark.kwargs["serialized_rollback"] = True  # type: ignore[index]
    if config.getoption("--database") == "postgresql" and not config.getoption("keyword"):
        # The other tests never meet a database; what they show, they have shown on SQLite.
        left_out = [item for item in items if not meets_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if meets_database(item)]


def meets_database(item: pytest.Item) -> bool:
    """Say whether a test can turn out otherwise on another database. Browsers make one journey on each."""
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


def built_database() -> Path:
    """Return where the empty test database of this state of the migrations is kept."""
    migrations = sorted(ROOT.glob("broadsheet/*/migrations/*.py"))
    state = "".join(
        [
            *(path.name + path.read_text() for path in migrations),
            version("wagtail"),
            version("django"),
        ]
    )
    return BUILT / f"{hashlib.sha256(state.encode()).hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "sqlite" not in database["ENGINE"]:
        return bool(request.config.getvalue("reuse_db"))
    built = built_database()
    if built.exists() and not request.config.getvalue("create_db"):
        shutil.copy(built, database["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Keep the database that was just built: building it takes longer than most rooms' tests."""
    from django.db import connection

    built = built_database()
    if connection.vendor != "sqlite" or built.exists():
        return
    BUILT.mkdir(mode=0o700, exist_ok=True)
    # Under another name until it is whole: two runs may be building it.
    unfinished = built.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), closing(sqlite3.connect(unfinished)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    unfinished.replace(built)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test begins with nothing kept: what is known of sites and stories outlives a rolled-back database."""
    from django.core.cache import cache

    from broadsheet.press.keeping import forget_pieces

    cache.clear()
    forget_pieces()
