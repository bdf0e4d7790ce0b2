"""Photographs of 24 megapixels that weigh what a camera's weigh: clouds of every size, edges over them, and grain."""

from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw

SIZE = (6000, 4000)
# How many clouds lie across the picture, from the largest to the smallest; in nature each has its share.
CLOUDS = (6, 14, 40, 110, 300, 900, 2400)
EDGES = 60


def write_photographs(folder: Path, number: int) -> list[Path]:
    """Return so many photographs in a folder; those that are there are taken as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"photograph-{one}.jpg" for one in range(number)]
    for one, file in enumerate(files):
        if not file.exists():
            photograph(Random(one)).save(file, quality=90)
    return files


def photograph(random: Random, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture that no camera took."""
    light = Image.new("L", size, 128)
    for clouds in CLOUDS:
        share = 0.42 if clouds < 100 else 0.22 if clouds < 1000 else 0.14
        light = Image.blend(light, _clouds(size, clouds), share)
    colours = [Image.blend(light, _clouds(size, 5), 0.25) for _band in "RGB"]
    picture = Image.merge("RGB", colours)
    _draw_edges(picture, random)
    grain = Image.effect_noise(size, 14)
    return Image.merge("RGB", [ImageChops.overlay(band, grain) for band in picture.split()])


def _clouds(size: tuple[int, int], across: int) -> Image.Image:
    small = Image.effect_noise((across, max(2, across * size[1] // size[0])), 90)
    return small.resize(size, Image.Resampling.BICUBIC)


def _draw_edges(picture: Image.Image, random: Random) -> None:
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    for number in range(EDGES):
        left, top = random.randrange(width), random.randrange(height)
        reach = random.randrange(width // 150, width // 7)
        colour = (random.randrange(20, 235), random.randrange(20, 235), random.randrange(20, 235))
        if number % 2:
            pen.ellipse((left, top, left + reach, top + reach // 2), fill=colour)
        else:
            end = left + random.randint(-reach, reach), top + random.randint(-reach, reach)
            pen.line((left, top, *end), fill=colour, width=random.randrange(3, 40))
