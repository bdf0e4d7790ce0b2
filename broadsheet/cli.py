"""The `broadsheet` command: arguments in, sentences out. The work is done elsewhere.

Django is loaded only after the paper's folder is known, since the settings are read from it; and never at the top, so that
`doctor` can say that it is not there.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet import __version__
from broadsheet.lib.errors import BroadsheetError

if TYPE_CHECKING:
    from django.db import DatabaseError

COMMANDS = {
    "run": "Start the paper: server and worker. Ctrl-C stops both.",
    "work": "Start a worker alone, beside servers that run elsewhere on this machine.",
    "doctor": "Say what is wrong with this installation, and how to mend it.",
    "password": "Set a new random password for NAME and print it.",  # nosec B105 # a line of help
    "import": "File the text of a page of another system as a story.",
    "photo": "Say what pictures' files and credit lines say: photo read FILE…, photo credit TEXT…",
    "print": "Print pages again: the paths given, or with --all every page there is.",
    "receipts": "List each address and part that shows a source, such as story:812.",
    "check": "Compare the shelf of printed pages with the database, --repair prints what differs; or check donations.",
    "tips": "Confidential tips: tips verify URL, tips backup FOLDER, tips keys NAME, tips fingerprint.",
    "check-theme": "Say what is wrong with the paper's own templates and styles.",
    "bench": "Make a believable archive to measure with: bench fill --stories N.",
    "manage": "Run one of Django's own commands: manage migrate, manage shell …",
}


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; `--help` lists each with a line."""
    parser = argparse.ArgumentParser(
        prog="broadsheet", description="A whole local newspaper in one program."
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    rooms = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    home = argparse.ArgumentParser(add_help=False)
    home.add_argument(
        "--home", type=Path, help="the paper's folder; default ./paper, or BROADSHEET_HOME"
    )
    parts = {
        name: rooms.add_parser(name, help=line, description=line, parents=[home])
        for name, line in COMMANDS.items()
        if name != "manage"
    }
    rooms.add_parser("manage", help=COMMANDS["manage"], add_help=False)
    parts["run"].add_argument("--demo", action="store_true", help="with the demo paper in it")
    parts["run"].add_argument("--host", default="127.0.0.1", help="address to listen at")
    parts["run"].add_argument("--port", type=int, default=8000)
    parts["password"].add_argument("name", help="the name to sign in with")
    parts["password"].add_argument(
        "--without-second-proof",
        action="store_true",
        help="delete passkeys, app and codes, too: for someone who has lost them all",
    )
    parts["print"].add_argument("paths", nargs="*", help="for example /2016/05/ferry/")
    parts["print"].add_argument("--all", action="store_true", dest="everything")
    parts["receipts"].add_argument("source", help="for example story:812")
    parts["check"].add_argument(
        "what", nargs="?", choices=["shelf", "donations"], default="shelf", help="what is checked"
    )
    parts["check"].add_argument("--json", action="store_true", help="say it as JSON: donations")
    parts["check"].add_argument("--repair", action="store_true", help="print what differs")
    parts["check"].add_argument("--sample", type=int, help="look at this many pages, by chance")
    parts["doctor"].add_argument("--json", action="store_true", help="say it as JSON")
    _add_import(parts["import"])
    _add_bench(parts["bench"])
    _add_photo(parts["photo"])
    _add_tips(parts["tips"])
    return parser


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=["page", "gifts"], help="what the file holds")
    parser.add_argument("file", type=Path)
    parser.add_argument("--section", help="the section's name or address; default: the first")
    parser.add_argument("--date", help="when it was published: 2016-05-19")
    parser.add_argument("--permalink", help="the address it had: /2016/05/ferry/")
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="show what would be filed; of a page, no paper needed",
    )
    parser.add_argument("--json", action="store_true", help="print what was read as JSON")
    parser.add_argument(
        "--processor", help="gifts: who took them, such as paypal; default: guessed"
    )
    parser.add_argument(
        "--column",
        action="append",
        metavar="FIELD=HEADER",
        help="gifts: where something stands, as in --column name=Donor; default: guessed",
    )
    parser.add_argument("--good-lines", action="store_true", help="gifts: bring what can be read")
    parser.add_argument(
        "--alike",
        action="store_true",
        help="gifts: bring those too that look like gifts in the books",
    )
    parser.add_argument(
        "--receipts", action="store_true", help="gifts: have receipts sent for them"
    )


def _add_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["fill"])
    parser.add_argument("--stories", type=int, required=True)


