"""One credit line, while it is read."""

import re

from broadsheet.photos.credits import wording
from broadsheet.photos.credits.credit import Credit, Relation
from broadsheet.photos.credits.names import OwnNames, is_organisation, is_person, split_names
from broadsheet.photos.credits.screen_shots import seen_in


class Line:
    """One line, while it is read: each step takes away what it understands."""

    def __init__(self, line: str, own: OwnNames) -> None:
        self.rest = line
        self.own = own
        self.known: dict[str, object] = {}

    def credit(self) -> Credit | None:
        self.take_photo_by()
        self.take_licence()
        self.take_file()
        for step in (self.screen_shot, self.drawn, self.given, self.by_reader):
            found = step()
            if found is not None:
                return found
        return self.plain()

    def made(self, **known: object) -> Credit:
        return Credit(**{**self.known, **known})  # type: ignore[arg-type]

    # What may stand with any of them --------------------------------------------------------------
    def take_photo_by(self) -> None:
        found = re.search(
            rf"\. (?:{wording.THING} {wording.BY}|تصوير) (?P<names>[^.]+(?:\.[^.]+)*)$",
            self.rest,
            re.I,
        )
        if found and re.match(wording.PHOTO_ILLUSTRATION, self.rest, re.I):
            self.known["made_from"] = split_names(found["names"])
            self.rest = self.rest[: found.start()]

    def take_licence(self) -> None:
        found = wording.LICENCE.search(self.rest)
        if found is None or not found[0]:
            return
        before, after = self.rest[: found.start()], self.rest[found.end() :]
        words = f"{before.rstrip(' ,/|(–—-')} {after.strip(' ,)')}".strip()
        self.known["licence"] = _licence(found[0])
        self.rest = words

    def take_file(self) -> None:
        whole = re.fullmatch(rf"{wording.FILE}", self.rest, re.I)
        first = re.match(rf"{wording.FILE}(?: ?[:/|–—-] ?|, )", self.rest, re.I)
        last = re.search(
            rf"(?:,? ?[/|–—] ?|, ?| \(| ){wording.FILE}(?: {wording.THING})?\)?$", self.rest, re.I
        )
        if whole:
            self.rest = ""
        elif first:
            self.rest = self.rest[first.end() :]
        elif last and last.start():
            self.rest = self.rest[: last.start()]
        else:
            return
        self.known["is_file"] = True

    def take_via(self) -> None:
        found = re.search(
            rf"(?:^|,? |[/|] ?){wording.VIA} (?P<via>[^/|]+(?:/[^/|]+)?)$", self.rest, re.I
        )
        if found:
            self.known["via"] = found["via"].strip()
            self.rest = self.rest[: found.start()].strip(" ,/|")

    def take_order(self) -> None:
        """Take “for The Ledger” away, where it cannot be part of a name."""
        found = re.search(
            rf"(?:^|[,/|]? ?){wording.SPECIAL_TO} (?P<whom>(?-i:[^\W\d_a-z]).*|the .+)$",
            self.rest,
            re.I,
        )
        if found is None or (found.start() and self.rest[found.start()] not in " ,/|"):
            return
        before = self.rest[: found.start()].strip(" ,/|")
        makers = re.split(r" ?[/|] ?", before)
        if before and not any(
            is_person(one) or self.is_agency(one) or len(split_names(one)) > 1 for one in makers
        ):
            return
        self.known["for_whom"] = re.sub(r"^the ", "the ", found["whom"].strip())
        self.rest = before

    # Ways in which it came ------------------------------------------------------------------------
    def screen_shot(self) -> Credit | None:
        found = re.match(
            rf"(?:{wording.THING} ?: ?)?{wording.SCREEN_SHOT}(?![^\W_])", self.rest, re.I
        )
        ending = re.search(rf" ?[/|,] ?{wording.SCREEN_SHOT}$", self.rest, re.I)
        if found:
            rest = self.rest[found.end() :].strip(" :/|,–—-")
        elif ending:
            rest = self.rest[: ending.start()]
        else:
            return None
        rest = re.sub(rf"^(?:{wording.BY}|{wording.VIA}|of|courtesy of) ", "", rest, flags=re.I)
        return self.made(relation=Relation.SCREEN_SHOT, **seen_in(rest))

    def drawn(self) -> Credit | None:
        for pattern, relation in (
            (wording.PHOTO_ILLUSTRATION, Relation.PHOTO_ILLUSTRATION),
            (wording.MADE_WITH_AI, Relation.AI),
            (wording.ILLUSTRATION, Relation.ILLUSTRATION),
        ):
            found = re.match(rf"{pattern}(?![^\W_])", self.rest, re.I)
            if found:
                return self.signed(relation, self.rest[found.end() :])
        return None

    def signed(self, relation: Relation, rest: str) -> Credit | None:
        tool = ""
        using = re.search(
            rf"(?: using | with |[:(,/|] ?)(?P<tool>{wording.AI_TOOLS})\)?$", rest, re.I
        )
        if relation == Relation.AI and using:
            tool, rest = using["tool"], rest[: using.start()]
        by = re.match(rf"^ ?(?:[:/|] ?|{wording.BY} )", rest, re.I)
        if rest.strip() and not by:
            return None
        names, organisation = self.split(rest[by.end() :] if by else "")
        return self.made(
            relation=relation, platform=tool, creators=names, organisation=organisation
        )

    def given(self) -> Credit | None:
        for long, alone, relation in (
            (wording.PROVIDED, wording.PROVIDED_ALONE, Relation.PROVIDED),
            (wording.COURTESY, wording.COURTESY_ALONE, Relation.COURTESY),
            (wording.HANDOUT, wording.HANDOUT_ALONE, Relation.HANDOUT),
        ):
            found = self.given_as(long, alone, relation)
            if found is not None:
                return found
        return None

    def given_as(self, long: str, alone: str, relation: Relation) -> Credit | None:
        thing = rf"(?:{wording.THING} )?"
        label = rf"(?:{wording.THING} ?[:/|] ?)?"
        if re.fullmatch(rf"{label}{thing}{alone}(?: {wording.THING})?", self.rest, re.I):
            return self.made(relation=relation)
        long_form = re.fullmatch(
            rf"(?:(?P<names>.+?)(?:, | ?[/|] ?| [–—-] ))?{label}{thing}{long} ?:? ?(?P<giver>.+)",
            self.rest,
            re.I,
        )
        short_form = re.fullmatch(
            rf"(?P<who>.+?)(?: ?[/|] ?|, ){thing}{alone}(?: {wording.THING})?", self.rest, re.I
        )
        opening = re.fullmatch(
            rf"{alone}(?: {wording.THING})?(?: ?[:/|] ?| {wording.BY} )(?P<who>.+)", self.rest, re.I
        )
        if long_form and not short_form:
            self.rest = long_form["giver"]
            self.take_via()
            names = split_names(_unlabelled(long_form["names"] or ""))
            return self.made(relation=relation, creators=names, organisation=self.rest)
        who = short_form or opening
        if who is None:
            return None
        self.rest = _unlabelled(who["who"])
        self.take_via()
        names, organisation = self.split(self.rest)
        if not organisation and not short_form:
            names, organisation = (), self.rest
        return self.made(relation=relation, creators=names, organisation=organisation)

    def by_reader(self) -> Credit | None:
        if re.fullmatch(
            rf"{wording.READER}(?: {wording.THING}| submission)?|{wording.THING} (?:del? |من )?{wording.READER}",
            self.rest,
            re.I,
        ):
            return self.made(relation=Relation.READER)
        found = re.fullmatch(
            rf"(?:{wording.READER} {wording.THING}(?: ?: ?| {wording.BY} )|{wording.THING}(?: ?: ?| {wording.BY} )(?:el |la )?{wording.READER}(?: ?: ?| ))(?P<names>.+)"
            rf"|(?P<before>.+?)(?: ?[/|] ?|, ){wording.READER}(?: {wording.THING}| submission)?",
            self.rest,
            re.I,
        )
        if found is None:
            return None
        return self.made(
            relation=Relation.READER, creators=split_names(found["names"] or found["before"])
        )

    # The rest: names, and whom they work for ------------------------------------------------------
    def plain(self) -> Credit | None:
        staff_photo = re.match(
            rf"(?P<paper>.*?) ?{wording.STAFF} {wording.THING}(?: ?[:/|] ?| {wording.BY} |$)",
            self.rest,
            re.I,
        )
        if staff_photo and (
            not staff_photo["paper"]
            or is_organisation(staff_photo["paper"])
            or self.own.has(staff_photo["paper"])
        ):
            names = split_names(self.rest[staff_photo.end() :])
            return self.staff(names, staff_photo["paper"])
        self.rest = _unlabelled(self.rest)
        self.take_via()
        self.take_order()
        names, organisation = self.split(self.rest)
        if re.fullmatch(wording.STAFF, organisation, re.I) or self.own.has(organisation):
            return self.staff(names, organisation)
        if self.known.get("for_whom") and not self.is_agency(organisation):
            return self.made(creators=names, organisation=organisation, relation=Relation.FREELANCE)
        return self.made(
            creators=names, organisation=organisation, relation=self.relation_of(organisation)
        )

    def staff(self, names: tuple[str, ...], organisation: str) -> Credit:
        return self.made(
            relation=Relation.STAFF,
            creators=names,
            organisation=self.own.printed or organisation,
        )

    def relation_of(self, organisation: str) -> Relation:
        if self.is_agency(organisation) or self.is_agency(str(self.known.get("via", ""))):
            return Relation.WIRE
        return Relation.UNKNOWN

    def is_agency(self, name: str) -> bool:
        return any(part.casefold() in wording.AGENCIES for part in (name, *re.split("[/|]", name)))

    def split(self, line: str) -> tuple[tuple[str, ...], str]:
        """Return the names, and the organisation."""
        line = line.strip(" ,/|")
        agency_photo = re.match(
            rf"(?P<agency>[^/|,]{{2,40}}?) {wording.THING} ?(?:[/|:] ?(?P<names>.+))?$", line, re.I
        )
        if (
            agency_photo
            and not self.is_agency(line)
            and (self.is_agency(agency_photo["agency"]) or is_organisation(agency_photo["agency"]))
        ):
            return split_names(agency_photo["names"] or ""), agency_photo["agency"]
        parts = _in_two(line)
        first, last = parts[0].strip(" ,"), re.sub(r" ?([/|]) ?", r"\1", parts[-1]).strip(" ,")
        if len(parts) == 1:
            alone_is_organisation = (
                self.is_agency(first) or self.own.has(first) or is_organisation(first)
            )
            return ((), first) if alone_is_organisation else (split_names(first), "")
        if (self.is_agency(first) or self.own.has(first)) and is_person(last):
            first, last = last, first
        return split_names(first), last


