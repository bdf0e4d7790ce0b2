"""Reading what Word, Docs, Pages and mail programs put on the clipboard, as HTML: paragraphs, subheads, lists.

Kept are words, bold, italics and links. Everything else is dropped; of pictures it is counted how many there were.
What comes out is written here from the words alone: no tag or attribute of the clipboard is ever passed on. The one
cleaner (`lib/cleaning.py`) sees it last.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from broadsheet.lib.cleaning import may_lead
from broadsheet.stories.pasting_text import Piece, hangs_together, tidy

COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
# Word's conditions and whatever else begins so.
DECLARATION = re.compile(r"<![^>]*>|<\?[^>]*>")
LINE_ENDS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "tbody",
        "thead",
        "tr",
        "td",
        "th",
        "section",
        "article",
        "header",
        "footer",
        "figure",
        "figcaption",
        "address",
        "hr",
        "center",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
UNSEEN = frozenset(
    [
        "style",
        "script",
        "title",
        "head",
        "template",
        "noscript",
        "select",
        "textarea",
        "svg",
        "math",
        "object",
    ]
)
VOID = frozenset(
    ["br", "hr", "img", "meta", "link", "input", "col", "area", "base", "embed", "source", "wbr"]
)
# Of footnotes and comments: Word's, Docs', Pages'.
ANCHOR = re.compile(r"#(?:_?ftn|_?edn|cmnt|_msocom|_ftnref|footnote|endnote|sdfootnote|fn)", re.I)
NOTE_STYLE = re.compile(
    r"mso-element:\s*(?:comment|footnote|endnote|frame)|mso-comment|display:\s*none", re.I
)
NOTE_CLASS = re.compile(r"Mso(?:Comment|Footnote|Endnote)", re.I)
MARKER_STYLE = re.compile(r"mso-list:\s*ignore", re.I)
LIST_STYLE = re.compile(r"mso-list:\s*l\d", re.I)
LIST_CLASS = re.compile(r"MsoList(?:Paragraph|Bullet|Number)", re.I)
HEADING_CLASS = re.compile(r"MsoHeading|MsoTitle|MsoSubtitle", re.I)
WEIGHT = re.compile(r"(?<![\w-])font-weight:\s*(\w+)", re.I)
SLANT = re.compile(r"(?<![\w-])font-style:\s*(\w+)", re.I)
NUMBER = re.compile(r"\(?(?:\d+|[a-z]|[ivx]+)[.)]", re.I)
# Redirects that note who clicked: the parameter that holds the true address.
REDIRECTS = {
    ("www.google.com", "/url"): ("q", "url"),
    ("google.com", "/url"): ("q", "url"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("www.facebook.com", "/l.php"): ("u",),
}
SAFELINKS = ".safelinks.protection.outlook.com"
LONGEST_BOLD_SUBHEAD = 60


def true_address(address: str) -> str:
    """Return a link's own address, without the redirect that a mail or document program wrapped it in.

    Empty for anything that is no link to a page, mailbox or telephone.

    >>> true_address("https://www.google.com/url?q=https://county.example/&sa=D&ust=17")
    'https://county.example/'
    """
    address = address.strip()
    for _turn in range(3):
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        wanted = REDIRECTS.get((parts.netloc.lower(), parts.path), ())
        if parts.netloc.lower().endswith(SAFELINKS):
            wanted = ("url",)
        given = parse_qs(parts.query) if wanted else {}
        inner = next((given[name][0] for name in wanted if name in given), "")
        if not inner:
            return address if may_lead(address) else ""
        address = inner.strip()
    return ""


@dataclass
class Style:
    """What holds inside an element: how its words look, where they lead, and whether they are words at all."""

    tag: str = ""
    bold: bool = False
    italic: bool = False
    link: str = ""
    is_unseen: bool = False
    is_marker: bool = False


@dataclass
class Line:
    """A line of words being read: runs of the same look, and what kind of line it is."""

    kind: str = "paragraph"
    numbered: bool = False
    runs: list[tuple[str, bool, bool, str]] = field(default_factory=list)


class ClipboardReader(HTMLParser):
    """Reads HTML from its beginning to its end, and puts each line of words in `pieces`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.pictures = 0
        self.stack = [Style()]
        self.lists: list[str] = []
        self.line = Line()

    # What the parser finds ------------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.line.runs.append(("\n", False, False, ""))
        if tag in ("img", "v:imagedata") and not self.stack[-1].is_unseen and not is_tracker(given):
            self.pictures += 1
        if tag in LINE_ENDS:
            self.end_line()
            self.begin_line(tag, given)
        if tag not in VOID:
            self.stack.append(style_within(self.stack[-1], tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag in LINE_ENDS:
            self.end_line()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag == tag:
                del self.stack[depth:]
                break
        # After a paragraph inside a list's line, more of that line may follow.
        if tag in LINE_ENDS and any(style.tag == "li" for style in self.stack):
            self.line.kind = "list"

    def handle_data(self, data: str) -> None:
        style = self.stack[-1]
        if style.is_marker:
            self.line.numbered = self.line.numbered or bool(NUMBER.match(data.strip()))
        elif not style.is_unseen:
            words = re.sub(r"[ \t\r\n\f]+", " ", data)
            self.line.runs.append((words, style.bold, style.italic, style.link))

    # Lines ----------------------------------------------------------------------------------------
    def begin_line(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(tag)
        style, classes = given.get("style", ""), given.get("class", "")
        if tag in HEADINGS or HEADING_CLASS.search(classes):
            self.line.kind = "subhead"
        elif (
            tag == "li"
            or LIST_STYLE.search(style)
            or LIST_CLASS.search(classes)
            or any(style.tag == "li" for style in self.stack)
        ):
            self.line.kind = "list"
        elif any(style.tag in HEADINGS for style in self.stack):
            self.line.kind = "subhead"
        self.line.numbered = bool(self.lists) and self.lists[-1] == "ol"

    def end_line(self) -> None:
        line, self.line = self.line, Line()
        if not any(words.strip() for words, *_look in line.runs):
            return
        for runs in parted(line.runs):
            self.pieces.append(piece_of(Line(line.kind, line.numbered, runs)))


def is_tracker(given: dict[str, str]) -> bool:
    """Say whether a picture is one that nobody sees: a mail's counter of readers, a spacer."""
    return given.get("width") in ("0", "1") or given.get("height") in ("0", "1")


def style_within(outer: Style, tag: str, given: dict[str, str]) -> Style:
    """Return what holds inside an element that stands in another."""
    css, classes, href = given.get("style", ""), given.get("class", ""), given.get("href", "")
    weight, slant = WEIGHT.search(css), SLANT.search(css)
    bold = outer.bold or tag in ("b", "strong")
    if weight:
        # Docs wraps the whole clipboard in a <b> that is not bold.
        bold = weight[1].lower() in ("bold", "bolder") or (
            weight[1] >= "600" and weight[1].isdigit()
        )
    italic = outer.italic or tag in ("i", "em")
    if slant:
        italic = slant[1].lower() in ("italic", "oblique")
    is_note = bool(
        NOTE_STYLE.search(css)
        or NOTE_CLASS.search(classes)
        or (tag == "a" and ANCHOR.search(href))
        or ANCHOR.match("#" + given.get("id", "-"))
    )
    return Style(
        tag=tag,
        bold=bold and tag not in HEADINGS,
        italic=italic,
        link=true_address(href) if tag == "a" else outer.link,
        is_unseen=outer.is_unseen or tag in UNSEEN or is_note,
        is_marker=outer.is_marker or bool(MARKER_STYLE.search(css)),
    )


Runs = list[tuple[str, bool, bool, str]]


def parted(runs: Runs) -> list[Runs]:
    """Part the runs of a line where two breaks follow each other; a break that only wraps a line becomes a space."""
    lines: list[Runs] = [[]]
    for run in runs:
        if run[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    texts = ["".join(words for words, *_look in line).strip() for line in lines]
    joins = hangs_together(texts)
    parts: list[Runs] = [[]]
    for at, line in enumerate(lines):
        if not texts[at]:
            parts.append([])
            continue
        if parts[-1]:
            parts[-1].append((" " if joins[at] else "\n", False, False, ""))
        parts[-1] += line
    return [part for part in parts if any(words.strip() for words, *_look in part)]


def piece_of(line: Line) -> Piece:
    """Return a line as a piece of a story; a short one that is bold from end to end is a subhead."""
    words = tidy("".join(words for words, *_look in line.runs))
    seen = [run for run in line.runs if run[0].strip()]
    is_bold = all(bold for _words, bold, *_look in seen) and "\n" not in words
    is_short = len(words) <= LONGEST_BOLD_SUBHEAD and words[-1:] not in '.,:;?!…”"'
    if line.kind == "paragraph" and is_bold and is_short:
        return Piece("subhead", escape(words, quote=False), words)
    return Piece(line.kind, html_of(line.runs), words, numbered=line.numbered)


def html_of(runs: Runs) -> str:
    """Return runs of words as rich text: spaces at the ends gone, neighbours of one look together."""
    merged: Runs = []
    for words, *look in runs:
        if merged and list(merged[-1][1:]) == look:
            merged[-1] = (merged[-1][0] + words, *look)  # type: ignore[assignment]
        else:
            merged.append((words, *look))  # type: ignore[arg-type]
    html = ""
    for words, bold, italic, link in merged:
        html += _dressed(words, bold=bold, italic=italic, link=link)
    return tidy(html).replace("\n", "<br/>")


def _dressed(words: str, *, bold: bool, italic: bool, link: str) -> str:
    core = words.strip()
    if not core:
        return words
    html = escape(core, quote=False)
    if italic:
        html = f"<i>{html}</i>"
    if bold:
        html = f"<b>{html}</b>"
    if link:
        html = f'<a href="{escape(link)}">{html}</a>'
    lead = words[: len(words) - len(words.lstrip())]
    return lead + html + words[len(words.rstrip()) :]


def read_html(html: str) -> tuple[list[Piece], int]:
    """Return the pieces of a clipboard's HTML, and how many pictures were left out."""
    reader = ClipboardReader()
    plain = DECLARATION.sub("", COMMENT.sub("", html.replace("\x00", "")))
    reader.feed(plain.replace("<!", "&lt;!").replace("<?", "&lt;?"))
    reader.close()
    reader.end_line()
    return reader.pieces, reader.pictures