def _add_photo(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    read = acts.add_parser(
        "read", help="what a photo's form is filled with, from where, and what is ignored and why"
    )
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    credit = acts.add_parser("credit", help="what a credit line says, and how the paper prints it")
    credit.add_argument("lines", nargs="+", metavar="TEXT")
    for act in (read, credit):
        act.add_argument("--json", action="store_true", help="say it as JSON")
        # Said behind the act, too; what was said before it stays.
        act.add_argument("--home", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _add_tips(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    verify = acts.add_parser(
        "verify", help="look from outside whether a paper hands out this release's tip line"
    )
    verify.add_argument("address", metavar="URL", help="https://www.example.org")
    verify.add_argument(
        "--fingerprint", metavar="WORDS", help="the eight words that the paper prints", default=""
    )
    verify.add_argument(
        "--epoch", metavar="N", type=int, default=0, help="the newest list's number that you know"
    )
    backup = acts.add_parser("backup", help="make a folder hold what the box of tips holds")
    backup.add_argument("folder", type=Path, metavar="FOLDER")
    keys = acts.add_parser("keys", help="what opened tips for someone before it was changed")
    keys.add_argument("name", metavar="NAME", help="as she types it to sign in")
    keys.add_argument("--restore", metavar="NUMBER", type=int, help="put it in force again")
    fingerprint = acts.add_parser("fingerprint", help="say the eight words to print in the paper")
    for act in (verify, backup, keys, fingerprint):
        act.add_argument("--home", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave: status 0, or 1 with one sentence that says what to do."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["manage"]:
        sys.exit(guarded(lambda: manage(words[1:])))
    asked = make_parser().parse_args(words)
    if asked.home is not None:
        os.environ["BROADSHEET_HOME"] = str(asked.home.expanduser().absolute())
    sys.exit(guarded(lambda: run_command(asked)))


def run_command(asked: argparse.Namespace) -> int:
    """Run a parsed command; return its exit status."""
    if asked.command == "run":
        from broadsheet.running import run_paper

        return run_paper(host=asked.host, port=asked.port, demo=asked.demo)
    if asked.command == "work":
        from broadsheet.running import run_worker

        return run_worker()
    if asked.command == "doctor":
        from broadsheet.health.doctor import run_doctor

        return run_doctor(as_json=asked.json)
    if asked.command == "import" and asked.dry_run and asked.kind == "page":
        from broadsheet.archive.importing import show_page

        check_what_is_asked(asked)
        return show_page(asked.file, as_json=asked.json)
    return call(asked)


def check_what_is_asked(asked: argparse.Namespace) -> None:
    """Refuse a date that is none in a dry run too, and say what one cannot look at.

    Errors:
        ImportRefusedError: it is no date.
    """
    from broadsheet.archive.errors import ImportRefusedError

    try:
        date.fromisoformat(asked.date or "2016-05-19")
    except ValueError as error:
        raise ImportRefusedError(
            f"“{asked.date}” is no date. Write it as in 2016-05-19."
        ) from error
    if asked.section or asked.permalink:
        sys.stderr.write("A dry run asks no paper: --section and --permalink were not checked.\n")


def call(asked: argparse.Namespace) -> int:
    """Hand a command that needs a paper to Django's command of the same name."""
    from broadsheet.running import need_paper, set_up_django, use_paper_if_any

    if asked.home is None and (asked.command == "photo" or needs_no_paper(asked)):
        use_paper_if_any()
    else:
        need_paper()
    set_up_django()
    from django.core.management import CommandError, call_command

    name, left_out = commands_name(asked)
    options = {key: value for key, value in vars(asked).items() if key not in left_out}
    # Django takes what has no dashes by its place, not by its name.
    placed = ("act", "name", "source", "file", "address", "folder")
    words = [options.pop(key) for key in placed if key in options]
    words += [word for key in ("paths", "files", "lines") for word in options.pop(key, [])]
    try:
        call_command(name, *map(str, words), **options)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def commands_name(asked: argparse.Namespace) -> tuple[str, list[str]]:
    """Return the name of Django's command, and the words that it is not given."""
    left_out = ["command", "home", "kind", "action", "what"]
    of_gifts = ["processor", "column", "good_lines", "alike", "receipts"]
    of_pages = ["section", "date"]
    if asked.command == "import" and asked.kind == "gifts":
        return "import_gifts", [*left_out, *of_pages, "permalink"]
    if asked.command == "import":
        return "import_page", [*left_out, *of_gifts, "dry_run"]
    if asked.command == "check" and asked.what == "donations":
        return "check_donations", [*left_out, "repair", "sample"]
    if asked.command == "check":
        return "check_shelf", [*left_out, "json"]
    names = {"bench": "fill"}
    return names.get(asked.command, asked.command.replace("-", "_")), left_out


def needs_no_paper(asked: argparse.Namespace) -> bool:
    """Say whether a command looks at a paper elsewhere."""
    return asked.command == "tips" and asked.act == "verify"


def manage(words: list[str]) -> int:
    """Run one of Django's own commands on the paper in BROADSHEET_HOME."""
    from broadsheet.running import set_up_django

    if words[:1] == ["--home"] and len(words) > 1:
        os.environ["BROADSHEET_HOME"] = str(Path(words[1]).expanduser().absolute())
        words = words[2:]
    set_up_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["broadsheet manage", *words])
    return 0


def guarded(act: Callable[[], int]) -> int:
    """Act; whatever is refused on purpose becomes one sentence on standard error and status 1."""
    try:
        return act()
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        sys.stderr.write(f"{sentence}\n")
    return 1


def sentence_for(error: Exception) -> str | None:
    """Return what is said of a refusal; None of an error that nobody meant."""
    if isinstance(error, BroadsheetError):
        return str(error)
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    if isinstance(error, ImproperlyConfigured):
        return str(error)
    return what_to_do_about(error) if isinstance(error, DatabaseError) else None


def what_to_do_about(error: "DatabaseError") -> str:
    """Return a sentence for what the paper's database has answered."""
    from django.db import OperationalError

    if re.search(r"no such (table|column)|does not exist|has no column", str(error)):
        return (
            "The paper's database was not made or not brought up to date yet. Run “broadsheet run” on this folder once, "
            "which does it."
        )
    if isinstance(error, OperationalError) and not re.search("locked|malformed|full", str(error)):
        return "The paper's database cannot be reached. Start it, or mend DATABASE_URL; then start again."
    said = str(error).strip().partition("\n")[0].rstrip(".")
    return f"The paper's database failed ({said}). Nothing more was changed; mend it, or bring back a backup."


if __name__ == "__main__":
    main()