def _unlabelled(line: str) -> str:
    """Return a line without the labels before it and the year after a mark of copyright."""
    before = None
    while line != before:
        before = line
        line = (
            YEAR_AFTER.sub("", wording.LABEL.sub("", line, count=1))
            if wording.LABEL.match(line)
            else line
        )
        line = line.strip(" :/|,")
    return line


YEAR_AFTER = re.compile(r"^ ?(?:19|20)\d\d,? ")


def _in_two(line: str) -> list[str]:
    """Return who made it and for whom, parted where the line says so; or one piece."""
    for sign in (r" [/|–—-] ", r" ?[/|] ?"):
        parts = re.split(sign, line, maxsplit=1)
        if len(parts) == 2:
            names, comma, last = parts[0].rpartition(", ")
            # “Nell Roe, Pool/AFP”: what stands before the slash is no name.
            if (
                comma
                and is_person(names)
                and not is_person(last)
                and not re.search(rf" {wording.AND} ", last)
            ):
                return [names, f"{last}/{parts[1]}"]
            return parts
    return _at_last_comma(line)


def _at_last_comma(line: str) -> list[str]:
    """Return a line in two where its last comma parts names from an organisation, and not two of several names."""
    before, comma, after = line.replace("،", ",").rpartition(",")
    if (
        not comma
        or re.search(rf" {wording.AND} |{wording.AND_JOINED}", after, re.I)
        or re.match(r" ?(?:Jr|Sr|Inc|LLC|Ltd|II|III)\b", after)
    ):
        return [line]
    return [before, after]


def _licence(words: str) -> str:
    """Return a licence as it is written.

    >>> _licence("cc by sa 4.0"), _licence("CC0"), _licence("public domain")
    ('CC BY-SA 4.0', 'CC0', 'public domain')
    """
    if not words.casefold().startswith("cc"):
        return words.casefold()
    terms = re.findall(r"[a-z]+|\d(?:\.\d)?", words.casefold())
    kinds = "-".join(term.upper() for term in terms[1:] if term in ("by", "nc", "sa", "nd"))
    others = " ".join(term for term in terms[1:] if term not in ("by", "nc", "sa", "nd"))
    return " ".join(filter(None, ("CC", kinds, others))) if kinds else "CC0"
