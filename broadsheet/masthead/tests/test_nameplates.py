"""A nameplate that is drawn: shapes alone, in the colour of the text, with the paper's name in words."""

import time
import tracemalloc
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from broadsheet.masthead.models import Paper
from broadsheet.masthead.nameplates import clean_nameplate

PLATE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 80"><path d="M0 0h600v80H0z"/></svg>'
)
FROM_A_DRAWING_PROGRAM = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created for the Ledger -->
<svg width="600" height="80" viewBox="0,0 600 80" version="1.1" id="svg5" xml:space="preserve"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns="http://www.w3.org/2000/svg">
  <sodipodi:namedview id="namedview7" inkscape:zoom="2"><a/></sodipodi:namedview>
  <title>Ledger</title>
  <metadata><who>me</who></metadata>
  <defs id="defs2"/>
  <g inkscape:label="Layer 1" id="layer1" fill="#000" transform="translate(3,4)">
    <rect x="1" y="2" width="90" height="40" class="big"/>
    <circle cx="120" cy="30" r="20" fill="#808080" stroke="none"/>
  </g>
</svg>
"""


def inside(shapes: str) -> str:
    return PLATE.replace('<path d="M0 0h600v80H0z"/>', shapes)


def test_a_drawing_keeps_its_shapes_and_loses_its_programs_notes():
    assert clean_nameplate(FROM_A_DRAWING_PROGRAM) == (
        '<svg viewBox="0 0 600 80"><g fill="currentColor" transform="translate(3,4)">'
        '<rect x="1" y="2" width="90" height="40"/>'
        '<circle cx="120" cy="30" r="20" fill="#808080" stroke="none"/></g></svg>'
    )


def test_a_drawing_that_was_cleaned_stays_as_it_is():
    cleaned = clean_nameplate(FROM_A_DRAWING_PROGRAM)

    assert clean_nameplate(cleaned) == cleaned
    assert clean_nameplate("  ") == ""


@pytest.mark.parametrize(
    ("drawing", "why"),
    [
        ("not a drawing", "no SVG"),
        (PLATE[:-6], "no SVG"),
        ("<html><body/></html>", "one <svg>"),
        (PLATE.replace(' viewBox="0 0 600 80"', ""), "no viewBox"),
        (PLATE.replace("600 80", "100 100"), "one line"),
        (PLATE.replace("600 80", "6000 80"), "one line"),
        (PLATE.replace("600 80", "600 0"), "one line"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + PLATE, "DOCTYPE"),
        (inside("<script>alert(1)</script>"), "<script>"),
        (inside("<defs><style>path{fill:red}</style></defs><path d='M0 0'/>"), "<style>"),
        (inside('<image href="x.png"/>'), "<image>"),
        (inside("<foreignObject><p>x</p></foreignObject>"), "<foreignObject>"),
        (inside('<use href="#a"/>'), "<use>"),
        (inside('<a href="https://x.example"><path d="M0 0"/></a>'), "<a>"),
        (inside('<animate attributeName="d"/>'), "<animate>"),
        (inside("<svg viewBox='0 0 60 8'><path d='M0 0'/></svg>"), "one <svg>"),
        (inside("<text>The Ledger</text>"), "outlines"),
        (inside("<g>The Ledger</g>"), "outlines"),
        (inside('<path d="M0 0" onclick="alert(1)"/>'), "onclick"),
        (inside('<path d="M0 0" style="fill:red"/>'), "style"),
        (inside('<path d="M0 0" fill="url(#a)"/>'), "no color"),
        (inside('<path d="M0 0" transform="url(http://x)"/>'), "transform"),
        (inside('<path d="M0 0" filter="url(#a)"/>'), "filter"),
        (inside('<path d="M0 0" fill="#fff"/>'), "#ffffff has a contrast of 1.0:1"),
        (inside('<path d="M0 0" fill="#0f4c3a"/>'), "with #131618; 3:1"),
        (inside(""), "no shape"),
        (inside('<path d="M0 0"/>' * 121), "too large"),
        (inside(f'<path d="{"M0 0" * 4000}"/>'), "too large"),
        (inside(f'<path d="{"M0 0" * 11000}"/>'), "too large"),
    ],
)
def test_what_may_not_stand_in_every_page_is_refused_in_a_sentence(drawing: str, why: str):
    with pytest.raises(ValidationError) as refused:
        clean_nameplate(drawing)

    assert why in refused.value.messages[0]
    assert refused.value.messages[0].endswith(".")


# XML from outside --------------------------------------------------------------------------------
def declaring(entities: str, words: str = "") -> str:
    return f'<?xml version="1.0"?><!DOCTYPE svg [{entities}]>' + inside(
        f'<path d="M0 0"/><desc>{words}</desc>'
    )


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://169.254.169.254/latest/meta-data/">',
        '<!ENTITY x PUBLIC "a" "http://127.0.0.1/">',
        '<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;',
        "",
    ],
)
def test_f01_a_drawing_that_names_another_file_is_refused_and_nothing_is_read(
    entity: str, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    monkeypatch.setattr("builtins.open", lambda *args, **_more: asked.append(str(args)))
    monkeypatch.setattr("socket.create_connection", lambda *args, **_more: asked.append(str(args)))

    with pytest.raises(ValidationError, match="DOCTYPE"):
        clean_nameplate(declaring(entity, "&x;"))

    assert asked == []


BILLION = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
)
QUADRATIC = f'<!ENTITY q "{"q" * 20_000}">'


@pytest.mark.parametrize(
    ("entities", "words"),
    [(BILLION, "&l9;"), (QUADRATIC, "&q;" * 5_000)],
    ids=["billion", "quadratic"],
)
def test_f02_a_drawing_that_would_unfold_is_refused_in_a_moment_and_no_memory(
    entities: str, words: str
):
    start = time.process_time()
    tracemalloc.start()

    with pytest.raises(ValidationError):
        clean_nameplate(declaring(entities, words))

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000
    assert time.process_time() - start < 0.5


@pytest.mark.django_db
def test_f02_a_spreadsheet_is_never_unpacked_where_redirects_are_imported(
    paper: Paper, publisher, client
):
    client.force_login(publisher)
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", declaring(BILLION, "&l9;"))
    file = SimpleUploadedFile("redirects.xlsx", bomb.getvalue())

    answer = client.post(
        reverse("wagtailredirects:start_import"), {"import_file": file}, follow=True
    )

    assert answer.status_code == 200
    assert "xlsx" in answer.text
    assert not Redirect.objects.exists()


@pytest.mark.django_db
def test_no_way_of_saving_a_paper_passes_the_check_by(paper: Paper):
    paper.nameplate_svg = inside("<script>alert(1)</script>")

    with pytest.raises(ValidationError):
        paper.save()

    assert Paper.objects.get(pk=paper.pk).nameplate_svg == ""


@pytest.mark.django_db
def test_a_reader_sees_the_drawing_and_hears_the_name(paper: Paper, press, read):
    assert read("/").status == 200
    paper.nameplate_svg = FROM_A_DRAWING_PROGRAM
    paper.save()
    press.print_all()

    heading = BeautifulSoup(read("/").text, "html.parser").find("h1")
    small = BeautifulSoup(read("/contact/").text, "html.parser").find(class_="plate-small")

    assert heading.get_text(strip=True) == "The Larkmere Ledger"
    assert heading.svg["aria-hidden"] == "true"
    assert small.svg.rect
    assert small.a.get_text(strip=True) == "The Larkmere Ledger"


@pytest.mark.django_db
def test_a_publisher_hands_the_drawing_over_as_a_file(paper: Paper, publisher, client):
    client.force_login(publisher)
    address = reverse("wagtailsettings:edit", args=["masthead", "paper", paper.site_id])
    fields = form_fields(client.get(address))

    refused = client.post(
        address, {**fields, "nameplate_file": SimpleUploadedFile("plate.svg", b"\xff\xfe<svg")}
    )
    bad = client.post(
        address,
        {**fields, "nameplate_file": SimpleUploadedFile("plate.svg", inside("<script/>").encode())},
    )
    good = client.post(
        address, {**fields, "nameplate_file": SimpleUploadedFile("plate.svg", PLATE.encode())}
    )

    assert "This is no SVG file." in refused.text
    assert "Only plain shapes may stand in a nameplate." in bad.text
    assert good.status_code == 302
    assert Paper.objects.get(pk=paper.pk).nameplate_svg.startswith('<svg viewBox="0 0 600 80">')


def form_fields(answer) -> dict[str, str]:
    """Return what a browser would send back of a form that nobody has touched."""
    form = answer.context["form"]
    soup = BeautifulSoup(answer.text, "html.parser")
    fields = {}
    for field in soup.select("form [name]"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            fields[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            fields[field["name"]] = field.get_text().removeprefix("\n")
        else:
            fields[field["name"]] = field.get(
                "value", "on" if field.get("type") == "checkbox" else ""
            )
    assert form.is_multipart()
    return fields
