"""The wheel is the product: what it installs, in an empty environment, is a whole paper."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.running import RunningPaper

ROOT = Path(__file__).parent.parent
LOCKED = ["install", "--quiet", "--no-compile", "--disable-pip-version-check", "--no-deps"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this repository as it stands."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    subprocess.run(
        [*command, "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)], check=True
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_no_tests_and_nothing_of_a_paper(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()

    assert [
        name for name in names if re.search(r"/tests/|conftest|\.sqlite3|/secrets/|\.venv", name)
    ] == []


def test_the_wheel_holds_templates_styles_fonts_and_the_demo(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()

    for ending in (
        "masthead/base.html",
        "masthead/tokens.css",
        ".woff2",
        "demo/paper/paper.toml",
        ".webp",
    ):
        assert [name for name in names if name.endswith(ending)], f"no {ending} in the wheel"


def test_the_wheel_names_all_that_is_installed_with_it(wheel: Path):
    with zipfile.ZipFile(wheel) as packed:
        [bill] = [name for name in packed.namelist() if ".dist-info/sboms/" in name]

        assert packed.read(bill) == (ROOT / "requirements" / "broadsheet.cdx.json").read_bytes()


@pytest.mark.long
def test_a_paper_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path):
    python = empty_environment(tmp_path / "venv")
    pip = [str(python), "-m", "pip", *LOCKED]
    subprocess.run(
        [*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")], check=True
    )
    subprocess.run([*pip, str(wheel)], check=True)
    folder = tmp_path / "anywhere"
    folder.mkdir()

    paper = RunningPaper(folder, "--demo", python=str(python), PYTHONPATH="")
    try:
        front = paper.wait().read("/")
        story = paper.read("/2026/11/council-closes-mill-street-bridge/")
        files = {path: fetch(paper, path) for path in files_of(front)}
    finally:
        status = paper.stop()

    assert "The Larkmere Ledger" in front
    assert "Mill Street Bridge" in story
    assert any(path.endswith(".css") for path in files)
    assert any(path.endswith(".woff2") for path in files)
    assert any(path.endswith(".jpg") for path in files)
    assert [path for path, length in files.items() if not length] == []
    assert status == 0


def empty_environment(folder: Path) -> Path:
    """Make a virtual environment with nothing in it, and return its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return folder / "bin" / "python"


def files_of(page: str) -> set[str]:
    """Return the path of each style, typeface and picture that a page asks for."""
    found = set(re.findall(r"""(?:href|src)="(/[^"]+\.(?:css|woff2|jpg|svg))\"""", page))
    # A reader who has chosen no display is given none.
    return found - {"/display.css"}


def fetch(paper: RunningPaper, path: str) -> int:
    with urlopen(paper.address + path, timeout=30) as answer:
        return len(answer.read())
