"""The people and the pictures of a paper that is only measured: forty journalists, a dozen photos."""

from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.text import slugify
from PIL import Image, ImageDraw
from wagtail.models import Site

from broadsheet.devtools.text import words
from broadsheet.masthead.models import Paper, set_up
from broadsheet.newsroom.models import Journalist
from broadsheet.photos.models import Photo
from broadsheet.photos.renditions import sizes_of
from broadsheet.sections.founding import found_paper

SECTIONS = [
    "Local News",
    "County",
    "Schools",
    "Courts",
    "Business",
    "Farm",
    "Sports",
    "Culture",
    "Opinion",
    "Nation",
]
FIRST = words("""
Ada Alva Amos Beryl Cal Cora Dale Della Edwin Elsie Ezra Faye Floyd Gail Greta Hale Ida Ivan Jana Joel
Karin Lars Leona Mabel Milo Nora Odell Otis Pearl Quinn Rhea Roy Selma Silas Thea Tobin Una Vera Wade Zora
""")
FAMILY = words("""
Abbott Bauer Brandt Calder Dorn Eklund Farrow Gage Hollis Ibsen Jarvis Kemp Lund Mercer Nyberg Ostler Pruitt
Quist Rademacher Sorley Thorne Ulrich Vance Whitlock Yates Zeller Amsel Birch Coyle Danner Esker Finch Grieg
Harmon Inman Jessup Kolb Lovell Marsh Nagle
""")
PHOTOS = 12
PHOTO_SIZE = (1280, 854)


def found_town(site: Site) -> None:
    """Found a paper at a site that has none yet."""
    if set_up(site):
        return
    found_paper(
        site,
        name="The Harrow Bend Courier",
        town="Harrow Bend",
        region="Ohio",
        time_zone="America/New_York",
        language="en-us",
        sections=SECTIONS,
        legal_kind=Paper.LegalKind.BUSINESS,
    )


@transaction.atomic
def staff() -> list[tuple[int, str]]:
    """Return key and name of forty journalists; those who are missing are taken on."""
    names = [f"{first} {family}" for first, family in zip(FIRST, FAMILY, strict=True)]
    there = set(Journalist.objects.values_list("slug", flat=True))
    for name in names:
        if slugify(name) not in there:
            Journalist.objects.create(name=name, slug=slugify(name), role="Staff reporter")
    ours = Journalist.objects.filter(slug__in=[slugify(name) for name in names]).order_by("pk")
    return [(person.pk, person.name) for person in ours]


def photos(seed: str) -> list[int]:
    """Return the keys of a dozen photos, in all sizes that readers get; those that are missing are painted."""
    random = Random(seed)
    for number in range(Photo.objects.count(), PHOTOS):
        photo = Photo.objects.create(
            title=f"River {number + 1}",
            file=SimpleUploadedFile(f"river-{number + 1}.jpg", landscape(random), "image/jpeg"),
            caption="The river above Harrow Bend, where the county wants to build a second landing.",
            alt_text="A low sun over hills and a wide river",
            credit=f"{FIRST[number]} {FAMILY[number]} / The Harrow Bend Courier",
        )
        sizes_of(photo)
    return list(Photo.objects.order_by("pk").values_list("pk", flat=True)[:PHOTOS])


def landscape(random: Random) -> bytes:
    """Paint a sky, hills and water, with grain enough to weigh what a photo weighs."""
    width, height = PHOTO_SIZE
    sky, far, near, water = [
        tuple(min(255, max(0, base + random.randint(-24, 24))) for base in colour)
        for colour in ((176, 202, 214), (122, 140, 128), (74, 96, 70), (96, 128, 142))
    ]
    picture = Image.new("RGB", PHOTO_SIZE, sky)
    brush = ImageDraw.Draw(picture)
    sun = random.randint(100, width - 100)
    brush.ellipse((sun - 60, 120, sun + 60, 240), fill=(246, 226, 178))
    for colour, level in ((far, height // 2), (near, height * 3 // 5)):
        ridge = [(x, level + random.randint(-70, 70)) for x in range(0, width + 160, 160)]
        brush.polygon([(0, height), *ridge, (width, height)], fill=colour)
    brush.rectangle((0, height * 3 // 4, width, height), fill=water)
    grain = Image.effect_noise(PHOTO_SIZE, 40).convert("RGB")
    file = BytesIO()
    Image.blend(picture, grain, 0.08).save(file, "JPEG", quality=82)
    return file.getvalue()
