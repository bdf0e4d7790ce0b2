"""What is taken in from each program's clipboard. The HTML is written as those programs write it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.masthead.models import Paper
from broadsheet.newsroom.models import User
from broadsheet.stories.models import Story
from broadsheet.stories.pasting_html import read_html, true_address
from broadsheet.stories.pasting_text import read_text
from broadsheet.stories.tests.test_desk_writing import autosave
from broadsheet.stories.tests.test_roles import story_fields

DOCS_SPAN = (
    "font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;"
    "font-weight:400;font-style:normal;font-variant:normal;text-decoration:none;"
    "vertical-align:baseline;white-space:pre;white-space:pre-wrap;"
)
FROM_DOCS = f"""<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-5f2b1c1e-7fff-a1b2-c3d4-000000000000"><p dir="ltr"
style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span style="{DOCS_SPAN}">The ferry </span><span
style="{DOCS_SPAN.replace("font-weight:400", "font-weight:700")}">runs</span><span style="{DOCS_SPAN}"> again, the </span><a
href="https://www.google.com/url?q=https://county.example/ferry?a%3D1&amp;sa=D&amp;source=editors&amp;ust=1764000000&amp;usg=AOvVaw0"
style="text-decoration:none;"><span style="{DOCS_SPAN.replace("none", "underline")}">county</span></a><span
style="{DOCS_SPAN}"> said.</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p><br /><h2 dir="ltr"
style="line-height:1.38;margin-top:18pt;"><span style="{DOCS_SPAN}">What it costs</span></h2><p dir="ltr"><span
style="border:none;display:inline-block;overflow:hidden;width:624px;height:351px;"><img
src="https://lh7-rt.googleusercontent.com/docsz/AD_4nX" width="624" height="351" /></span></p><ul
style="margin-top:0;margin-bottom:0;padding-inline-start:48px;"><li dir="ltr" aria-level="1"
style="list-style-type:disc;font-size:11pt;"><p dir="ltr" role="presentation"><span style="{DOCS_SPAN}">Cars: </span><span
style="{DOCS_SPAN.replace("font-style:normal", "font-style:italic")}">$4</span></p></li><li dir="ltr" aria-level="1"><p
dir="ltr" role="presentation"><span style="{DOCS_SPAN}">Bicycles: free</span></p></li></ul></b><br
class="Apple-interchange-newline">"""

FROM_WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>
</w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {margin:0in; font-size:12.0pt;} --></style></head>
<body lang=EN-US style='tab-interval:.5in;word-wrap:break-word'><!--StartFragment-->
<p class=MsoNormal><span style='color:#1F4E79;mso-themecolor:accent1'>The ferry <b><span
style='mso-bidi-font-weight:normal'>runs</span></b> <i style='mso-bidi-font-style:normal'>again</i>,<span
style='mso-spacerun:yes'>  </span>the <a href="https://county.example/">county</a> said.<a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a><span
class=MsoCommentReference><a class=msocomoff href="#_msocom_1">[NT1]</a></span><o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<h2>What it costs<o:p></o:p></h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>Cars: $4<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Bicycles: free</p>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="P1"><v:imagedata src="file:///C:/x.png"/></v:shape><![endif]--><![if
!vml]><img width=602 height=401 src="file:///C:/Users/nell/clip_image001.png"><![endif]>Nobody knew why.</p>
<!--EndFragment--><div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p
class=MsoFootnoteText>Minutes of May 4.</p></div></div><div style='mso-element:comment'><p class=MsoCommentText>Check
this.</p></div></body></html>"""

