"""Dates on a page: “May 19, 2016”, “19. Mai 2016”, “2016-05-19”, and the lines that hold one."""

import re
from datetime import date
from functools import cache
from typing import Final

from broadsheet.lib.words import word_set

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar januari gener ianuarie jänner enero ene janvier janv janeiro gennaio gen januari styczeń stycznia января tammikuu",
            "feb february februar februari febrer februarie febrero février févr fevereiro fev febbraio februari luty lutego февраля helmikuu",
            "mar march märz mrz marzo mars março maart mrt marts març martie marzec marca марта maaliskuu",
            "apr april abril abr avril avr aprile aprilie kwiecień kwietnia апреля huhtikuu",
            "may mai mayo maio maggio mag mei maj maig maja мая toukokuu",
            "jun june juni junio juin junho giugno giu juny iunie czerwiec czerwca июня kesäkuu",
            "jul july juli julio juillet juil julho luglio lug juliol iulie lipiec lipca июля heinäkuu",
            "aug august agosto ago août augustus augusti agost sierpień sierpnia августа elokuu",
            "sep sept september septiembre septembre setembro set settembre wrzesień września сентября syyskuu",
            "oct october oktober okt octubre octobre outubro out ottobre ott octombrie październik października октября lokakuu",
            "nov november noviembre novembre novembro noiembrie listopad listopada ноября marraskuu",
            "dec december dezember dez diciembre dic desembre desember decembrie décembre déc dezembro dicembre grudzień grudnia декабря joulukuu",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH: Final = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?(?:ta)?"
YEAR: Final = r"(?P<year>(?:1[6-9]|20)\d\d)"
FORMS: Final = (
    re.compile(rf"(?<!\d){YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<![^\W_]){MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {YEAR}\b"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?: de| of|-)?[ -]{MONTH}(?: del?|,|-)?[ -]{YEAR}\b"
    ),
    re.compile(rf"{YEAR}年(?P<number>\d{{1,2}})月(?P<day>\d{{1,2}})日"),
)
NUMBERS = re.compile(
    rf"(?<!\d)(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})(?P=mark){YEAR}(?!\d)"
)
# What may stand beside a date on a line that only tells when.
WHEN_WORDS: Final = word_set(
    """
    first last originally published update updated posted modified created date on at by
    bst cet cest ist aest aedt nzst sast akst hst mez mesz print printed edition est edt et cst cdt ct mst mdt mt pst pdt pt gmt utc a p m am pm
    uhr um vom veröffentlicht aktualisiert erstellt stand datum publicado publicada
    actualizado actualizada fecha el las hrs hora horas publié mis à jour le modifié em
    atualizado às pubblicato aggiornato il alle ore gepubliceerd bijgewerkt om op publicerad
    uppdaterad publisert oppdatert kl опубликовано mon monday tue tues tuesday wed wednesday
    thu thur thurs thursday fri friday sat saturday sun sunday montag dienstag mittwoch
    donnerstag freitag samstag sonnabend sonntag lunes martes miércoles jueves viernes
    sábado domingo lundi mardi mercredi jeudi vendredi samedi dimanche segunda terça quarta
    quinta sexta feira lunedì martedì mercoledì giovedì venerdì sabato domenica maandag
    dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag
    lördag söndag de of h t z time ago local min mins minute minutes read issue
    """
)
CLOCK_TIMES = re.compile(
    r"t?\d{1,2}[:.h]\d\d(?::\d\d)?(?:[ap]m|z|[+-]\d\d:?\d\d)?|\b\d{1,2}(?= ?[ap]\.?m|h\b| uhr)|\b\d+(?= min)"
)
UPDATED = re.compile(
    r"\b(?:updated?|modified|aktualisiert|actualizad[oa]|mis à jour|modifié|atualizado|aggiornato|bijgewerkt|uppdaterad|oppdatert)\b"
)
RELATIVE = re.compile(
    r"(?:(?:published|updated|posted) )?(?:(?:about |an? |\d+ ?)(?:min(?:ute)?s?|h(?:ou)?rs?|h|days?|d|weeks?|months?|years?) ago|yesterday|today|just now|vor \d+ \w+|hace \d+ \w+|il y a \d+ \w+|há \d+ \w+|\d+ \w+ fa|gestern|heute|ayer|hoy)(?: at .{2,12})?|"
    r"(?:\d+ ?[-–]? ?min(?:ute)?s?\.? ?(?:to )?read(?:ing time)?|reading time:? .{1,12}|(?:estimated )?read(?:ing)? time:? .{1,12}|lesezeit:? .{1,12}|\d+ min(?:uten)? lesezeit|\d+ min(?:utos)? de lectura|lecture:? \d+ .{1,10}|temps de lecture.{1,12}|leestijd.{1,12})",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?:um |at )?\d{1,2}(?:[:.h]\d\d)? ?(?:[ap]\.?m\.?|uhr|h|hrs?)?(?: ?(?:[ecmp][sd]?t|gmt|utc|local time))?[.:]?",
    re.IGNORECASE,
)
# What every such line has, so that others need not be looked at.
HINT = re.compile(r"\d| ago\b|yesterday|today|\bnow\b|gestern|heute|ayer|hoy", re.IGNORECASE)
YEAR_HINT = re.compile(r"(?:1[6-9]|20)\d\d")
LIFE_DATES = re.compile(
    r"\(?(?:[^\W\d_]+\.? \d{1,2}, ?)?1[89]\d\d ?(?:[-–—~†|]|to|until) ?(?:[^\W\d_]+\.? \d{1,2}, ?)?(?:19|20)\d\d\)?"
    r"(?:,? \(?(?:age|aged)? ?\d{1,3}(?: years(?: old)?)?\)?)?"
)
DATE_LINE_WORDS: Final = 18


