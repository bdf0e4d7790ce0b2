"""What the repository itself promises to whoever clones it."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
each_lock = pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
# Places where packages come from: a clone asks whichever its own machine is set up for.
REGISTRIES = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "debian" + ".org",
]
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".yml",
    ".yaml",
    ".json",
    ".cfg",
    ".ini",
    "",
}
LARGEST_FILE = 1024 * 1024


def files() -> Iterator[Path]:
    """Yield every file of the repository, also those that are not yet committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            yield ROOT / name


def texts() -> Iterator[tuple[str, str]]:
    for path in files():
        if path.suffix in TEXTS:
            yield str(path.relative_to(ROOT)), path.read_text(errors="replace")


def pins(lock: Path) -> dict[str, list[str]]:
    """Return each package of a lock with its hashes."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(), flags=re.MULTILINE)
    return {
        found[1]: re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)
        for block in blocks
        if (found := re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", block))
    }


@each_lock
def test_every_package_is_pinned_with_its_hashes(lock: Path):
    found = pins(lock)

    assert found
    assert [name for name, hashes in found.items() if not hashes] == []


@each_lock
def test_a_lock_names_no_place(lock: Path):
    """No address, no folder of the machine that made it, no option that would send pip elsewhere."""
    assert (
        re.findall(
            r"https?:|file:|git\+|@ |^-(?!-hash)|index|find-links", lock.read_text(), re.MULTILINE
        )
        == []
    )


def test_the_lock_holds_what_the_program_asks_for():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = dict(
        re.findall(
            r"^([a-z0-9._-]+)(?:\[.*\])?==(\S+)",
            (ROOT / "requirements" / "run.txt").read_text(),
            re.M,
        )
    )

    for line in wanted:
        need = Requirement(line)
        assert need.specifier.contains(locked[canonicalize_name(need.name)]), (
            f"{line}: run `make lock`"
        )


def test_tests_run_on_the_versions_that_papers_run_on():
    run, dev = [
        dict(
            re.findall(
                r"^([a-z0-9._-]+)(?:\[.*\])?==(\S+)",
                (ROOT / "requirements" / name).read_text(),
                re.MULTILINE,
            )
        )
        for name in ("run.txt", "dev.txt")
    ]

    assert {name: dev.get(name) for name in run} == run


def test_nothing_names_a_registry():
    named = {
        f"{name}: {host}" for name, words in texts() for host in REGISTRIES if host in words.lower()
    }

    assert named == set()


def test_nothing_depends_on_a_folder_outside():
    """Paths that exist on one machine alone: a home folder, a workplace's mounts."""
    outside = re.compile(r"(?<![\w./:-])/(?:work|root|opt|home/\w+|Users/\w+)/[\w.]|\.\./shared\b")
    named = {
        f"{name}: {found[0]}"
        for name, words in texts()
        if (found := outside.search(words)) and name != "tests/test_repository.py"
    }

    assert named == set()


def test_no_file_is_too_large_to_clone_quickly():
    large = [str(path.relative_to(ROOT)) for path in files() if path.stat().st_size > LARGEST_FILE]

    assert large == []


def test_there_are_no_settings_of_tools_but_in_pyproject():
    others = {
        ".flake8",
        "setup.cfg",
        "setup.py",
        "tox.ini",
        "pytest.ini",
        "mypy.ini",
        "package.json",
        ".editorconfig",
    }

    # It names what the tip line's scripts are made of, and sets no tool.
    scripts = ROOT / "broadsheet" / "tips" / "web" / "package.json"
    assert {path.name for path in files() if path != scripts} & others == set()


def test_the_makefile_lists_everything_one_can_do():
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony

    told = re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE)

    assert sorted(phony[1].split()) == sorted(told)