FROM_PAGES = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Generator"
content="Cocoa HTML Writer"><style type="text/css">p.p1 {margin: 0.0px 0.0px 0.0px 0.0px; font: 11.0px 'Helvetica
Neue'; color: #000000} span.s1 {font-kerning: none}</style></head><body><p class="p1"><span class="s1">The ferry
<b>runs</b> <i>again</i>, the <a href="https://county.example/"><span class="s2">county</span></a> said.</span></p>
<p class="p2"><span class="s1"></span><br></p><p class="p3"><span class="s1"><b>What it costs</b></span></p>
<ul class="ul1"><li class="li1"><span class="s3"></span><span class="s1">Cars: $4</span></li><li class="li1"><span
class="s1">Bicycles: free</span></li></ul><p class="p1"><span class="s1">Nobody knew why.</span></p></body></html>"""

FROM_GMAIL = """<meta http-equiv="content-type" content="text/html; charset=utf-8"><div dir="ltr"
class="gmail_default" style="font-family:tahoma,sans-serif">The ferry <b>runs</b> <i>again</i>, the <a
href="https://county.example/" target="_blank" data-saferedirecturl="https://www.google.com/url?q=x">county</a>
said.</div><div class="gmail_default"><br></div><div class="gmail_default">Nobody&nbsp;knew why.</div><img
src="https://count.example/open.gif" width="1" height="1">"""

FROM_OUTLOOK = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang="EN-US" link="#0563C1"><div
class="WordSection1"><p class="MsoNormal"><span style="font-size:11.0pt;font-family:&quot;Calibri&quot;">The ferry
runs again, the <a href="https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcounty.example%2F&amp;data=05"
>county</a> said.<o:p></o:p></span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Nobody knew
why.<o:p></o:p></p></div></body></html>"""

FROM_MAIL = """> The ferry runs again after a year of repairs, the county said Monday. It
> had been out of service since the ice took its landing in the spring of
> last year.
>
> What it costs:
> * Cars: $4
> * Bicycles: free

Nobody knew why.

--{}
Nell Tellander
(608) 555-0142
""".format(" ")


def lines(html: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.html) for piece in read_html(html)[0]]


FIRST = 'The ferry <b>runs</b> <i>again</i>, the <a href="https://county.example/">county</a> said.'


def test_docs_comes_in_without_its_bold_wrapping_and_its_redirects() -> None:
    assert lines(FROM_DOCS) == [
        (
            "paragraph",
            'The ferry <b>runs</b> again, the <a href="https://county.example/ferry?a=1">county</a> said.',
        ),
        ("subhead", "What it costs"),
        ("list", "Cars: <i>$4</i>"),
        ("list", "Bicycles: free"),
    ]
    assert read_html(FROM_DOCS)[1] == 1


def test_word_comes_in_without_footnotes_comments_and_list_marks() -> None:
    assert lines(FROM_WORD) == [
        ("paragraph", FIRST),
        ("subhead", "What it costs"),
        ("list", "Cars: $4"),
        ("list", "Bicycles: free"),
        ("paragraph", "Nobody knew why."),
    ]
    pieces, pictures = read_html(FROM_WORD)
    assert [piece.numbered for piece in pieces[2:4]] == [True, True]
    assert pictures == 1


def test_pages_comes_in_with_its_bold_lines_as_subheads() -> None:
    assert lines(FROM_PAGES) == [
        ("paragraph", FIRST),
        ("subhead", "What it costs"),
        ("list", "Cars: $4"),
        ("list", "Bicycles: free"),
        ("paragraph", "Nobody knew why."),
    ]


def test_gmail_comes_in_by_its_lines_and_its_counter_is_no_picture() -> None:
    assert lines(FROM_GMAIL) == [("paragraph", FIRST), ("paragraph", "Nobody knew why.")]
    assert read_html(FROM_GMAIL)[1] == 0


def test_outlook_comes_in_without_the_redirects_of_its_links() -> None:
    assert lines(FROM_OUTLOOK) == [
        (
            "paragraph",
            'The ferry runs again, the <a href="https://county.example/">county</a> said.',
        ),
        ("paragraph", "Nobody knew why."),
    ]


def test_plain_mail_comes_in_with_its_lines_put_together() -> None:
    assert [(piece.kind, piece.html) for piece in read_text(FROM_MAIL)] == [
        (
            "paragraph",
            "The ferry runs again after a year of repairs, the county said Monday. It had been out of service "
            "since the ice took its landing in the spring of last year.",
        ),
        ("paragraph", "What it costs:"),
        ("list", "Cars: $4"),
        ("list", "Bicycles: free"),
        ("paragraph", "Nobody knew why."),
        ("paragraph", "Nell Tellander<br/>(608) 555-0142"),
    ]


