import pytest

from broadsheet.lib.datelines import (
    STAND_ALONE,
    STATES,
    print_dateline,
    split_dateline,
    whole_dateline,
)


def test_thirty_cities_stand_alone():
    assert len(STAND_ALONE) == 30


def test_every_state_has_its_short_form_and_eight_are_never_shortened():
    assert len(STATES) == 50
    assert {name for name, short in STATES.items() if name == short} == {
        "Alaska", "Hawaii", "Idaho", "Iowa", "Maine", "Ohio", "Texas", "Utah",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("place", "region", "home", "printed"),
    [
        ("Larkmere", "Wisconsin", "Wisconsin", "LARKMERE"),
        ("Larkmere", "Wisconsin", "Oregon", "LARKMERE, Wis."),
        ("Larkmere", "Wis.", "WI", "LARKMERE"),
        ("Seattle", "Washington", "Oregon", "SEATTLE"),
        ("Denver", "North Carolina", "", "DENVER, N.C."),
        ("Washington", "D.C.", "", "WASHINGTON"),
        ("McLean", "Va.", "", "McLEAN, Va."),
        ("Toronto", "Ontario", "Oregon", "TORONTO, Ontario"),
        ("Aboard the Martha Quill", "", "", "ABOARD THE MARTHA QUILL"),
        ("", "Oregon", "", ""),
    ],
)
def test_a_dateline_is_printed_in_ap_style(place, region, home, printed):
    assert print_dateline(place, region, home_region=home) == printed


@pytest.mark.parametrize(
    ("paragraph", "place", "region", "agency"),
    [
        ("LARKMERE — The ferry", "LARKMERE", "", ""),
        ("LARKMERE—The ferry", "LARKMERE", "", ""),
        ("LARKMERE, Wis. (AP) -- The ferry", "LARKMERE", "Wisconsin", "AP"),
        ("LARKMERE, WI – “The ferry", "LARKMERE", "Wisconsin", ""),
        ("ABOARD A COUNTY TROLLEY — The ferry", "ABOARD A COUNTY TROLLEY", "", ""),
        ("McQUILL, Ore. — The ferry", "McQUILL", "Oregon", ""),
        ("LONDON, May 3 (Reuters) - The ferry", "LONDON", "", "Reuters"),
        ("MADRID, 3 may (EFE).- El barco", "MADRID", "", "EFE"),
        ("Berlin (dpa) - Die Fähre", "Berlin", "", "dpa"),
        ("Grünau – Die Fähre", "Grünau", "", ""),
        ("PARIS, 3 mai (AFP) – Le bac", "PARIS", "", "AFP"),
        ("(ANSA) - ROMA, 3 MAG - Il traghetto", "ROMA", "", "ANSA"),
    ],
)
def test_a_dateline_is_split_off_the_first_paragraph(paragraph, place, region, agency):
    dateline, rest = split_dateline(paragraph)

    assert (dateline.place, dateline.region, dateline.agency) == (place, region, agency)
    assert paragraph.startswith(dateline.text)
    assert paragraph.endswith(rest)
    assert rest.lstrip("“").split()[0] in ("The", "Die", "El", "Le", "Il")


@pytest.mark.parametrize(
    "paragraph",
    [
        "The ferry — late again — came in at noon.",
        "Commuters – most of them wet – applauded.",
        "UPDATE — The ferry is in.",
        "EDITOR’S NOTE — This story was changed.",
        "Q: What happened?",
        "It was late — He said so himself.",
        "Wet hens – The Musical – opens tonight.",
        "",
    ],
)
def test_a_dash_alone_makes_no_dateline(paragraph):
    assert split_dateline(paragraph) == (None, paragraph)


@pytest.mark.parametrize("line", ["LARKMERE, Wis. (AP) —", "LARKMERE, Wis.", "LARKMERE —"])
def test_a_dateline_may_stand_on_its_own_line(line):
    assert whole_dateline(line).place == "LARKMERE"


@pytest.mark.parametrize("line", ["LOCAL NEWS", "OPINION —", "By JANE DOE", "Larkmere"])
def test_a_label_is_no_dateline(line):
    assert whole_dateline(line) is None