def find_date(text: str, *, month_first: bool = True) -> date | None:
    """Return the first whole date in a text; one that no calendar has is none.

    Args:
        month_first: whether 4/5/2016 is in April, as in America. With dots the day is always first.
    """
    folded = text.casefold()
    for form in FORMS:
        for found in form.finditer(folded):
            parts = found.groupdict()
            month = int(parts["number"]) if "number" in parts else MONTHS[parts["month"]]
            if day := make_date(int(found["year"]), month, int(found["day"])):
                return day
    for found in NUMBERS.finditer(folded):
        first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
        day_first = found["mark"] == "." or first > 12 or not month_first
        month, day_number = (second, first) if day_first else (first, second)
        if day := make_date(year, month, day_number):
            return day
    return None


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_date_line(line: str) -> bool:
    """Return whether a line only tells when: a date, “2 hours ago”, or the minutes of reading."""
    if line.count(" ") >= DATE_LINE_WORDS or HINT.search(line) is None:
        return False
    if RELATIVE.fullmatch(line.strip(" |•·")) or LIFE_DATES.fullmatch(line):
        return True
    folded = line.casefold()
    bare = NUMBERS.sub(" ", folded)
    for form in FORMS:
        bare = form.sub(" ", bare)
    if bare == folded:
        return False
    left = re.findall(r"[^\W_]+", CLOCK_TIMES.sub(" ", bare))
    return all(word in WHEN_WORDS for word in left)


def without_dates(line: str) -> str:
    """Return a line without the whole dates on it, so that a byline before or after one can be read."""
    if HINT.search(line) is None or not YEAR_HINT.search(line):
        return line
    for form in FORMS:
        line = (
            form.sub(" ", line)
            if form.flags & re.IGNORECASE
            else ignoring_case(form).sub(" ", line)
        )
    return NUMBERS.sub(" ", line)


@cache
def ignoring_case(form: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(form.pattern, re.IGNORECASE)


def has_clock(line: str) -> bool:
    """Return whether a date line tells the time of day too, as entries of live coverage do."""
    return CLOCK_TIMES.search(line.casefold()) is not None


def is_clock_line(line: str) -> bool:
    """Return whether a line is a time of day, as entries of live coverage have above them."""
    return (
        len(line) < 24
        and CLOCK.fullmatch(line.strip()) is not None
        and any(mark in line for mark in ":.hHmM")
    )


def is_life(line: str) -> bool:
    """Return whether a line says when somebody was born and died."""
    years = [int(year) for year in re.findall(r"\b(?:1[6-9]|20)\d\d\b", line)]
    return len(years) >= 2 and max(years) - min(years) > 1


def is_update(line: str) -> bool:
    return UPDATED.search(line.casefold()) is not None
