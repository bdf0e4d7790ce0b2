"""Whose screen a screen shot shows, and where it was seen."""

import re

from broadsheet.photos.credits import wording


def seen_in(rest: str) -> dict[str, object]:
    """Return whose screen it was, and where."""
    platform = r"(?P<platform>" + wording.PLATFORMS + r")"
    video = rf"(?P<video>{wording.VIDEO})"
    owner = r"(?P<owner>@?[^/|]+?)"
    for form in (
        rf"{owner}['’]s? {platform}(?: {video})?",
        # On whatever else there is by now.
        rf"{owner}['’]s? (?P<platform>(?-i:[A-Z])\w+) {video}",
        rf"{owner}['’]s? {video}",
        rf"(?:an? |un )?{platform}(?: {video})?(?:(?: by| ?[/|:,]| de| von) ?{owner})?",
        rf"(?:an? |un )?{platform} (?P<video>[^\W\d_]+ )?de {owner}",
        rf"(?:an? |un |the )?{video}(?: (?:de|on|en|auf|على) {platform})?(?: (?:(?:posted |shot |taken )?(?:by|de|von)|من(?: حساب)?|نشره) {owner})?",
        rf"(?:حساب )?{owner}(?: (?:on|en|auf|على|via)| ?[/|,]) ?{platform}(?: {video})?",
        owner,
    ):
        found = re.fullmatch(form, rest.strip(), re.I)
        if found:
            parts = found.groupdict()
            break
    else:
        return {"organisation": rest.strip()} if rest.strip() else {}
    known: dict[str, object] = {
        "platform": parts.get("platform") or "",
        "is_video": bool(parts.get("video")),
    }
    who = (parts.get("owner") or "").strip()
    known["account" if who.startswith("@") else "organisation"] = who
    return known