def test_text_with_a_paragraph_a_line_stays_so() -> None:
    assert [piece.words for piece in read_text("One is here.\nTwo is <here>.\n")] == [
        "One is here.",
        "Two is <here>.",
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://[", "/a/"]
)
def test_x04_pasted_links_that_lead_to_no_page_are_dropped(address: str) -> None:
    assert true_address(address) == ""
    assert lines(f'<p>See <a href="{address}">here</a>.</p>') == [("paragraph", "See here.")]


@given(st.text(alphabet="<>!/-=[]&;\"' abp1\n?", max_size=60))
def test_f06_nothing_on_a_clipboard_breaks_it_and_no_foreign_tag_comes_through(html: str) -> None:
    for kind, found in lines(html):
        left = found
        for ours in ("<b>", "</b>", "<i>", "</i>", "<br/>", "</a>"):
            left = left.replace(ours, "")
        assert "<" not in left.replace('<a href="', "")
        assert kind in ("paragraph", "subhead", "list")


@pytest.mark.django_db
def test_the_editing_screen_gets_blocks_and_is_told_of_pictures(
    client: Client, reporter: User, paper: Paper
) -> None:
    client.force_login(reporter)

    answer = client.post(reverse("paste"), {"html": FROM_WORD, "text": "unread"}).json()

    assert answer["html"] == (
        f"<p>{FIRST}</p><p>\ue0000\ue000</p><p>\ue0001\ue000</p><p>Nobody knew why.</p>"
    )
    subhead, numbered = answer["blocks"]
    assert subhead == {"type": "subhead", "value": "What it costs"}
    assert numbered["value"]["numbered"] is True
    assert "Cars: $4" in numbered["value"]["items"][0]["value"]
    assert "A picture was left out." in answer["notice"]


@pytest.mark.django_db
def test_strangers_have_nothing_read(client: Client, paper: Paper) -> None:
    assert client.post(reverse("paste"), {"text": "One"}).status_code == 302


# At saving ----------------------------------------------------------------------------------------
@pytest.fixture
def saved(client: Client, reporter: User, sections: Any) -> Any:
    client.force_login(reporter)
    url = reverse("wagtailadmin_pages:add", args=["stories", "story", sections["local-news"].pk])

    def save(**more: str) -> Story:
        assert autosave(client, url, story_fields('"It\'s" here -- now', **more)).json()["success"]
        story: Story = Story.objects.get().get_latest_revision_as_object()
        return story

    return save


@pytest.mark.django_db
def test_marks_are_set_when_a_story_is_saved(saved: Any) -> None:
    assert saved(teaser='"So..."').title == "“It’s” here — now"
    assert Story.objects.get().teaser == "“So…”"


@pytest.mark.django_db
def test_wire_copy_marked_verbatim_keeps_its_own_marks(saved: Any) -> None:
    assert saved(verbatim="on").title == '"It\'s" here -- now'


@pytest.mark.django_db
def test_a_paper_may_keep_marks_as_they_are_typed(saved: Any, paper: Paper) -> None:
    paper.smart_quotes = False
    paper.save()

    assert saved().title == '"It\'s" here -- now'


@pytest.mark.django_db
def test_marks_are_set_in_every_kind_of_block_but_not_in_its_addresses(make_story: Any) -> None:
    from broadsheet.stories.wording import put_words_right

    story = make_story(
        body=[
            '"<a href="https://www.google.com/url?q=https://county.example/it\'s&amp;sa=D">Here</a>" -- so',
            ("subhead", "It's"),
            ("pull_quote", {"quote": "It's", "speaker": "O'Neil"}),
            ("list", {"items": ["<p>It's</p>"], "numbered": False}),
        ]
    )
    cleaned = {"body": story.body}

    put_words_right(cleaned, "en", sets_marks=True)

    paragraph, subhead, quote, listed = cleaned["body"]
    assert paragraph.value.source == (
        '<p>“<a href="https://county.example/it&#x27;s">Here</a>” — so</p>'
    )
    assert subhead.value == "It’s"
    assert (quote.value["quote"], quote.value["speaker"]) == ("It’s", "O’Neil")
    assert listed.value["items"][0].source == "<p>It’s</p>"
