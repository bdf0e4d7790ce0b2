"""Credit lines in the forms in which they come, and what each says. The editors' manual shows them (`make docs`)."""

from typing import Any, NamedTuple

from broadsheet.photos.credits.credit import Credit, Relation
from broadsheet.photos.credits.names import own_names

OWN = own_names("The Ledger", "The Larkmere Ledger")


class Form(NamedTuple):
    """A line as it comes, what it says, and the line as a paper prints it that does nothing else."""

    line: str
    credit: Credit
    printed: str


def form(line: str, printed: str, relation: str = Relation.UNKNOWN, **parts: Any) -> Form:
    return Form(line, Credit(relation=relation, **parts), printed)


ILSE = ("Ilse Markham",)
STAFF = {"creators": ILSE, "organisation": "The Ledger", "relation": Relation.STAFF}
FORMS: dict[str, list[Form]] = {
    "Our own": [
        form("(Ilse Markham / The Ledger)", "Ilse Markham / The Ledger", **STAFF),
        form("(Ilse Markham / The Ledger )", "Ilse Markham / The Ledger", **STAFF),
        form("Ilse Markham/Larkmere Ledger", "Ilse Markham / The Ledger", **STAFF),
        form("Ilse Markham | The Ledger", "Ilse Markham / The Ledger", **STAFF),
        form("Ilse Markham - The Ledger", "Ilse Markham / The Ledger", **STAFF),
        form("Ilse Markham, Staff", "Ilse Markham / The Ledger", **STAFF),
        form("Ilse Markham, staff photographer", "Ilse Markham / The Ledger", **STAFF),
        form("Staff photo by Ilse Markham", "Ilse Markham / The Ledger", **STAFF),
        form("The Ledger/Ilse Markham", "Ilse Markham / The Ledger", **STAFF),
        form("1of4Ilse Markham / The Ledger", "Ilse Markham / The Ledger", **STAFF),
        form("Ledger staff photo", "The Ledger", Relation.STAFF, organisation="The Ledger"),
        form("© 2024 The Ledger", "The Ledger", Relation.STAFF, organisation="The Ledger"),
        form(
            "Ilse Markham and Jon Abbey / The Ledger",
            "Ilse Markham and Jon Abbey / The Ledger",
            Relation.STAFF,
            creators=("Ilse Markham", "Jon Abbey"),
            organisation="The Ledger",
        ),
        form(
            "Photos by Ilse Markham, Jon Abbey & Ruth Osei / The Ledger",
            "Ilse Markham, Jon Abbey and Ruth Osei / The Ledger",
            Relation.STAFF,
            creators=("Ilse Markham", "Jon Abbey", "Ruth Osei"),
            organisation="The Ledger",
        ),
        form(
            "Nell Roe Jr. / The Ledger",
            "Nell Roe Jr. / The Ledger",
            Relation.STAFF,
            creators=("Nell Roe Jr.",),
            organisation="The Ledger",
        ),
    ],
    "Made for us": [
        form(
            line,
            "Nell Roe for The Ledger",
            Relation.FREELANCE,
            creators=("Nell Roe",),
            for_whom="The Ledger",
        )
        for line in (
            "Nell Roe for The Ledger",
            "Nell Roe / For The Ledger",
            "(Nell Roe/Special to The Ledger)",
        )
    ],
    "From the files": [
        form("(Ilse Markham / The Ledger file)", "Ilse Markham / The Ledger, file", **STAFF, is_file=True),
        form("FILE - Ilse Markham / The Ledger", "Ilse Markham / The Ledger, file", **STAFF, is_file=True),
        form("Ilse Markham / The Ledger file photo", "Ilse Markham / The Ledger, file", **STAFF, is_file=True),
        form("(FILE)", "File photo", is_file=True),
        form(
            "(AP Photo/Nell Roe, File)",
            "Nell Roe / AP, file",
            Relation.WIRE,
            creators=("Nell Roe",),
            organisation="AP",
            is_file=True,
        ),
        form("Archivfoto: Jon Abbey", "Jon Abbey, file", creators=("Jon Abbey",), is_file=True),
        form("Foto de archivo / El Heraldo", "El Heraldo, file", organisation="El Heraldo", is_file=True),
    ],
    "Agencies": [
        *[
            form(line, "Nell Roe / AP", Relation.WIRE, creators=("Nell Roe",), organisation="AP")
            for line in ("AP Photo/Nell Roe", "Photo: Nell Roe, AP", "(Nell Roe/AP)", "Photo by Nell Roe/AP")
        ],
        form("AP", "AP", Relation.WIRE, organisation="AP"),
        form("Getty Images", "Getty Images", Relation.WIRE, organisation="Getty Images"),
        form("Getty ImagesGetty", "Getty Images", Relation.WIRE, organisation="Getty Images"),
        form("REUTERS/Nell Roe", "Nell Roe / REUTERS", Relation.WIRE, creators=("Nell Roe",), organisation="REUTERS"),
        form("(Bild: Nell Roe/dpa)", "Nell Roe / dpa", Relation.WIRE, creators=("Nell Roe",), organisation="dpa"),
        form("Crédit photo : Nell Roe / AFP", "Nell Roe / AFP", Relation.WIRE, creators=("Nell Roe",), organisation="AFP"),
        form(
            "Nell Roe, Jon Abbey/AFP",
            "Nell Roe and Jon Abbey / AFP",
            Relation.WIRE,
            creators=("Nell Roe", "Jon Abbey"),
            organisation="AFP",
        ),
        form(
            "Nell Roe/The Teal Times via AP",
            "Nell Roe / The Teal Times via AP",
            Relation.WIRE,
            creators=("Nell Roe",),
            organisation="The Teal Times",
            via="AP",
        ),
        form("U.S. Coast Guard via AP", "U.S. Coast Guard via AP", Relation.WIRE, organisation="U.S. Coast Guard", via="AP"),
        form("Pool Photo via AP", "Pool via AP", Relation.WIRE, organisation="Pool", via="AP"),
        form(
            "Nell Roe/Pool/AFP via Getty Images",
            "Nell Roe / Pool/AFP via Getty Images",
            Relation.WIRE,
            creators=("Nell Roe",),
            organisation="Pool/AFP",
            via="Getty Images",
        ),
        form(
            "Photo by Nell Roe/Getty Images for Lantern Holdings",
            "Nell Roe / Getty Images for Lantern Holdings",
            Relation.WIRE,
            creators=("Nell Roe",),
            organisation="Getty Images",
            for_whom="Lantern Holdings",
        ),
    ],
    "Provided": [
        form("(Photo provided by Teal County Fire)", "Photo provided by Teal County Fire", Relation.PROVIDED, organisation="Teal County Fire"),
        form("Submitted by the Roe family", "Photo provided by the Roe family", Relation.PROVIDED, organisation="the Roe family"),
        form("Contributed photo", "Provided photo", Relation.PROVIDED),
        form("Nell Roe / Contributed", "Nell Roe / Provided photo", Relation.PROVIDED, creators=("Nell Roe",)),
        form("Foto: Nell Roe/Divulgação", "Nell Roe / Provided photo", Relation.PROVIDED, creators=("Nell Roe",)),
        form(
            "(Photo courtesy of the Larkmere Public Library)",
            "Photo courtesy of the Larkmere Public Library",
            Relation.COURTESY,
            organisation="the Larkmere Public Library",
        ),
        form(
            "Photo by Nell Roe, courtesy of the Teal Museum",
            "Nell Roe, courtesy of the Teal Museum",
            Relation.COURTESY,
            creators=("Nell Roe",),
            organisation="the Teal Museum",
        ),
        form("Courtesy photo", "Courtesy photo", Relation.COURTESY),
        form("Cortesía de la Biblioteca", "Photo courtesy of la Biblioteca", Relation.COURTESY, organisation="la Biblioteca"),
        form("Handout / Larkmere Police", "Handout photo from Larkmere Police", Relation.HANDOUT, organisation="Larkmere Police"),
        form("Handout photo", "Handout photo", Relation.HANDOUT),
        form("Photo by reader Nell Roe", "Photo by reader Nell Roe", Relation.READER, creators=("Nell Roe",)),
        form("Reader photo", "Reader photo", Relation.READER),
    ],
    "Screen shots": [
        form(
            "(Screen shot from @roe.outdoors's TikTok video)",
            "Screen shot from @roe.outdoors’s TikTok video",
            Relation.SCREEN_SHOT,
            account="@roe.outdoors",
            platform="TikTok",
            is_video=True,
        ),
        form("Screenshot via YouTube", "Screen shot from YouTube", Relation.SCREEN_SHOT, platform="YouTube"),
        form("Screenshot/KING-5", "Screen shot from KING-5", Relation.SCREEN_SHOT, organisation="KING-5"),
        form(
            "Screen grab from a video by Nell Roe",
            "Screen shot from a video by Nell Roe",
            Relation.SCREEN_SHOT,
            organisation="Nell Roe",
            is_video=True,
        ),
        form(
            "Captura de pantalla de un video de TikTok",
            "Screen shot from a TikTok video",
            Relation.SCREEN_SHOT,
            platform="TikTok",
            is_video=True,
        ),
        form("Screen shot", "Screen shot", Relation.SCREEN_SHOT),
    ],
    "Drawn and made": [
        form("Illustration: Nell Roe", "Illustration by Nell Roe", Relation.ILLUSTRATION, creators=("Nell Roe",)),
        form("Graphic by Jon Abbey / The Ledger", "Illustration by Jon Abbey / The Ledger", Relation.ILLUSTRATION, creators=("Jon Abbey",), organisation="The Ledger"),
        form(
            "Photo illustration by Lantern. Photo by Nell Roe.",
            "Photo illustration by Lantern. Photo by Nell Roe",
            Relation.PHOTO_ILLUSTRATION,
            organisation="Lantern",
            made_from=("Nell Roe",),
        ),
        form("AI-generated image", "Image made with AI", Relation.AI),
        form(
            "Image made with AI by Jon Abbey / The Ledger",
            "Image made with AI by Jon Abbey / The Ledger",
            Relation.AI,
            creators=("Jon Abbey",),
            organisation="The Ledger",
        ),
    ],
    "Open licences": [
        form("Nell Roe / CC BY-SA 4.0", "Nell Roe, CC BY-SA 4.0", creators=("Nell Roe",), licence="CC BY-SA 4.0"),
        form(
            "Nell Roe, CC BY 2.0, via Wikimedia Commons",
            "Nell Roe via Wikimedia Commons, CC BY 2.0",
            Relation.WIRE,
            creators=("Nell Roe",),
            via="Wikimedia Commons",
            licence="CC BY 2.0",
        ),
        form("NASA / Public domain", "NASA, public domain", organisation="NASA", licence="public domain"),
    ],
    "A name alone": [
        form("Nell Roe", "Nell Roe", creators=("Nell Roe",)),
        form("(Picture by Nell Roe)", "Nell Roe", creators=("Nell Roe",)),
        form("Copyright 2024 Nell Roe", "Nell Roe", creators=("Nell Roe",)),
        form("Foto di Nell Roe", "Nell Roe", creators=("Nell Roe",)),
        form("تصوير: محمد علي", "محمد علي", creators=("محمد علي",)),
        form("@roe via Instagram", "@roe via Instagram", creators=("@roe",), via="Instagram"),
        form("(Roe & Wilson)", "Roe & Wilson", organisation="Roe & Wilson"),
        form("(Teal County Health District)", "Teal County Health District", organisation="Teal County Health District"),
        form("(Image credit: Lantern plc)", "Lantern plc", organisation="Lantern plc"),
        form("Nell Roe / The Teal Times", "Nell Roe / The Teal Times", creators=("Nell Roe",), organisation="The Teal Times"),
    ],
}  # fmt: skip
# What nobody can read is kept as it came.
UNREADABLE = [
    "See the caption below for names",
    "Photo taken yesterday",
    "Who took this?",
    "https://example.org/photo.jpg",
    "X",
    "<b>Nell Roe</b>",
    "Nell Roe; usage: one time only, no sales",
]
