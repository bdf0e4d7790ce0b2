"""Write the table of attacks and promises in docs/publishers/security.md, from the names of the tests.

    python scripts/security_table.py

A test whose name begins with a row, `test_u04_…`, shows what the rest of its name says; it may begin with several.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "publishers" / "security.md"
BEGIN, END = "<!-- promises: begin -->", "<!-- promises: end -->"
# What is tried, a sentence for each row. The letter says where: accounts, uploads, fetching, what is asked for, the
# wire, letters, tips, scripts and forms.
TRIED = {
    "A01": "Someone tries common passwords on a thousand names.",
    "A02": "Someone locks the chief editor out by signing in wrongly as her, again and again.",
    "A03": "Someone writes another address of origin into the headers, to be counted as somebody else.",
    "A04": "Someone looks for a door without the second factor: another sign-in page, a reset, an API.",
    "A05": "Someone guesses the six digits, or uses them, or a recovery code, a second time.",
    "A06": "Someone sets a session beforehand, or goes on in one after its owner left, lost her role or changed her password.",
    "A07": "Someone asks for a reset under another host's name, so that the mailed link leads there.",
    "A08": "Someone learns from the reset page who has an account.",
    "D01": "A delivery pretends to come from the card processor, or an old one is sent again.",
    "D02": "The processor tells of one gift many times, at once, or in any order.",
    "D03": "A delivery is written anew on the way, or is far too large.",
    "D04": "Amount or currency of a gift are changed in the browser.",
    "D05": "A delivery of the processor's test mode comes to a paper that takes real gifts.",
    "D06": "A refund or dispute comes for a gift that the paper does not know.",
    "D07": "A donor's name holds markup, or is endless.",
    "D08": "Thieves try stolen cards through the form for gifts.",
    "U01": "A drawing (SVG) comes with scripts, outside references or entities that grow.",
    "U02": "A file is two things at once: a picture that is also a script, a PDF that is also a page.",
    "U03": "A file is not what its name says.",
    "U04": "A few bytes unfold into a picture of billions of pixels, or of ten thousand frames.",
    "U05": "A photograph carries where it was taken and by which camera.",
    "U06": "A photograph lies on its side and is turned only by a note in the file.",
    "U07": "An archive unfolds without end, or writes outside its folder.",
    "U08": "A file's name holds a path, a zero byte, reversed letters, or 300 signs.",
    "U09": "A PDF runs scripts.",
    "U10": "One account uploads a thousand files.",
    "F01": "A feed asks to read files of the server, or addresses inside the house.",
    "F02": "A feed's entities grow until the memory is full.",
    "F03": "An address leads to the machine itself or the house's network, in whichever spelling.",
    "F04": "A public address leads on to a private one, by a redirect or by its name's second answer.",
    "F05": "An answer never ends: gigabytes, a bomb of zeros, one byte a second, redirects in a circle.",
    "F06": "A feed's text carries scripts, forms, styles and pictures that count readers.",
    "S01": "A search is ten kilobytes long, or made of the search engine's own signs.",
    "S02": "Someone searches for words of drafts and private stories.",
    "S03": "A script stands in what is searched for, in a headline, or where machines read.",
    "S04": "Someone guesses a preview link, or opens one that is over.",
    "S05": "A preview is found by search engines, kept by a cache, or told to the next site.",
    "S06": "A link to the sign-in page is made to lead to another site afterwards.",
    "S07": "One request's headers or cookies change what the next reader is given.",
    "S08": "A request names another host, two, or none.",
    "S09": "A private page is asked for under a name that caches keep, such as x.css.",
    "S10": "Someone guesses the address of a file that no story shows yet.",
    "H01": "One request is written so that two servers read two.",
    "H02": "Lines end as no standard says, before and behind a web server.",
    "H03": "Several requests come at once on one line, one with a body where none belongs.",
    "H04": "A path climbs out of its folder, in every spelling.",
    "H05": "A page wants a name that the server or the disk takes for its own.",
    "H06": "Headers or addresses are so large that they fill the memory.",
    "H07": "A request uses a method that nobody needs.",
    "H08": "A thousand lines are held open and say nothing.",
    "H09": "One request asks for ten thousand pieces of a file.",
    "H10": "Something fails, and the answer or the log tells more than it should.",
    "L01": "A letter's words are joined by signs that nobody sees, so that there seem to be fewer.",
    "L02": "One letter comes from forty senders, with small changes.",
    "L03": "Someone sends a second letter within a month, from another address of mail.",
    "L04": "A scanner of mail opens the link that confirms a letter.",
    "L05": "A link to a letter is used again, guessed, or followed when it is over.",
    "L06": "The form is used to fill a stranger's mailbox.",
    "L07": "A name or an address of mail holds line ends that would write headers.",
    "L08": "A letter comes in the mayor's name, from somebody else.",
    "L09": "A field holds a formula that a spreadsheet would run.",
    "L10": "A letter holds scripts, frames, thirty links, hidden text.",
    "L11": "Someone without the right to it looks for where a writer lives: on screens, in exports, searches, revisions.",
    "L12": "Two editors decide on one letter at the same moment.",
    "L13": "A writer takes a printed letter back, and asks to be forgotten.",
    "T01": "Somebody searches disk, logs, backups and memory for what was told in confidence, and for who told it.",
    "T02": "A list of recipients is forged, older than one seen before, of another newsroom, or expired.",
    "T03": "A list mixes kinds of keys, which would quietly undo the stronger kind.",
    "T04": "A list names nobody, one person alone, or the same key twice.",
    "T05": "One byte of the tip page's scripts is changed on the way.",
    "T06": "A script slips into the tip page that is not its own.",
    "T07": "Parts of a tip come twice, in disorder, too large, with a wrong sum, or not at all.",
    "T08": "The line breaks in the middle of a part.",
    "T09": "Two hundred connections send a tip at one byte a second.",
    "T10": "Somebody announces ten thousand tips and sends none.",
    "T11": "Somebody announces ten gigabytes, or the disk is nearly full.",
    "T12": "The work asked for before sending is done once and handed in again, too late, or for something else.",
    "T13": "Somebody guesses reply codes.",
    "T14": "A reply code is typed with capitals, blanks and slips.",
    "T15": "A source writes her reply code into the message.",
    "T16": "The server gives the newsroom another key for the answer than the source gave.",
    "T17": "An answer is put under another source's conversation.",
    "T18": "What arrives is no tip: damaged, cut, or made to keep browsers busy.",
    "T19": "A tip's text holds scripts, reversed letters, a hundred thousand marks.",
    "T20": "A file sent in confidence has a name that is a path, a trap, or four thousand letters long.",
    "T21": "What is packed lies about how long its files are, and how many.",
    "T22": "A photograph sent in confidence carries where and when it was taken.",
    "T23": "Seven hundred tips come within an hour.",
    "T24": "A journalist leaves, and tries her old keys and session.",
    "T25": "An administrator resets a journalist's password to read what she can read.",
    "T26": "A journalist has lost her passkey and her passphrase.",
    "T27": "A tip of fifty megabytes comes without scripts.",
    "T28": "A conversation's last day has come, in the copy as well.",
    "T29": "A proxy on the way would keep the tip page or an answer.",
    "T30": "A stranger reads the newsroom's mail.",
    "T31": "Somebody opens the browser after a source has left, and goes back or reloads.",
    "X01": "Another site sends a form in an editor's name.",
    "X02": "A script stands in a caption, a byline, a tag, a file's name, or copy from the wire.",
    "X03": "A pasted embed brings a script or a frame of its own.",
    "X04": "Text that did not come through the editor holds links that run.",
    "X05": "Another site shows the newsroom in an invisible frame.",
    "X06": "Someone without the right to it saves what only others may.",
    "X07": "Someone counts through numbers to reach others' drafts and files.",
    "X08": "A colour or a theme setting carries styles that ask another host.",
}  # fmt: skip
NAME = re.compile(r"test_((?:[a-z]\d\d_)+)(.+)")


def promises() -> dict[str, list[str]]:
    """Return what the tests of each row promise, in the order of their files."""
    kept: dict[str, list[str]] = {}
    for file in test_files():
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = function.name if isinstance(function, ast.FunctionDef) else ""
            if found := NAME.fullmatch(name):
                for row in found[1].upper().split("_")[:-1]:
                    kept.setdefault(row, []).append(found[2].replace("_", " "))
    return kept


def test_files() -> Iterator[Path]:
    yield from sorted(ROOT.glob("tests/test_*.py"))
    yield from sorted(ROOT.glob("broadsheet/**/tests/**/test_*.py"))


def table(kept: dict[str, list[str]], rows: dict[str, str]) -> str:
    """Return the table: a line for each row, in its order."""
    lines = ["| | what is tried | what the paper promises |", "|---|---|---|"]
    for row, tried in rows.items():
        told = "; ".join(kept.get(row, ["nothing yet"]))
        lines.append(f"| {row} | {tried} | {told} |")
    return "\n".join(lines)


def renewed(page: str, rows: dict[str, str]) -> str:
    """Return the manual's page with the table as the tests are now."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table(promises(), rows)}\n\n{END}{rest.partition(END)[2]}"


def write(manual: Path, rows: dict[str, str]) -> list[str]:
    """Write a table into a page of the manual; return the rows that have no test."""
    manual.write_text(renewed(manual.read_text(encoding="utf-8"), rows), encoding="utf-8")
    missing = sorted(set(rows) - set(promises()))
    sys.stdout.write(
        f"{manual.relative_to(ROOT)}: {len(rows) - len(missing)} of {len(rows)} rows have tests.\n"
    )
    return missing


if __name__ == "__main__":
    # Found as a package by `python -m` alone, and as a neighbour by its path.
    sys.path.insert(0, str(ROOT))
    from scripts.gift_cases import CASES
    from scripts.gift_cases import MANUAL as OF_GIFTS

    missing = [*write(MANUAL, TRIED), *write(OF_GIFTS, CASES)]
    sys.exit(f"Without a test: {', '.join(missing)}." if missing else 0)
